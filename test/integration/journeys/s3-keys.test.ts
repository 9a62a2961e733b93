import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createLedger, type Ledger, type PlainKeys } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import type { createClock } from '../../support/fakes/clock.ts';
import { selfSignedFor } from '../../support/network/certificates.ts';
import { until } from '../../support/processes/processes.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

let ledger: Ledger;
let s3: S3Service;
let sts: StsService;
let app: ServiceWorld;
let requests: RequestLogEntry[];

const start = async (clock?: ReturnType<typeof createClock>): Promise<void> => {
  requests = [];
  const log = (entry: RequestLogEntry) => void requests.push(entry);
  ledger = createLedger('1@satellite.test:7777', clock?.nowEpochMs ?? Date.now);
  s3 = await startS3Service({ ledger, log, region: 'eu-central-1' });
  sts = await startStsService({ ledger, log, region: 'eu-central-1' });
  s3.seedBuckets({ photos: { 'one.txt': 'first' }, 'with.dots': {} });
  app = await startServices(clock === undefined ? {} : { clock });
};

beforeEach(() => start());
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), sts.close()]);
});

const addKeys = (over: Partial<PlainKeys> = {}): void =>
  ledger.addKeys({ accessKeyId, secretAccessKey, ...over });

const minio = (over: FormInput = {}): FormInput => ({
  endpoint: s3.endpoint,
  region: 'eu-central-1',
  addressing: 'path',
  accessKeyId,
  secretAccessKey,
  ...over,
});

const connections = () => app.services().handlers.connections;

const begin = async (
  input: FormInput,
  provider = 's3-minio',
  draft: string | null = null,
): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse(provider),
      label: 'Lab',
      input,
      draft,
    })
  ).operationId;

const connect = async (input: FormInput = minio(), provider?: string): Promise<ConnectionId> => {
  const ended = await app.done(await begin(input, provider));
  if (ended.connectionId === null) throw new Error('no connection');
  return ended.connectionId;
};

const failure = async (input: FormInput, provider?: string) => {
  const ended = await app.ended(await begin(input, provider));
  expect(ended.status).toBe('failed');
  expect(app.snapshot().connections).toEqual([]);
  return ended.error;
};

const copied = async (connectionId: ConnectionId): Promise<string> => {
  await app.services().handlers.credentials.copy({ connectionId, format: 'env-sh' });
  return app.clipboard.text;
};

describe('S3 keys', () => {
  it('are connected once proven, verified, copied, kept over a restart and disconnected', async () => {
    addKeys();
    const id = await connect();
    const before = Math.floor(Date.now() / 1000) - 60;
    expect(app.connection(id)?.verifiedAtEpochSeconds).toBeGreaterThan(before);
    expect(app.connection(id)).toMatchObject({
      state: 'active',
      capabilities: { refresh: false, verify: true, reconnect: true },
      facts: {
        account: null,
        expiresAtEpochSeconds: null,
        s3: {
          endpoint: s3.endpoint,
          region: 'eu-central-1',
          addressing: 'path',
          accessKeyHint: 'AKIA',
        },
      },
    });
    await app.restart();
    await app.done((await connections().verify({ connectionId: id })).operationId);
    expect(app.connection(id)?.verifiedAtEpochSeconds).not.toBeNull();
    const env = await copied(id);
    expect(env).toContain(`export AWS_ACCESS_KEY_ID='${accessKeyId}'\n`);
    expect(env).toContain('unset AWS_SESSION_TOKEN');
    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('are kept unchecked where nothing can check them, if the person says so, until something does', async () => {
    addKeys();
    s3.faults.resetNext();
    const refused = await begin(minio());
    await app.prompt(refused, 'keep-unchecked');
    await app.answer(refused, { kind: 'refuse' });
    expect((await app.ended(refused)).error?.code).toBe('server.unreachable');
    expect(app.snapshot().connections).toEqual([]);

    s3.faults.resetNext();
    const kept = await begin(minio());
    const { error } = await app.prompt(kept, 'keep-unchecked');
    expect(error.code).toBe('server.unreachable');
    await app.answer(kept, { kind: 'accept' });
    const { connectionId: id } = await app.done(kept);
    if (id === null) throw new Error('no connection');
    expect(app.connection(id)).toMatchObject({
      verifiedAtEpochSeconds: null,
      problem: { code: 'connection.unchecked' },
    });
    expect(await copied(id)).toContain(accessKeyId);
    await app.done((await connections().verify({ connectionId: id })).operationId);
    expect(app.connection(id)?.problem).toBeNull();
  });

  it('are kept unchecked behind a certificate that nothing vouches for, and a page in the way of a known host', async () => {
    const secure = createTlsServer(await selfSignedFor('127.0.0.1'), (socket) => void socket.end());
    secure.on('tlsClientError', (_error, socket) => void socket.destroy());
    await new Promise<void>((resolve) => {
      secure.listen(0, '127.0.0.1', resolve);
    });
    const { port } = secure.address() as AddressInfo;
    const begun = await begin(minio({ endpoint: `https://127.0.0.1:${port}` }));
    const { error } = await app.prompt(begun, 'keep-unchecked');
    expect(error).toMatchObject({ code: 'server.unreachable', params: { reason: 'tls' } });
    await app.answer(begun, { kind: 'accept' });
    expect((await app.done(begun)).connectionId).not.toBeNull();
    secure.close();

    sts.faults.answerHtmlNext();
    const keys = { region: 'eu-central-1', accessKeyId, secretAccessKey };
    const blocked = await begin({ ...keys, stsEndpoint: sts.endpoint }, 's3-aws');
    expect((await app.prompt(blocked, 'keep-unchecked')).error.code).toBe('server.wrong-host');
    await app.answer(blocked, { kind: 'refuse' });
    await app.ended(blocked);
  });

  it('are proven without anything being written', async () => {
    addKeys();
    await connect(minio({ bucket: 'photos' }));
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  describe('that are tried for writing', () => {
    const objects = () => [...(s3.buckets.get('photos')?.objects.keys() ?? [])];
    const tryWriting = async (writeTo = 'photos') => {
      const connectionId = await connect();
      requests.length = 0;
      await app.done((await connections().verify({ connectionId, writeTo })).operationId);
      return app.connection(connectionId)?.s3Check?.writing;
    };

    it('leave nothing behind, and the checksums that SDKs add are named when they are refused', async () => {
      addKeys();
      expect(await tryWriting()).toEqual({
        bucket: 'photos',
        outcome: 'written',
        checksums: 'refused',
        leftBehind: null,
      });
      expect(objects()).toEqual(['one.txt']);
      expect(requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'DELETE', 'PUT']);
    });

    it('are told that SDKs upload as well, where the service reads their checksums', async () => {
      addKeys();
      s3.readTrailers();
      expect(await tryWriting()).toMatchObject({ outcome: 'written', checksums: 'taken' });
      expect(objects()).toEqual(['one.txt']);
    });

    it('may be refused it, which says nothing against the keys', async () => {
      addKeys({ allows: { write: false } });
      expect(await tryWriting()).toMatchObject({ outcome: 'refused', checksums: null });
      expect(app.snapshot().connections[0]?.problem).toBeNull();
    });

    it('name what they could not delete, and put no second one there', async () => {
      addKeys({ allows: { delete: false } });
      const writing = await tryWriting();
      expect(writing).toMatchObject({ outcome: 'written', checksums: null });
      expect(objects()).toEqual(['one.txt', writing?.leftBehind]);
    });

    it('are told from a bucket that is not there', async () => {
      addKeys();
      expect(await tryWriting('nowhere')).toMatchObject({ outcome: 'no-such-bucket' });
    });
  });

  it('take the region that the service asks for, and keep it', async () => {
    addKeys();
    const id = await connect(minio({ region: 'us-east-1' }));
    expect(app.connection(id)).toMatchObject({
      facts: { s3: { region: 'eu-central-1' } },
      s3Check: { regionAdopted: 'eu-central-1', proof: 'listed', bucketCount: 2 },
    });
    await app.done((await connections().verify({ connectionId: id })).operationId);
    expect(app.connection(id)?.s3Check).toMatchObject({ regionAdopted: null, writing: null });
  });

  it('that were made moments ago are given time before they count as wrong', async () => {
    const operation = await begin(minio());
    await until('the first refusal', () => requests[0]);
    addKeys();
    await app.done(operation);
    expect(requests).toMatchObject([{ refusal: 'InvalidAccessKeyId' }, { status: 200 }]);
  });

  it.each([
    ['blanks in it and around it, typed', ' a b ', ' a b '],
    ['a blank that came along when it was copied', 'plain', ' plain '],
    ['quotes that came along', 'plain', '"plain"'],
    ['quotes of its own', '"own"', '"own"'],
    ['letters beyond ASCII', 'schlüssel', 'schlüssel\n'],
  ])('with %s are connected as the server knows them', async (_name, secret, typed) => {
    addKeys({ secretAccessKey: secret });
    const id = await connect(minio({ secretAccessKey: typed }));
    await app.services().handlers.credentials.copy({
      connectionId: id,
      format: 'secret-access-key',
    });
    expect(app.clipboard.text).toBe(secret);
  });

  it('tell to whom they were given and as what, and not what they are', async () => {
    addKeys();
    const connectionId = await connect();
    const told: unknown[] = [];
    app.services().onConnectionEvent((event) => told.push(event));
    await copied(connectionId);
    const { reveal } = app.services().handlers.credentials;
    const { hidesAtEpochMs } = await reveal({ connectionId, field: 'access-key-id' });
    expect(told).toEqual([
      { kind: 'handed-out', connectionId, to: { kind: 'clipboard' }, as: 'env-sh' },
      { kind: 'revealed', connectionId, field: 'access-key-id', hidesAtEpochMs },
    ]);
  });

  it('leave lines of what became of them, which outlive them and are exported whole', async () => {
    addKeys();
    const id = await connect();
    await copied(id);
    await app.restart();
    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    const { activity } = app.services().handlers;
    const query = { before: null, limit: 10, kinds: null, connectionId: id, text: '' };
    const { lines, isBroken } = await activity.list(query);
    const account = { id, label: 'Lab' };
    expect(lines.map(({ entry }) => entry)).toEqual([
      { kind: 'disconnected', account },
      { kind: 'copied', as: 'env-sh', account },
      { kind: 'connected', account },
    ]);
    expect(isBroken).toBe(false);
    expect(await activity.export()).toEqual({ fileName: 'stowkey-activity.jsonl' });
    const saved = app.saved.get('stowkey-activity.jsonl') ?? '';
    expect(saved).toBe(await readFile(join(app.folder, 'activity/000000000001.jsonl'), 'utf8'));
    expect(saved.split('\n')).toHaveLength(4);
    expect(saved).not.toContain(secretAccessKey);
  });

  it('of AWS are proven by STS, which names the account', async () => {
    sts.addUser({ name: 'alice', accessKeyId, secretAccessKey, allows: { read: false } });
    const id = await connect(
      {
        region: 'eu-central-1',
        endpoint: s3.endpoint,
        stsEndpoint: sts.endpoint,
        accessKeyId: ` ${accessKeyId}\n`,
        secretAccessKey: `"${secretAccessKey}"\r\n`,
      },
      's3-aws',
    );
    expect(app.connection(id)?.facts.account).toBe('alice (123456789012)');
    expect(requests.map(({ server }) => server)).toEqual(['sts']);
    await app.done((await connections().verify({ connectionId: id })).operationId);
  });

  it('of AWS connected a second time ask whether to replace or keep both', async () => {
    sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
    const form = {
      region: 'eu-central-1',
      stsEndpoint: sts.endpoint,
      accessKeyId,
      secretAccessKey,
    };
    await connect(form, 's3-aws');
    const again = await begin(form, 's3-aws');
    expect(await app.prompt(again, 'same-account')).toMatchObject({
      account: 'alice (123456789012)',
      existingLabel: 'Lab',
    });
    await app.answer(again, { kind: 'replace' });
    await app.done(again);
    expect(app.snapshot().connections).toHaveLength(1);
  });

  it('that may not list buckets are genuine, for a spoiled signature is refused otherwise', async () => {
    addKeys({ allows: { read: false } });
    const id = await connect();
    expect(requests).toMatchObject([{ status: 403 }, { refusal: 'SignatureDoesNotMatch' }]);
    expect(app.connection(id)?.s3Check).toMatchObject({ proof: 'known', bucketCount: null });
  });

  it.each([
    ['good ones', accessKeyId, secretAccessKey],
    ['an unknown key', 'AKIANOBODY', secretAccessKey],
    ['a wrong secret', accessKeyId, 'another'.repeat(5)],
  ])('of a server that refuses all alike need a bucket: %s', async (_name, id, secret) => {
    addKeys({ allows: { read: false } });
    s3.refuseAllAlike();
    const form = { accessKeyId: id, secretAccessKey: secret };
    expect(await failure(minio(form))).toMatchObject({
      code: 's3.unproven',
      fields: { bucket: 'required' },
    });
    if (secret === secretAccessKey && id === accessKeyId) {
      const connected = await connect(minio({ ...form, bucket: 'photos' }));
      expect(app.connection(connected)?.s3Check).toMatchObject({ proof: 'opened' });
    } else {
      expect(await failure(minio({ ...form, bucket: 'photos' }))).toMatchObject({
        code: 's3.access-denied',
      });
    }
  });

  it.each(['verify', 'reconnect'] as const)(
    'of a server that refuses all alike get their bucket by %s, and keep it',
    async (kind) => {
      addKeys();
      const connectionId = await connect();
      addKeys({ allows: { read: false } });
      s3.refuseAllAlike();
      const { operationId } = await connections()[kind]({ connectionId });
      if (kind === 'reconnect') {
        await app.prompt(operationId, 'secret');
        const value = JSON.stringify({ accessKeyId, secretAccessKey });
        await app.answer(operationId, { kind: 'secret', value });
      }
      expect(await app.prompt(operationId, 'secret')).toMatchObject({ secret: 's3-bucket' });
      await app.answer(operationId, { kind: 'secret', value: 'photos' });
      await app.done(operationId);
      const again = await connections().verify({ connectionId });
      await app.done(again.operationId);
      expect(app.connection(connectionId)).toMatchObject({
        problem: null,
        s3Check: { proof: 'opened' },
      });
    },
  );

  it('that may not list buckets are proven by the bucket that was named', async () => {
    addKeys({ allows: { read: false }, bucket: 'photos' });
    await connect(minio({ bucket: 'photos' }));
    expect(requests).toMatchObject([{ path: '/photos', status: 200 }]);
  });

  it.each([
    ['that keys do not reach', 'with.dots'],
    ['that is not there', 'no-such-bucket'],
  ])('are not connected for a bucket %s', async (_name, bucket) => {
    addKeys({ bucket: 'photos' });
    expect(await failure(minio({ bucket }))).toMatchObject({
      code: 's3.access-denied',
      fields: { bucket: 'bad-format' },
    });
  });

  it('N12 an unknown key and a wrong secret are told apart', async () => {
    expect(await failure(minio())).toMatchObject({ code: 's3.invalid-access-key' });
    addKeys({ secretAccessKey: 'another'.repeat(5) });
    expect(await failure(minio())).toMatchObject({ code: 's3.signature-mismatch' });
  });

  it.each([
    ['with a slash in the secret', secretAccessKey],
    ['without', secretAccessKey.replaceAll('/', '+')],
  ])('N12 swapped keys are marked once the server refuses them, %s', async (_name, secret) => {
    addKeys();
    expect(
      await failure(minio({ accessKeyId: secret, secretAccessKey: accessKeyId })),
    ).toMatchObject({
      code: 's3.invalid-access-key',
      params: { reason: 'swapped' },
      fields: { accessKeyId: 'other-key', secretAccessKey: 'other-key' },
    });
  });

  it('at an address with the wrong scheme are told which one it is', async () => {
    const { host } = new URL(s3.endpoint);
    expect(await failure(minio({ endpoint: `https://${host}` }))).toMatchObject({
      code: 'server.unreachable',
      params: { host, reason: 'not-tls' },
    });
    const secure = createTlsServer(await selfSignedFor('127.0.0.1'), (socket) => void socket.end());
    secure.on('tlsClientError', (_error, socket) => void socket.destroy());
    await new Promise<void>((resolve) => {
      secure.listen(0, '127.0.0.1', resolve);
    });
    const tlsHost = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
    expect(await failure(minio({ endpoint: `http://${tlsHost}` }))).toMatchObject({
      code: 'server.unreachable',
      params: { host: tlsHost, reason: 'wants-tls' },
    });
    secure.close();
    // A plain server that cuts the connection is no TLS server.
    s3.faults.resetNext();
    const cut = await begin(minio());
    const { error } = await app.prompt(cut, 'keep-unchecked');
    expect(error.params.reason).toBe('reset');
    await app.answer(cut, { kind: 'refuse' });
    await app.ended(cut);
  });

  it('N12 swapped AWS keys are refused before anything is sent', async () => {
    await expect(
      begin(
        { region: 'eu-central-1', accessKeyId: secretAccessKey, secretAccessKey: accessKeyId },
        's3-aws',
      ),
    ).rejects.toMatchObject({
      code: 'input.invalid',
      fields: { accessKeyId: 'other-key', secretAccessKey: 'other-key' },
    });
    expect(requests).toEqual([]);
  });

  it('a clock that is off is told apart from a wrong key, at S3 and at STS', async () => {
    sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
    s3.setClockOffsetMs(3_600_000);
    sts.setClockOffsetMs(3_600_000);
    expect(await failure(minio())).toMatchObject({ code: 's3.clock-skew' });
    expect(
      await failure(
        { region: 'eu-central-1', stsEndpoint: sts.endpoint, accessKeyId, secretAccessKey },
        's3-aws',
      ),
    ).toMatchObject({ code: 's3.clock-skew', params: { minutes: 60, reason: 'behind' } });
  });

  it('that were revoked keep their place, and new ones take it by pasting', async () => {
    addKeys();
    const id = await connect();
    ledger.s3Keys.delete(accessKeyId);
    const verify = await app.ended((await connections().verify({ connectionId: id })).operationId);
    expect(verify.error).toMatchObject({ code: 's3.invalid-access-key' });
    expect(app.connection(id)).toMatchObject({ problem: { code: 's3.invalid-access-key' } });

    addKeys({ accessKeyId: 'NEWKEY', secretAccessKey: 'new secret'.replace(' ', '-') });
    const again = (await connections().reconnect({ connectionId: id })).operationId;
    expect(await app.prompt(again, 'secret')).toMatchObject({ secret: 's3-keys' });
    await app.answer(again, {
      kind: 'secret',
      value: 'AWS_ACCESS_KEY_ID=NEWKEY\nAWS_SECRET_ACCESS_KEY=new-secret\n',
    });
    await app.done(again);
    expect(app.connection(id)).toMatchObject({
      problem: null,
      facts: { s3: { accessKeyHint: 'NEWK' } },
    });
  });

  it('of a dropped file never travel to the window', async () => {
    addKeys();
    const filled = await app.services().handlers.providers.prefill({
      providerId: providerIdSchema.parse('s3-minio'),
      text: `[lab]\ntype = s3\naccess_key_id = ${accessKeyId}\nsecret_access_key = ${secretAccessKey}\nendpoint = ${s3.endpoint}\nregion = eu-central-1\n`,
    });
    expect(filled.secretFields).toEqual(['secretAccessKey']);
    expect(JSON.stringify(filled)).not.toContain(secretAccessKey);
    const input = { addressing: 'path', ...filled.values };
    const other = await app.services().handlers.providers.prefill({
      providerId: providerIdSchema.parse('s3-minio'),
      text: JSON.stringify({ accessKeyId, secretAccessKey }),
    });
    await app.done(await begin(input, 's3-minio', filled.draft));
    expect(app.snapshot().connections).toHaveLength(1);
    await app.services().onScreenLock();
    await expect(begin(input, 's3-minio', other.draft)).rejects.toThrow('prefill.not-understood');
  });

  it('that are temporary carry their session token and their end everywhere', async () => {
    const expiration = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
    addKeys({ sessionToken: 'the+session/token=', expiresEpochMs: expiration.getTime() });
    expect(await failure(minio())).toMatchObject({ code: 's3.invalid-access-key' });
    const id = await connect(
      minio({ sessionToken: 'the+session/token=', expiresAt: expiration.toISOString() }),
    );
    expect(app.connection(id)?.facts.expiresAtEpochSeconds).toBe(expiration.getTime() / 1000);
    expect(await copied(id)).toContain('AWS_SESSION_TOKEN=');
  });
});
