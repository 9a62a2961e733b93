import type { Exchange, Reply } from './loopback-http.ts';
import type { DeviceRequests } from './oauth-device.ts';
import type { OAuthLedger } from './oauth-ledger.ts';
import {
  json,
  type OAuthClient,
  type OAuthProfile,
  type OAuthSettings,
  type TokenErrorWord,
  type TokenRefusal,
} from './oauth-profile.ts';
import { authenticateClient, readForm } from './oauth-token.ts';

type Dependencies = {
  readonly profile: OAuthProfile;
  readonly settings: OAuthSettings;
  readonly ledger: OAuthLedger;
  readonly clients: ReadonlyMap<string, OAuthClient>;
  readonly devices: DeviceRequests;
  readonly renderRefusal: (refusal: TokenRefusal) => Reply;
  readonly origin: () => string;
};

/** Runs what lies beside the token endpoint: metadata, revocation (RFC 7009), device codes. */
export const createOtherEndpoints = (dependencies: Dependencies) => {
  const { profile, settings, ledger, clients, devices, renderRefusal, origin } = dependencies;
  const { paths } = profile;

  const metadata = (): Reply => {
    const at = (path: string | null) => (path === null ? undefined : `${origin()}${path}`);
    return json(200, {
      issuer: settings.issuer,
      authorization_endpoint: at(paths.authorization),
      token_endpoint: at(paths.token),
      revocation_endpoint: at(paths.revocation),
      device_authorization_endpoint: at(paths.device),
      userinfo_endpoint: at(paths.identity),
      jwks_uri: at(paths.keys),
      response_types_supported: ['code'],
      response_modes_supported: profile.redirect.responseModes,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: profile.pkce === 'ignored' ? undefined : ['S256'],
      token_endpoint_auth_methods_supported: profile.client.authentication.map(
        (each) => `client_secret_${each === 'body' ? 'post' : 'basic'}`,
      ),
      authorization_response_iss_parameter_supported: profile.issuer !== null,
    });
  };

  const revoke = (exchange: Exchange): Reply => {
    if (exchange.method !== 'POST') return { status: 405, refusal: 'method' };
    const form = readForm(exchange);
    if ('refused' in form) return renderRefusal(form.refused);
    if (profile.revocation.needsClient) {
      const client = authenticateClient({ profile, clients }, exchange, form.ok);
      if ('refused' in client) return renderRefusal(client.refused);
    }
    const grant = ledger.grantOf(form.ok.get('token') ?? '');
    if (grant?.isLive !== true && profile.revocation.unknownToken === 'error') {
      const detail = 'Token expired or revoked';
      return renderRefusal({ word: 'invalid_token', reason: 'token', detail });
    }
    if (grant !== undefined) grant.isLive = false;
    return json(200, {});
  };

  const realOrigin = (): string => {
    const [host] = profile.realHosts;
    return host === undefined ? origin() : `https://${host}`;
  };

  const askDevice = (exchange: Exchange): Reply => {
    const refuse = (word: TokenErrorWord, reason: TokenRefusal['reason'], detail: string) =>
      renderRefusal({ word, reason, detail });
    const form = readForm(exchange);
    if ('refused' in form) return renderRefusal(form.refused);
    const client = clients.get(form.ok.get('client_id') ?? '');
    if (client === undefined) return refuse('invalid_client', 'client', 'No such client.');
    if (!client.forDevices) return refuse('invalid_client', 'client', 'Invalid client type.');
    const scopes = (form.ok.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const { known, forDevices } = profile.scopes;
    const isGood = (scope: string): boolean =>
      known?.includes(scope) !== false && forDevices?.(scope) !== false;
    if (scopes.length === 0 || !scopes.every(isGood)) {
      return refuse('invalid_scope', 'scope', 'Invalid device flow scope.');
    }
    return json(
      200,
      profile.deviceReply?.({
        ...devices.issue(client, scopes),
        // As the real one says it: a server elsewhere may not name this computer.
        verificationUri: `${realOrigin()}${paths.deviceVerification}`,
        lifetimeSeconds: settings.deviceCodeLifetimeSeconds,
        intervalSeconds: settings.deviceIntervalSeconds,
      }),
    );
  };

  return { metadata, revoke, askDevice };
};
