import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { isListenedOn } from '../../oauth/redirect/loopback.ts';
import type {
  ClientAuthentication,
  CodeFlow,
  OAuthClient,
  OAuthServer,
  TokenReplyQuirks,
  TokenSet,
} from '../../oauth/types.ts';
import { mayLeaveOutPkce, type TemplateSettings, valuesOf } from './form.ts';
import type { OAuthTemplate } from './schema.ts';
import { addressOf, believedValues } from './server.ts';

/** How far the replies of a template's server may bend the rules: not at all, unless it says so. */
export const quirksOf = ({ tokens: { quirks } }: OAuthTemplate): TokenReplyQuirks => ({
  tokenTypeMayBeMissing: quirks?.tokenTypeMayBeMissing ?? false,
  errorsWithStatus200: quirks?.errorsWithStatus200 ?? false,
  formEncoded: quirks?.formEncoded ?? false,
  errorsAreMessages: quirks?.errorsAreMessages ?? false,
  neverExpires: quirks?.neverExpires ?? false,
});

/** The client as the server knows it, with the secret it proves itself with. */
export const clientOf = (settings: TemplateSettings, secret: Secret | null): OAuthClient => ({
  clientId: settings.clientId,
  authentication: authenticationOf(settings, secret),
});

const authenticationOf = (
  settings: TemplateSettings,
  secret: Secret | null,
): ClientAuthentication => {
  const { authentication: kind, keyAlgorithm, keyId, basicForm } = settings;
  if (kind === 'none') return { kind };
  if (secret === null) throw new AppError('keychain.corrupt');
  if (kind === 'client_secret_basic') return { kind, secret, form: basicForm };
  if (kind !== 'private_key_jwt') return { kind, secret };
  return { kind, key: secret, algorithm: keyAlgorithm, keyId: keyId === '' ? null : keyId };
};

/** Says whether a sign-in does without PKCE: by the template, or as the person chose. */
const isPkceOff = (template: OAuthTemplate, { withoutPkce }: TemplateSettings): boolean =>
  template.authorization.pkce === 'off' || (mayLeaveOutPkce(template) && withoutPkce);

/** Maps a template and what the person chose to one run through the browser. Contacts nothing. */
export const codeFlowOf = (
  template: OAuthTemplate,
  settings: TemplateSettings,
  parties: { readonly server: OAuthServer; readonly client: OAuthClient },
): CodeFlow => {
  const { authorization, scopes, server, keepFromRedirect = [] } = template;
  const tokenPattern = server.kind === 'endpoints' ? server.token : '';
  return {
    ...parties,
    scopes: settings.scopes,
    scopeSeparator: scopes.separator,
    redirect: redirectOf(template, settings),
    statePolicy: authorization.state,
    responseMode: authorization.responseMode,
    authorizationParameters: authorization.parameters,
    pkce: isPkceOff(template, settings) ? 'off' : 'S256',
    openid: authorization.openid && settings.scopes.includes('openid'),
    quirks: quirksOf(template),
    keepFromRedirect: keepFromRedirect.map(({ name }) => name),
    ...(keepFromRedirect.length === 0
      ? {}
      : {
          tokenEndpointFrom: (kept) =>
            addressOf(tokenPattern, {
              ...valuesOf(template, settings),
              ...believedValues(template, (name) => kept[name]),
            }),
        }),
  };
};

const redirectOf = (
  template: OAuthTemplate,
  { redirectPolicy, redirectUris }: TemplateSettings,
): CodeFlow['redirect'] => {
  const policy = template.redirect.find(({ kind }) => kind === redirectPolicy);
  if (policy === undefined) throw new AppError('input.invalid', refusedRedirect);
  switch (policy.kind) {
    case 'ephemeral-ip':
      return { kind: 'ephemeral', host: '127.0.0.1', path: policy.path };
    case 'ephemeral-localhost':
      return { kind: 'ephemeral', host: 'localhost', path: policy.path };
    case 'fixed-ports':
      return { kind: 'fixed-ports', redirectUris };
    case 'paste':
      return { kind: 'paste', redirectUri: policy.uri };
    case 'typed': {
      const [uri] = redirectUris;
      if (uri === undefined) throw new AppError('input.invalid', refusedRedirect);
      return isListenedOn(uri)
        ? { kind: 'fixed-ports', redirectUris }
        : { kind: 'paste', redirectUri: uri };
    }
  }
};

const refusedRedirect = { fields: { redirectUri: 'required' } } as const;

/** The tokens as fields to store. What the reply does not give again stays as it was. */
export const tokenFields = (tokens: TokenSet, nowEpochMs: number): SecretFields => ({
  accessToken: tokens.accessToken,
  ...(tokens.refreshToken === null ? {} : { refreshToken: tokens.refreshToken }),
  ...(tokens.idToken === null ? {} : { idToken: tokens.idToken }),
  ...(tokens.expiresAtEpochSeconds === null
    ? {}
    : { expiresAtEpochSeconds: new Secret(String(tokens.expiresAtEpochSeconds)) }),
  // The keychain takes no empty texts.
  ...(tokens.scopes.length === 0 ? {} : { scopes: new Secret(tokens.scopes.join(' ')) }),
  renewedAtEpochSeconds: new Secret(String(Math.floor(nowEpochMs / 1000))),
});

/** The redirect parameters that the template keeps, and their fallbacks where none came. */
export const keptFields = (template: OAuthTemplate, tokens: TokenSet): SecretFields =>
  Object.fromEntries(
    Object.entries(believedValues(template, (name) => tokens.extra[name])).map(([name, value]) => [
      name,
      new Secret(value),
    ]),
  );

export const scopesIn = (fields: SecretFields): string[] =>
  (fields.scopes?.expose() ?? '').split(' ').filter((scope) => scope !== '');

export const numberIn = (fields: SecretFields, name: string): number | null => {
  const text = fields[name]?.expose();
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
};
