import { z } from 'zod';
import { defineForm, formPart } from '../define-form.ts';
import { urlProblem, visible } from '../form-checks.ts';
import { maxListItems } from '../stored-settings.ts';
import { type AddressValues, pathPart } from './addresses.ts';
import { needsBrowser, redirectFields, redirectIn } from './redirect-fields.ts';
import { clientAuthentications, type OAuthTemplate } from './schema.ts';

/** RFC 6749, appendix A.4: no space within one scope, no quotes, no backslash. */
const scopeList = /^[\x21\x23-\x5b\x5d-\x7e]+(?: +[\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** Kinds of client authentication that a client secret is needed for. */
const secretKinds = ['client_secret_post', 'client_secret_basic', 'client_secret_jwt'];

/** Sent, unless the person says that the server refuses it. */
export const mayLeaveOutPkce = ({ authorization }: OAuthTemplate): boolean =>
  authorization.pkce === 'may-be-left-out';

/** The person types the server's addresses. */
const isAsked = ({ server }: OAuthTemplate): boolean => server.kind.startsWith('asked-');

/** The form of a template: it asks for what the template leaves open, and for nothing else. */
export const templateForm = (template: OAuthTemplate) => {
  const { tokens } = template;
  return defineForm(
    {
      ...addressFields(template),
      ...variableFields(template),
      ...clientFields(template),
      ...redirectFields(template, isAsked(template)),
      ...scopeFields(template),
      refreshToken: {
        kind: 'secret',
        offered: tokens.acceptsRefreshToken === true,
        required: false,
        advanced: true,
        max: 4096,
      },
      withoutPkce: {
        kind: 'toggle',
        offered: mayLeaveOutPkce(template),
        initial: false,
        advanced: true,
        // Settings of before have none.
        kept: z.boolean().default(false),
      },
    },
    {
      schemas: {
        /** The form of HTTP Basic that the server took; settings of before have none. */
        basicForm: z.enum(['encoded', 'raw']).default('encoded'),
        redirectPolicy: z.enum([
          'ephemeral-ip',
          'ephemeral-localhost',
          'fixed-ports',
          'typed',
          'paste',
        ]),
        redirectUris: z.array(z.string()),
        scopes: z.array(z.string()),
      },
      derive: (values, refuse) => {
        const isNeeded = !values.useDeviceCode && values.refreshToken === null;
        const { scopes: asked, device } = template;
        const typed = values.moreScopes.split(/[ ,]+/).filter((scope) => scope !== '');
        const scopes = [...new Set([...asked.always, ...values.scopes, ...typed])];
        if (scopes.length > maxListItems) refuse('moreScopes', 'too-long');
        const allowed = values.useDeviceCode ? device?.scopes : undefined;
        if (allowed !== undefined && !scopes.every((scope) => allowed.includes(scope))) {
          refuse('scopes', 'not-a-choice');
        }
        return {
          basicForm: 'encoded' as const,
          ...redirectIn(template, values, isNeeded),
          scopes,
        };
      },
    },
  );
};

type TemplateForm = ReturnType<typeof templateForm>;

/** What the person chose in the form of a template, without secrets. */
export type TemplateSettings = ReturnType<TemplateForm['stored']>;

const addressFields = (template: OAuthTemplate) => {
  const { server } = template;
  const base = server.kind === 'asked-base' ? server : undefined;
  const issuer = server.kind === 'asked-issuer' ? server : undefined;
  const endpoints = server.kind === 'asked-endpoints' ? server : undefined;
  const takesToken = template.tokens.acceptsRefreshToken === true;
  const optional = (each: 'revocation' | 'device' | 'userinfo') =>
    ({
      kind: 'url',
      offered: endpoints?.also.includes(each) === true,
      required: false,
      advanced: true,
    }) as const;
  return formPart({
    issuer: {
      kind: 'url',
      label: issuer?.label,
      help: issuer?.help,
      placeholder: issuer?.placeholder,
      offered: issuer !== undefined,
    },
    baseUrl: {
      kind: 'url',
      label: base?.label,
      help: base?.help,
      placeholder: base?.placeholder,
      offered: base !== undefined,
      normalise: (text, refuse) => {
        const problem = urlProblem(text) ?? (new URL(text).search === '' ? null : 'bad-format');
        if (problem !== null) refuse(problem);
        return text.replace(/\/+$/, '');
      },
    },
    authorizationUrl: {
      kind: 'url',
      ...(takesToken ? { words: 'authorizationUrlOrToken' } : {}),
      placeholder: endpoints?.placeholder?.authorization,
      offered: endpoints !== undefined,
      required: !takesToken,
      neededWhen: (input) => !takesToken || needsBrowser(template, input),
    },
    tokenUrl: {
      kind: 'url',
      placeholder: endpoints?.placeholder?.token,
      offered: endpoints !== undefined,
    },
    revocationUrl: optional('revocation'),
    deviceUrl: optional('device'),
    userinfoUrl: optional('userinfo'),
  });
};

/** Name of the form field, and of the setting, that holds a variable of the template. */
const variableField = (name: string) =>
  `variable${name.charAt(0).toUpperCase()}${name.slice(1)}` as const;

const variableFields = ({ variables = [] }: OAuthTemplate) =>
  Object.fromEntries(
    variables.map((variable) => {
      const { label, help, advanced, initial } = variable;
      // A template may have got another variable since the connection was made.
      const shared = { label, help, advanced, kept: z.string().default('') };
      const field =
        variable.kind === 'text'
          ? ({ ...shared, kind: 'text', initial, max: 128, pattern: pathPart } as const)
          : ({
              ...shared,
              kind: 'choice',
              initial: variable.initial,
              options: variable.options.map(({ sets: _, ...option }) => option),
            } as const);
      return [variableField(variable.name), field];
    }),
  );

/** What the `{names}` of the template's variables stand for. */
export const valuesOf = (
  template: Pick<OAuthTemplate, 'variables'>,
  settings: Readonly<Record<string, unknown>>,
): AddressValues => {
  const values: Record<string, string> = {};
  for (const variable of template.variables ?? []) {
    const chosen = settings[variableField(variable.name)];
    if (variable.kind === 'text') values[variable.name] = String(chosen ?? '');
    else Object.assign(values, variable.options.find(({ value }) => value === chosen)?.sets);
  }
  return values;
};

const clientFields = (template: OAuthTemplate) => {
  const { client } = template;
  const kinds = client.authentications;
  const registers = client.registration === true;
  const needsSecret = kinds.some((kind) => secretKinds.includes(kind));
  const needsKey = kinds.includes('private_key_jwt');
  const when = (...equals: string[]) => ({ field: 'authentication', equals });
  /** Of no use to a client that is registered now; a key of one's own is. */
  const hiddenWhen = { field: 'registerClient', equals: ['true'] };
  return formPart({
    registerClient: {
      kind: 'toggle',
      offered: registers,
      initial: false,
    },
    clientId: {
      kind: 'text',
      label: client.idLabel,
      help: client.idHelp,
      hiddenWhen,
      pattern: visible,
    },
    authentication: {
      kind: 'choice',
      ...(registers ? { words: 'authenticationOrRegistration' } : {}),
      offered: kinds.length > 1,
      neededWhen: (input) => !registers || input.registerClient !== true,
      initial: kinds[0] ?? 'none',
      options: kinds,
      advanced: isAsked(template) ? undefined : true,
      kept: z.enum(clientAuthentications),
    },
    clientSecret: {
      kind: 'secret',
      label: client.secretLabel,
      help: client.secretHelp,
      offered: needsSecret,
      shownWhen: when(...secretKinds),
      hiddenWhen,
      max: 2048,
    },
    privateKey: {
      kind: 'secret',
      offered: needsKey,
      shownWhen: when('private_key_jwt'),
      multiline: true,
      max: 16_384,
    },
    keyAlgorithm: {
      kind: 'choice',
      offered: needsKey,
      shownWhen: when('private_key_jwt'),
      initial: 'RS256',
      options: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    },
    keyId: {
      kind: 'text',
      offered: needsKey,
      shownWhen: when('private_key_jwt'),
      required: false,
      max: 256,
    },
    keepClientSecret: {
      kind: 'toggle',
      ...(needsKey ? { words: 'keepSecretOrKey' } : {}),
      offered: needsSecret || needsKey,
      shownWhen: when(...secretKinds, 'private_key_jwt'),
      hiddenWhen,
      initial: true,
      advanced: true,
    },
  });
};

const scopeFields = ({ scopes }: OAuthTemplate) =>
  formPart({
    scopes: {
      kind: 'checks',
      offered: scopes.offered.length > 0,
      required: (scopes.least ?? 0) > 0,
      least: scopes.least ?? 0,
      initial: scopes.offered.filter(({ initial }) => initial).map(({ value }) => value),
      options: scopes.offered.map(({ initial: _, ...option }) => option),
      kept: null,
    },
    moreScopes: {
      kind: 'text',
      label: scopes.typed?.label,
      help: scopes.typed?.help,
      offered: scopes.typed !== undefined,
      required: false,
      max: 2048,
      pattern: scopeList,
      kept: null,
    },
  });
