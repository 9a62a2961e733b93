import type { JSONWebKeySet } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/platform/clock.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import { createLedger, type Ledger } from '../../stand-ins/ledger.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import { createCookieBrowser } from '../../support/oauth/cookie-browser.ts';
import {
  type OidcServer,
  oidcClientSecret,
  startOidcServer,
} from '../../support/oauth/oidc-server.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const roleArn = 'arn:aws:iam::123456789012:role/people';
const clientId = 'client_secret_basic';

let ledger: Ledger;
let s3: S3Service;
let sts: StsService;
let oidc: OidcServer;
let app: ServiceWorld;

const start = async (options: Parameters<typeof startOidcServer>[0] = {}): Promise<void> => {
  oidc = await startOidcServer({ emailInIdToken: true, ...options });
  sts.trustIssuer({ issuer: oidc.issuer, audience: clientId, jwks: await published(oidc) });
  sts.addRole({ arn: roleArn, issuer: oidc.issuer });
};

/** The keys that STS checks ID tokens by, as AWS gets them: from the issuer itself. */
const published = async ({ issuer }: OidcServer): Promise<JSONWebKeySet> => {
  const http = createHttpClient({ clock: systemClock });
  const { body } = await http({ method: 'GET', url: new URL('/jwks', issuer) });
  return JSON.parse(body);
};

beforeEach(async () => {
  ledger = createLedger('1@satellite.test:7777', Date.now);
  [s3, sts] = await Promise.all([
    startS3Service({ ledger, log: () => {}, region: 'eu-central-1' }),
    startStsService({ ledger, log: () => {} }),
  ]);
  app = await startServices();
  app.onVisit((address) => void createCookieBrowser().walkThrough(address));
});
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), sts.close(), oidc.close()]);
});

const connections = () => app.services().handlers.connections;

const begin = async (): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse('sts-web-identity'),
      label: 'People',
      input: {
        service: 'custom',
        region: 'eu-central-1',
        endpoint: s3.endpoint,
        stsEndpoint: sts.endpoint,
        issuer: oidc.issuer,
        clientId,
        clientSecret: oidcClientSecret,
        clientSecretMethod: 'client_secret_basic',
        redirectUri: 'http://127.0.0.1/callback',
        scopes: 'openid email offline_access',
        roleArn,
        sessionName: 'stowkey',
        durationMinutes: 60,
      },
      draft: null,
    })
  ).operationId;

const connect = async (): Promise<ConnectionId> => {
  const { connectionId } = await app.done(await begin());
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

const run = async (act: 'refresh' | 'verify' | 'disconnect' | 'reconnect', id: ConnectionId) =>
  app.ended((await connections()[act]({ connectionId: id })).operationId);

const keyId = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'access-key-id' }))
    .value;

describe('S3 keys from a sign-in at oidc-provider', () => {
  it.each(['RS256', 'ES256'] as const)(
    'are connected, shown, renewed with rotation and disconnected, by ID tokens of %s',
    async (idTokenAlgorithm) => {
      await start({ idTokenAlgorithm });
      const id = await connect();
      expect(app.connection(id)).toMatchObject({
        state: 'active',
        facts: {
          account: 'person@example.test (people)',
          renewsItself: true,
          s3: { endpoint: s3.endpoint, accessKeyHint: 'ASIA' },
        },
      });
      const before = await keyId(id);
      const refresh = [...(await oidc.liveRefreshTokens())];
      await app.restart();
      for (const _ of [1, 2]) {
        expect(await run('refresh', id)).toMatchObject({ status: 'done' });
        const good = await oidc.liveRefreshTokens();
        expect(good).toHaveLength(1);
        refresh.push(...good);
      }
      expect(new Set(refresh).size).toBe(3);
      expect(await keyId(id)).not.toBe(before);
      expect(await run('verify', id)).toMatchObject({ status: 'done' });
      expect(app.opened).toHaveLength(1);
      expect(oidc.paths.filter((path) => path.startsWith('/.well-known/'))).toHaveLength(1);

      expect(await run('disconnect', id)).toMatchObject({ status: 'done', notice: null });
      expect(oidc.revocations()).toBe(1);
      expect(await oidc.liveRefreshTokens()).toEqual([]);
      expect([...app.keytar.items.keys()].filter((item) => item.startsWith(id))).toEqual([]);
    },
  );

  it('are not given for ID tokens whose keys STS does not know', async () => {
    await start();
    const other = await startOidcServer();
    try {
      const jwks = await published(other);
      sts.trustIssuer({ issuer: oidc.issuer, audience: clientId, jwks });
      expect(await app.ended(await begin())).toMatchObject({ error: { code: 'sts.denied' } });
      expect(app.snapshot().connections).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('N5 ask for a sign-in when the issuer ends it, and for no trouble of either server', async () => {
    await start();
    const id = await connect();
    for (const [spoil, code] of [
      [() => oidc.answerNext('/token', 503, ''), 'server.trouble'],
      [() => oidc.answerNext('/token', 401, '{"error":"invalid_client"}'), 'oauth.invalid-client'],
      [() => sts.faults.failNextWith(503), 'server.trouble'],
      [() => sts.setClockOffsetMs(3_600_000), 'sts.token-expired'],
    ] as const) {
      spoil();
      expect(await run('refresh', id)).toMatchObject({ status: 'failed', error: { code } });
      expect(app.connection(id)).toMatchObject({ needsSignIn: false });
    }
    sts.setClockOffsetMs(0);
    expect(await run('refresh', id)).toMatchObject({ status: 'done' });
    await oidc.revokeAll();
    expect(await run('refresh', id)).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(app.connection(id)).toMatchObject({ needsSignIn: true });
    expect(await run('reconnect', id)).toMatchObject({ status: 'done' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });
});
