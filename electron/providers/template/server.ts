import { AppError } from '../../diagnostics/errors.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { discoverServer } from '../../oauth/server/discovery.ts';
import { readStoredServer, serverToStore } from '../../oauth/server/stored-server.ts';
import type { OAuthServer } from '../../oauth/types.ts';
import type { ProviderContext } from '../adapter.ts';
import { type AddressValues, fillIn, isNamedHost } from './addresses.ts';
import { type TemplateSettings, valuesOf } from './form.ts';
import type { OAuthTemplate } from './schema.ts';

const noEndpoints: Omit<OAuthServer, 'authorizationEndpoint' | 'tokenEndpoint'> = {
  issuer: null,
  revocationEndpoint: null,
  deviceAuthorizationEndpoint: null,
  userinfoEndpoint: null,
  registrationEndpoint: null,
  pushedAuthorizationRequestEndpoint: null,
  requiresPushedAuthorizationRequests: false,
  announcesIssuer: false,
  jwksUri: null,
};

const isDiscovered = ({ server }: OAuthTemplate): boolean =>
  server.kind === 'discovery' || server.kind === 'asked-issuer';

/** What `{names}` stand for once something is stored: variables and kept redirect parameters. */
export const storedValues = (
  template: OAuthTemplate,
  settings: TemplateSettings,
  fields: SecretFields,
): AddressValues => ({
  ...valuesOf(template, settings),
  ...believedValues(template, (name) => fields[name]?.expose()),
});

/**
 * Takes kept redirect parameters for what they may be. Anyone can put any host into a redirect, so
 * a value that the template does not list is refused before anything is sent.
 */
export const believedValues = (
  template: OAuthTemplate,
  given: (name: string) => string | undefined,
): AddressValues => {
  const values: Record<string, string> = {};
  for (const { name, allowed, fallback } of template.keepFromRedirect ?? []) {
    const value = given(name) ?? fallback;
    if (value === undefined || !allowed.includes(value)) {
      throw new AppError('oauth.bad-redirect', { params: { parameter: name } });
    }
    values[name] = value;
  }
  return values;
};

/** Fills in an address that `check.ts` has looked at. */
export const addressOf = (pattern: string, values: AddressValues): string => {
  const address = fillIn(pattern, values);
  if (address === null) throw new AppError('template.invalid', { params: { where: 'address' } });
  return address;
};

/** Finds the server before a sign-in, by discovery if that is the template's way. */
export const findServer = async (
  context: ProviderContext,
  template: OAuthTemplate,
  settings: TemplateSettings,
): Promise<OAuthServer> => {
  if (!isDiscovered(template)) return knownServer(template, settings, {});
  const issuer =
    template.server.kind === 'discovery'
      ? addressOf(template.server.issuer, valuesOf(template, settings))
      : settings.issuer;
  context.step('discover');
  const server = await discoverServer(guarded(context, [hostOf(issuer)]), issuer);
  if (template.server.kind === 'discovery') refuseOthers(server, template.contacts);
  return server;
};

/** Finds the server of stored tokens. Contacts nothing. */
export const storedServerOf = (
  template: OAuthTemplate,
  settings: TemplateSettings,
  fields: SecretFields,
): OAuthServer => {
  if (!isDiscovered(template)) return knownServer(template, settings, fields);
  const server = readStoredServer(fields.server);
  if (template.server.kind === 'discovery') refuseOthers(server, template.contacts);
  return server;
};

/** The server as a field to store, where it was discovered. */
export const discoveredToStore = (template: OAuthTemplate, server: OAuthServer): SecretFields =>
  isDiscovered(template) ? { server: serverToStore(server) } : {};

const knownServer = (
  template: OAuthTemplate,
  settings: TemplateSettings,
  fields: SecretFields,
): OAuthServer => {
  const { server } = template;
  if (server.kind === 'asked-endpoints') {
    return {
      ...noEndpoints,
      authorizationEndpoint: settings.authorizationUrl,
      tokenEndpoint: settings.tokenUrl,
      revocationEndpoint: settings.revocationUrl || null,
      deviceAuthorizationEndpoint: settings.deviceUrl || null,
      userinfoEndpoint: settings.userinfoUrl || null,
    };
  }
  if (server.kind === 'discovery' || server.kind === 'asked-issuer') {
    throw new AppError('internal');
  }
  const values = serverValues(template, settings, fields);
  const at = (pattern: string): string =>
    server.kind === 'asked-base' ? `${settings.baseUrl}${pattern}` : addressOf(pattern, values);
  const maybe = (pattern: string | undefined): string | null =>
    pattern === undefined ? null : at(pattern);
  return {
    ...noEndpoints,
    ...(server.kind === 'endpoints'
      ? {
          issuer: maybe(server.issuer),
          announcesIssuer: server.announcesIssuer ?? false,
          jwksUri: maybe(server.jwks),
        }
      : {}),
    authorizationEndpoint: at(server.authorization),
    tokenEndpoint: at(server.token),
    revocationEndpoint: maybe(server.revocation),
    deviceAuthorizationEndpoint: maybe(server.device),
    userinfoEndpoint: maybe(server.userinfo),
    pushedAuthorizationRequestEndpoint: maybe(server.pushedAuthorization),
    requiresPushedAuthorizationRequests: server.pushedAuthorization !== undefined,
  };
};

/** Before the redirect nothing is known of it; any listed value does until `tokenEndpointFrom`. */
const serverValues = (
  template: OAuthTemplate,
  settings: TemplateSettings,
  fields: SecretFields,
): AddressValues => {
  const placeholders = Object.fromEntries(
    (template.keepFromRedirect ?? []).map(({ name, allowed, fallback }) => [
      name,
      fallback ?? allowed[0] ?? '',
    ]),
  );
  const isStored = (template.keepFromRedirect ?? []).some(({ name }) => fields[name] !== undefined);
  return {
    ...valuesOf(template, settings),
    ...(isStored ? believedValues(template, (name) => fields[name]?.expose()) : placeholders),
  };
};

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

const endpointsOf = (server: OAuthServer): readonly string[] =>
  [
    server.authorizationEndpoint,
    server.tokenEndpoint,
    server.revocationEndpoint,
    server.deviceAuthorizationEndpoint,
    server.userinfoEndpoint,
    server.registrationEndpoint,
    server.pushedAuthorizationRequestEndpoint,
    server.jwksUri,
  ].filter((endpoint) => endpoint !== null);

const refuseOthers = (server: OAuthServer, contacts: readonly string[]): void => {
  for (const endpoint of endpointsOf(server)) refuseOther(hostOf(endpoint), contacts);
};

const refuseOther = (host: string, contacts: readonly string[]): void => {
  if (!isNamedHost(host, contacts)) throw new AppError('server.wrong-host', { params: { host } });
};

/**
 * Holds an adapter to the hosts that it may contact: those that its template names and those that
 * the person typed or asked to be discovered. Throws `server.wrong-host` before anything is sent to
 * another.
 */
export const guardedFor = (
  context: ProviderContext,
  template: OAuthTemplate,
  settings: TemplateSettings,
  { server, contacts }: { readonly server: OAuthServer; readonly contacts: readonly string[] },
): ProviderContext => {
  const typed = [
    settings.issuer,
    settings.baseUrl,
    settings.authorizationUrl,
    settings.tokenUrl,
    settings.revocationUrl,
    settings.deviceUrl,
    settings.userinfoUrl,
    ...(template.server.kind === 'asked-issuer' ? endpointsOf(server) : []),
  ];
  return guarded(context, [...contacts, ...typed.map(hostOf).filter((host) => host !== '')]);
};

const guarded = (context: ProviderContext, contacts: readonly string[]): ProviderContext => ({
  ...context,
  http: async (request) => {
    refuseOther(request.url.host, contacts);
    return context.http(request);
  },
});
