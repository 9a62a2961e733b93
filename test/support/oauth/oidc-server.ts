import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';

/** What the tests' clients are called; each proves itself in the way of its name. */
const oidcClients = [
  'none',
  'client_secret_post',
  'client_secret_basic',
  'client_secret_jwt',
  'private_key_jwt',
] as const;
type OidcClient = (typeof oidcClients)[number];

/** Has every character that form-encoding changes (RFC 6749 section 2.3.1). */
export const oidcClientSecret = 'a secret: 100%+more/~(!) of it, over 32 bytes long';

export type OidcServer = {
  readonly issuer: string;
  /** What the person answers at the consent page from now on. */
  readonly decide: (decision: 'approve' | 'deny') => void;
  /** Of every request, in order. */
  readonly paths: readonly string[];
  /** Answers the next request for a path itself, in place of the server. */
  readonly answerNext: (path: string, status: number, body: string) => void;
  /** Refresh tokens that a client could still use, in the order they were given out. */
  readonly liveRefreshTokens: () => Promise<readonly string[]>;
  /** Ends every sign-in, as an administrator may. */
  readonly revokeAll: () => Promise<void>;
  /** How many sign-ins were ended by their clients. */
  readonly revocations: () => number;
  /** What clients registered themselves with. */
  readonly registrations: readonly ClientMetadata[];
  readonly close: () => Promise<void>;
};

type Options = {
  /** Of the client `private_key_jwt`. */
  readonly clientKeys?: readonly JWK[];
  readonly requiresPushedRequests?: boolean;
  readonly idTokenAlgorithm?: SigningAlgorithm;
  /** Signs userinfo replies for every client. */
  readonly userinfoAlgorithm?: SigningAlgorithm;
  /** Encrypts them, for this key. */
  readonly userinfoEncryptionKey?: JWK;
  readonly deviceCodeSeconds?: number;
  /** Puts the person's address into the ID token as well; userinfo has it always. */
  readonly emailInIdToken?: boolean;
};

type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

const redirectUris = ['http://127.0.0.1/callback', 'http://localhost/callback'];

const grantTypes = [
  'authorization_code',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
];

const clientOf = (method: OidcClient, options: Options): ClientMetadata => ({
  client_id: method,
  application_type: 'native',
  redirect_uris: redirectUris,
  grant_types: grantTypes,
  response_types: ['code'],
  token_endpoint_auth_method: method,
  id_token_signed_response_alg: options.idTokenAlgorithm ?? 'RS256',
  ...(method.startsWith('client_secret') ? { client_secret: oidcClientSecret } : {}),
  ...(options.userinfoAlgorithm === undefined
    ? {}
    : { userinfo_signed_response_alg: options.userinfoAlgorithm }),
  ...(options.userinfoEncryptionKey === undefined
    ? {}
    : { userinfo_encrypted_response_alg: 'RSA-OAEP-256' }),
  ...keysOf(method, options),
});

const keysOf = (method: OidcClient, options: Options): Partial<ClientMetadata> => {
  const { clientKeys = [], userinfoEncryptionKey: encryptionKey } = options;
  const keys = [
    ...(method === 'private_key_jwt' ? clientKeys : []),
    ...(encryptionKey === undefined ? [] : [encryptionKey]),
  ];
  return keys.length === 0 ? {} : { jwks: { keys } };
};

const configure = async (options: Options): Promise<Configuration> => {
  const algorithms = ['RS256', 'ES256', 'EdDSA'] as const;
  const keys = await Promise.all(
    algorithms.map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: alg };
    }),
  );
  return {
    jwks: { keys },
    clients: oidcClients
      .filter((method) => method !== 'private_key_jwt' || options.clientKeys !== undefined)
      .map((method) => clientOf(method, options)),
    cookies: { keys: ['only for tests'] },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (ctx, form) => {
          ctx.body = form;
        },
        userCodeConfirmSource: (ctx, form) => {
          ctx.body = form;
        },
        successSource: (ctx) => {
          ctx.body = 'the device may go on';
        },
      },
      registration: { enabled: true },
      jwtUserinfo: { enabled: true },
      encryption: { enabled: options.userinfoEncryptionKey !== undefined },
      revocation: { enabled: true },
      pushedAuthorizationRequests: {
        enabled: true,
        requirePushedAuthorizationRequests: options.requiresPushedRequests ?? false,
      },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@example.test`, name: 'A Person' }),
    }),
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    conformIdTokenClaims: options.emailInIdToken !== true,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      DeviceCode: options.deviceCodeSeconds ?? 600,
      Grant: 3600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  };
};

/** Signs the person in and answers for them, where a page would have asked. */
const answerInteraction = async (
  provider: Provider,
  decision: 'approve' | 'deny',
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { params, grantId } = await provider.interactionDetails(request, response);
  if (decision === 'deny') {
    const refusal = { error: 'access_denied', error_description: 'the person said no' };
    await provider.interactionFinished(request, response, refusal);
    return;
  }
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const clientId = String(params.client_id);
  const grant = known ?? new provider.Grant({ accountId: 'person', clientId });
  grant.addOIDCScope(String(params.scope));
  await provider.interactionFinished(request, response, {
    login: { accountId: 'person' },
    consent: { grantId: await grant.save() },
  });
};

/**
 * Starts `oidc-provider`, a certified OpenID provider that nobody here wrote, on loopback.
 *
 * It demands PKCE, rotates refresh tokens, ends the whole grant when a spent one comes back, and
 * announces `iss`. Its pages are answered without asking; `walkThrough` of `cookie-browser.ts` is the
 * browser for it.
 */
export const startOidcServer = async (options: Options = {}): Promise<OidcServer> => {
  let decision: 'approve' | 'deny' = 'approve';
  const paths: string[] = [];
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider = new Provider(issuer, await configure(options));
  const serve = provider.callback();
  const prepared: { path: string; status: number; body: string }[] = [];
  const registrations: ClientMetadata[] = [];
  const refreshTokens: { readonly jti: string; readonly grantId: string }[] = [];
  let revocations = 0;
  provider.on('refresh_token.saved', ({ jti, grantId }) => {
    const isKnown = refreshTokens.some((each) => each.jti === jti);
    if (!isKnown && grantId !== undefined) refreshTokens.push({ jti, grantId });
  });
  provider.on('registration_create.success', (_ctx, client) => {
    registrations.push(client.metadata());
  });
  provider.on('grant.revoked', () => {
    revocations += 1;
  });
  handle = (request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    paths.push(path);
    const index = prepared.findIndex((each) => each.path === path);
    const [answer] = index < 0 ? [] : prepared.splice(index, 1);
    if (answer !== undefined) {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      return;
    }
    if (!path.startsWith('/interaction/')) {
      void serve(request, response);
      return;
    }
    answerInteraction(provider, decision, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };

  return {
    issuer,
    paths,
    registrations,
    answerNext: (path, status, body) => void prepared.push({ path, status, body }),
    liveRefreshTokens: async () => {
      const live: string[] = [];
      for (const { jti } of refreshTokens) {
        const found = await provider.RefreshToken.find(jti);
        if (found !== undefined && found.consumed === undefined) live.push(jti);
      }
      return live;
    },
    revokeAll: async () => {
      for (const { grantId } of refreshTokens) await provider.RefreshToken.revokeByGrantId(grantId);
    },
    revocations: () => revocations,
    decide: (next) => {
      decision = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
