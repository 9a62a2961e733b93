import type { FormInput } from '../../../shared/provider-descriptor.ts';
import type { FieldProblem } from '../../../shared/result.ts';
import { registeredRedirectProblem } from '../../oauth/redirect/loopback.ts';
import { hasUserinfo } from '../../platform/address-policy.ts';
import { formPart, type Values } from '../define-form.ts';
import type { OAuthTemplate } from './schema.ts';

type Redirect = OAuthTemplate['redirect'][number];
type Policy = Redirect['kind'];

export const deviceCodeField = 'useDeviceCode';

/** A refresh token that was got elsewhere, or a code for another device, needs no browser here. */
export const needsBrowser = ({ tokens, device }: OAuthTemplate, input: FormInput): boolean => {
  const { refreshToken } = input;
  const hasToken = typeof refreshToken === 'string' && refreshToken.trim() !== '';
  const usesCode = device !== undefined && input[deviceCodeField] === true;
  return !usesCode && !(tokens.acceptsRefreshToken === true && hasToken);
};

/** How the browser, or another device, comes back; `redirectIn` reads it. */
export const redirectFields = (template: OAuthTemplate, isAsked: boolean) => {
  const { redirect, device } = template;
  const several = redirect.length > 1;
  const outer = { field: deviceCodeField, equals: ['false'] };
  const neededWhen = (input: FormInput): boolean => needsBrowser(template, input);
  const shownFor = (kind: Policy) =>
    several ? { field: 'redirectPolicy', equals: [kind] } : outer;
  const policy = <K extends Policy>(kind: K) =>
    redirect.find((each): each is Extract<Redirect, { kind: K }> => each.kind === kind);
  const typed = policy('typed');
  const uris = policy('fixed-ports')?.uris ?? [];
  /** An address to copy to the provider; nobody chooses anything. */
  const shownUri = (
    each: Extract<Redirect, { path: string }> | Extract<Redirect, { uri: unknown }> | undefined,
    words = 'redirectToAnyPort',
  ) => {
    const uri = each === undefined ? '' : registeredUri(each);
    return {
      kind: 'choice',
      words,
      offered: each !== undefined && isRegistered(each),
      neededWhen: () => false,
      initial: uri,
      options: [uri],
      copyable: true,
      kept: null,
    } as const;
  };
  return formPart({
    [deviceCodeField]: {
      kind: 'toggle',
      help: device?.help,
      offered: device !== undefined,
      initial: false,
      advanced: true,
    },
    redirectPolicy: {
      kind: 'choice',
      offered: several,
      shownWhen: outer,
      neededWhen,
      initial: redirect[0]?.kind ?? 'ephemeral-ip',
      options: redirect.map(({ kind }) => kind),
      advanced: isAsked ? undefined : true,
      kept: null,
    },
    redirectToAddress: {
      ...shownUri(policy('ephemeral-ip')),
      shownWhen: shownFor('ephemeral-ip'),
    },
    redirectToLocalhost: {
      ...shownUri(policy('ephemeral-localhost')),
      shownWhen: shownFor('ephemeral-localhost'),
    },
    redirectUris: {
      kind: 'checks',
      offered: uris.length > 0,
      shownWhen: shownFor('fixed-ports'),
      neededWhen,
      initial: uris.slice(0, 1),
      options: uris,
      copyable: true,
      kept: null,
    },
    redirectUri: {
      kind: 'text',
      offered: typed !== undefined,
      shownWhen: shownFor('typed'),
      neededWhen,
      initial: typed?.initial,
      max: 2048,
      normalise: (text, refuse, input) => {
        // A pasted refresh token needs no redirect, so what else the file says of one is not judged.
        const isUsed = neededWhen(input) || redirect[0]?.kind === 'typed';
        const problem = isUsed ? redirectProblem(text) : null;
        if (problem !== null) refuse(problem);
        return text;
      },
      kept: null,
    },
    redirectToPaste: {
      ...shownUri(policy('paste'), 'redirectToPaste'),
      shownWhen: shownFor('paste'),
    },
  });
};

/** The chosen policy and its URIs; the template's first one where no browser is needed. */
export const redirectIn = (
  { redirect: [first, ...others] }: OAuthTemplate,
  values: Values<ReturnType<typeof redirectFields>>,
  isNeeded: boolean,
): { readonly redirectPolicy: Policy; readonly redirectUris: string[] } => {
  const wanted = others.find(({ kind }) => kind === values.redirectPolicy);
  const chosen = (isNeeded ? wanted : undefined) ?? first;
  if (chosen === undefined) return { redirectPolicy: 'ephemeral-ip', redirectUris: [] };
  const urisOf = (): string[] => {
    if (chosen.kind === 'fixed-ports') return isNeeded ? values.redirectUris : chosen.uris;
    if (chosen.kind === 'typed') return values.redirectUri === '' ? [] : [values.redirectUri];
    return [registeredUri(chosen)];
  };
  return { redirectPolicy: chosen.kind, redirectUris: urisOf() };
};

/** The redirect URI as it is to be registered, of a policy where the program makes it. */
const registeredUri = (redirect: Redirect): string => {
  if (redirect.kind === 'ephemeral-ip') return `http://127.0.0.1${redirect.path}`;
  if (redirect.kind === 'ephemeral-localhost') return `http://localhost${redirect.path}`;
  return redirect.kind === 'paste' ? (redirect.uri ?? '') : '';
};

/** Says whether there is an address to copy to the provider. */
const isRegistered = (redirect: Redirect): boolean => {
  if (redirect.kind === 'paste') return redirect.uri !== null;
  return !('needsRegistering' in redirect && redirect.needsRegistering === false);
};

/** http is for what is listened on here; everything else is a page whose address is pasted. */
const redirectProblem = (uri: string): FieldProblem | null => {
  if (!URL.canParse(uri)) return 'not-a-url';
  const url = new URL(uri);
  if (url.protocol === 'http:') return registeredRedirectProblem(uri);
  if (url.hash !== '' || hasUserinfo(url)) return 'bad-format';
  return url.protocol === 'https:' ? null : 'not-https';
};
