import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createLedger, type Ledger } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { navigate } from '../../support/oauth/plain-browser.ts';
import { startTinyIssuer, type TinyIssuer, tinyClient } from '../../support/oauth/tiny-issuer.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const roleArn = 'arn:aws:iam::123456789012:role/people';
const providerId = providerIdSchema.parse('sts-web-identity');

let clock: FakeClock;
let ledger: Ledger;
let s3: S3Service;
let sts: StsService;
let issuer: TinyIssuer;
let app: ServiceWorld;
let requests: RequestLogEntry[];

beforeEach(async () => {
  requests = [];
  const log = (entry: RequestLogEntry) => void requests.push(entry);
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  ledger = createLedger('1@satellite.test:7777', clock.nowEpochMs);
  [s3, sts, issuer] = await Promise.all([
    startS3Service({ ledger, log, region: 'eu-central-1' }),
    startStsService({ ledger, log }),
    startTinyIssuer(clock),
  ]);
  sts.trustIssuer({ issuer: issuer.issuer, audience: tinyClient.id, jwks: issuer.jwks });
  sts.addRole({ arn: roleArn, issuer: issuer.issuer });
  app = await startServices({ clock });
  app.onVisit((address) => {
    void navigate(address).then(({ location }) => navigate(location ?? ''));
  });
});
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), sts.close(), issuer.close()]);
});

const connections = () => app.services().handlers.connections;

const begin = async (over: FormInput = {}): Promise<OperationId> =>
  (
    await connections().connect({
      providerId,
      label: 'People',
      input: {
        service: 'custom',
        region: 'eu-central-1',
        endpoint: s3.endpoint,
        stsEndpoint: sts.endpoint,
        issuer: issuer.issuer,
        clientId: tinyClient.id,
        clientSecret: tinyClient.secret,
        clientSecretMethod: 'client_secret_basic',
        redirectUri: 'http://127.0.0.1/callback',
        scopes: 'openid email offline_access',
        roleArn,
        sessionName: 'stowkey',
        durationMinutes: 60,
        ...over,
      },
      draft: null,
    })
  ).operationId;

const connect = async (over: FormInput = {}): Promise<ConnectionId> => {
  const { connectionId } = await app.done(await begin(over));
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

const refresh = async (connectionId: ConnectionId) =>
  app.ended((await connections().refresh({ connectionId })).operationId);

const keyId = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'access-key-id' }))
    .value;

describe('S3 keys from a sign-in', () => {
  it('are connected, verified, renewed without a browser, copied and disconnected', async () => {
    const id = await connect();
    const end = Math.floor(clock.nowEpochMs() / 1000) + 3_600;
    expect(app.connection(id)?.facts).toMatchObject({
      account: 'alice@example.test (people)',
      expiresAtEpochSeconds: end,
      renewsItself: true,
      s3: { endpoint: s3.endpoint, accessKeyHint: 'ASIA' },
    });
    await app.done((await connections().verify({ connectionId: id })).operationId);
    const before = await keyId(id);

    // The ID token of the sign-in has run out by now; the keys have not.
    clock.advance(900_000);
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    expect(await keyId(id)).not.toBe(before);
    expect(app.connection(id)?.facts.expiresAtEpochSeconds).toBe(end + 900);
    expect(app.opened).toHaveLength(1);

    await app.services().handlers.credentials.copy({ connectionId: id, format: 'env-sh' });
    expect(app.clipboard.text).toContain('AWS_SESSION_TOKEN=');
    expect(app.clipboard.text).not.toContain(tinyClient.secret);

    const over = await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(over.notice).toBeNull();
    expect(issuer.liveRefreshTokens()).toBe(0);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('renew themselves before they run out', async () => {
    await connect();
    clock.advance(3_300_000);
    const end = Math.floor(clock.nowEpochMs() / 1000) + 3_600;
    await app.until(({ connections: [connection] }) =>
      connection?.facts.expiresAtEpochSeconds === end ? true : undefined,
    );
    expect(app.opened).toHaveLength(1);
  });

  it('are given by servers that know no roles', async () => {
    sts.addRole({ arn: '', issuer: issuer.issuer });
    const id = await connect({ roleArn: '' });
    expect(app.connection(id)?.facts.account).toBe('alice@example.test');
  });

  it('keep the rotated refresh token when STS has trouble', async () => {
    const id = await connect();
    const before = await keyId(id);
    sts.faults.failNextWith(503);
    expect(await refresh(id)).toMatchObject({
      status: 'failed',
      error: { code: 'server.trouble' },
    });
    expect(await keyId(id)).toBe(before);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
    // The provider ends a spent refresh token, so this proves that the new one was kept.
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    expect(app.opened).toHaveLength(1);
  });

  it('are renewed and ended at the addresses that were found once', async () => {
    const id = await connect();
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    const found = issuer.paths.filter((path) => path.startsWith('/.well-known/'));
    expect(found).toEqual(['/.well-known/openid-configuration']);
    expect(issuer.liveRefreshTokens()).toBe(0);
  });

  it('N5 keep the sign-in and the rotated token when the keys of the issuer cannot be had', async () => {
    const id = await connect();
    // The ID token of the sign-in is of no more use, and the new one cannot be checked.
    clock.advance(301_000);
    issuer.set({ publishesKeys: false });
    expect(await refresh(id)).toMatchObject({
      status: 'failed',
      error: { code: 'server.trouble' },
    });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
    issuer.set({ publishesKeys: true });
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    expect(app.opened).toHaveLength(1);
  });

  it('keep the form of HTTP Basic that the provider took', async () => {
    issuer.set({ decodesBasic: false });
    const id = await connect();
    const before = issuer.paths.length;
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    const posted = issuer.paths.slice(before).filter((path) => /token|revoke/.test(path));
    expect(posted).toEqual(['/token', '/revoke']);
  });

  it('ask for a sign-in when the provider refuses, and never open a browser by themselves', async () => {
    const id = await connect();
    issuer.revokeAll();
    expect(await refresh(id)).toMatchObject({
      status: 'failed',
      error: { code: 'oauth.sign-in-again' },
    });
    expect(app.connection(id)).toMatchObject({
      needsSignIn: true,
      problem: { code: 'oauth.sign-in-again' },
    });
    expect(app.opened).toHaveLength(1);
    await app.done((await connections().reconnect({ connectionId: id })).operationId);
    expect(app.opened).toHaveLength(2);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });

  it('are renewed by the ID token at hand while it lasts, where there is no refresh token', async () => {
    issuer.set({ givesRefreshTokens: false });
    const id = await connect();
    expect(app.connection(id)?.facts.renewsItself).toBe(false);
    expect(await refresh(id)).toMatchObject({ status: 'done' });
    clock.advance(301_000);
    expect(await refresh(id)).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(app.opened).toHaveLength(1);
  });

  it('ask for a sign-in when the provider renews tokens but gives no ID token', async () => {
    issuer.set({ renewsIdTokens: false });
    const id = await connect();
    clock.advance(301_000);
    expect(await refresh(id)).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(app.connection(id)).toMatchObject({ needsSignIn: true });
  });

  it.each([
    [
      'an ID token that STS finds too old',
      'sts.token-expired',
      () => sts.setClockOffsetMs(600_000),
    ],
    [
      'an ID token for somebody else',
      'sts.denied',
      () =>
        sts.trustIssuer({ issuer: issuer.issuer, audience: 'another client', jwks: issuer.jwks }),
    ],
    [
      'a role that does not trust the provider',
      'sts.denied',
      () => sts.addRole({ arn: roleArn, users: [] }),
    ],
    ['an answer that is no STS', 'server.wrong-host', () => sts.faults.answerHtmlNext()],
  ])('are not made with %s', async (_name, code, spoil) => {
    spoil();
    expect(await app.ended(await begin())).toMatchObject({ status: 'failed', error: { code } });
    expect(app.snapshot().connections).toEqual([]);
  });

  it('are asked for without a signature, and with the token in the body alone', async () => {
    await connect();
    expect(requests).toMatchObject([{ server: 'sts', method: 'POST', path: '/', status: 200 }]);
  });
});
