import type { FormInput } from '../../../shared/provider-descriptor.ts';
import type { FieldProblem } from '../../../shared/result.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { registeredRedirectProblem } from '../../oauth/redirect/loopback.ts';
import { hasUserinfo } from '../../platform/address-policy.ts';
import { type FormReader, readForm, urlProblem, visible } from '../form-reader.ts';
import { maxListItems } from '../settings.ts';
import { pathPart } from './addresses.ts';
import { mayLeaveOutPkce } from './flow.ts';
import { secretKinds } from './form-fields.ts';
import { registeredUri } from './redirect-fields.ts';
import type { OAuthTemplate } from './schema.ts';
import { keyAlgorithms, type TemplateSettings, variableField } from './settings.ts';

/** What the form held that must not be written down beside the settings. */
export type FormSecrets = {
  /** The client secret or the private key, whichever the client proves itself with. */
  readonly clientSecret: Secret | null;
  readonly refreshToken: Secret | null;
};

type Redirect = OAuthTemplate['redirect'][number];
type RedirectChoice = Pick<TemplateSettings, 'redirectPolicy' | 'redirectUris'>;

/** RFC 6749, appendix A.4: no space within one scope, no quotes, no backslash. */
const scopeList = /^[\x21\x23-\x5b\x5d-\x7e]+(?: +[\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * Reads the form of a template. Throws `input.invalid` with every field at fault.
 *
 * Fields that are out of sight are not sent, so what they would say is taken from the template.
 */
export const readTemplateForm = (
  template: OAuthTemplate,
  input: FormInput,
): { readonly settings: TemplateSettings; readonly secrets: FormSecrets } => {
  const form = readForm(input);
  const toggle = (name: string, unsaid: boolean): boolean =>
    input[name] === undefined ? unsaid : form.toggle(name);

  const refreshToken =
    template.tokens.acceptsRefreshToken === true
      ? form.optionalSecret('refreshToken', { max: 4096 })
      : null;
  const useDeviceCode = template.device !== undefined && toggle('useDeviceCode', false);
  const registerClient = template.client.registration === true && toggle('registerClient', false);
  const authentication = readAuthentication(template, form, {
    mayBeUnsaid: registerClient && input.authentication === undefined,
  });
  const needsSecret = !registerClient && secretKinds.includes(authentication);
  const needsKey = authentication === 'private_key_jwt';

  const settings: TemplateSettings = {
    ...readAddresses(template, form, refreshToken === null && !useDeviceCode),
    ...readVariables(template, form),
    clientId: registerClient ? '' : form.text('clientId', { max: 512, pattern: visible }),
    authentication,
    basicForm: 'encoded',
    keyAlgorithm: needsKey ? form.choice('keyAlgorithm', keyAlgorithms) : 'RS256',
    keyId: needsKey ? form.optionalText('keyId', { max: 256 }) : '',
    keepClientSecret: registerClient || toggle('keepClientSecret', true),
    registerClient,
    withoutPkce: mayLeaveOutPkce(template) && toggle('withoutPkce', false),
    useDeviceCode,
    ...readRedirect(template, form, { isNeeded: !useDeviceCode && refreshToken === null }),
    scopes: readScopes(template, form, useDeviceCode),
  };
  const secrets: FormSecrets = {
    refreshToken,
    clientSecret: needsSecret
      ? form.secret('clientSecret', { max: 2048 })
      : needsKey
        ? form.secret('privateKey', { max: 16_384 })
        : null,
  };
  form.finish();
  return { settings, secrets };
};

const readAuthentication = (
  { client }: OAuthTemplate,
  form: FormReader,
  { mayBeUnsaid }: { readonly mayBeUnsaid: boolean },
): TemplateSettings['authentication'] => {
  const [first = 'none'] = client.authentications;
  if (mayBeUnsaid || client.authentications.length === 1) return first;
  return form.choice('authentication', client.authentications);
};

type Addresses = Pick<
  TemplateSettings,
  | 'issuer'
  | 'baseUrl'
  | 'authorizationUrl'
  | 'tokenUrl'
  | 'revocationUrl'
  | 'deviceUrl'
  | 'userinfoUrl'
>;

const readAddresses = (
  { server, tokens }: OAuthTemplate,
  form: FormReader,
  needsBrowser: boolean,
): Addresses => {
  const none: Addresses = {
    issuer: '',
    baseUrl: '',
    authorizationUrl: '',
    tokenUrl: '',
    revocationUrl: '',
    deviceUrl: '',
    userinfoUrl: '',
  };
  if (server.kind === 'asked-issuer') return { ...none, issuer: form.url('issuer') };
  if (server.kind === 'asked-base') {
    const base = form.url('baseUrl');
    if (URL.canParse(base) && new URL(base).search !== '') form.refuse('baseUrl', 'bad-format');
    return { ...none, baseUrl: base.replace(/\/+$/, '') };
  }
  if (server.kind !== 'asked-endpoints') return none;
  const optional = (name: string): string => {
    const value = form.optionalText(name, { max: 2048 });
    const problem = value === '' ? null : urlProblem(value);
    if (problem !== null) form.refuse(name, problem);
    return value;
  };
  const also = (each: 'revocation' | 'device' | 'userinfo', name: string): string =>
    server.also.includes(each) ? optional(name) : '';
  return {
    ...none,
    authorizationUrl:
      needsBrowser || tokens.acceptsRefreshToken !== true
        ? form.url('authorizationUrl')
        : optional('authorizationUrl'),
    tokenUrl: form.url('tokenUrl'),
    revocationUrl: also('revocation', 'revocationUrl'),
    deviceUrl: also('device', 'deviceUrl'),
    userinfoUrl: also('userinfo', 'userinfoUrl'),
  };
};

const readVariables = (template: OAuthTemplate, form: FormReader): Record<string, string> =>
  Object.fromEntries(
    (template.variables ?? []).map((variable) => {
      const name = variableField(variable.name);
      const value =
        variable.kind === 'text'
          ? form.text(name, { max: 128, pattern: pathPart })
          : form.choice(
              name,
              variable.options.map((option) => option.value),
            );
      return [name, value];
    }),
  );

const readRedirect = (
  template: OAuthTemplate,
  form: FormReader,
  { isNeeded }: { readonly isNeeded: boolean },
): RedirectChoice => {
  const [first] = template.redirect;
  const chosen =
    template.redirect.length === 1 || !isNeeded
      ? first
      : template.redirect.find(
          ({ kind }) =>
            kind ===
            form.choice(
              'redirectPolicy',
              template.redirect.map((each) => each.kind),
            ),
        );
  if (chosen === undefined) return { redirectPolicy: 'ephemeral-ip', redirectUris: [] };
  return {
    redirectPolicy: chosen.kind,
    redirectUris: [...readRedirectUris(chosen, form, isNeeded)],
  };
};

const readRedirectUris = (
  redirect: Redirect,
  form: FormReader,
  isNeeded: boolean,
): readonly string[] => {
  switch (redirect.kind) {
    case 'fixed-ports':
      return isNeeded ? form.checks('redirectUris', redirect.uris, 1) : redirect.uris;
    case 'typed': {
      const uri = isNeeded
        ? form.text('redirectUri', { max: 2048 })
        : form.optionalText('redirectUri', { max: 2048 });
      const problem = uri === '' ? null : redirectProblem(uri);
      if (problem !== null) form.refuse('redirectUri', problem);
      return uri === '' ? [] : [uri];
    }
    default:
      return [registeredUri(redirect)];
  }
};

/** http is for what is listened on here; everything else is a page whose address is pasted. */
const redirectProblem = (uri: string): FieldProblem | null => {
  if (!URL.canParse(uri)) return 'not-a-url';
  const url = new URL(uri);
  if (url.protocol === 'http:') return registeredRedirectProblem(uri);
  if (url.hash !== '' || hasUserinfo(url)) return 'bad-format';
  return url.protocol === 'https:' ? null : 'not-https';
};

const readScopes = (
  { scopes, device }: OAuthTemplate,
  form: FormReader,
  useDeviceCode: boolean,
): string[] => {
  const offered = scopes.offered.map(({ value }) => value);
  const chosen = offered.length === 0 ? [] : form.checks('scopes', offered, scopes.least ?? 0);
  const typed =
    scopes.typed === undefined
      ? []
      : form
          .optionalText('moreScopes', { max: 2048, pattern: scopeList })
          .split(/[ ,]+/)
          .filter((scope) => scope !== '');
  const all = [...new Set([...scopes.always, ...chosen, ...typed])];
  if (all.length > maxListItems) form.refuse('moreScopes', 'too-long');
  const allowed = useDeviceCode ? device?.scopes : undefined;
  if (allowed !== undefined && !all.every((scope) => allowed.includes(scope))) {
    form.refuse('scopes', 'not-a-choice');
  }
  return all;
};
