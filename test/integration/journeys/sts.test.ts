import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewsQuietly } from '../../../shared/connection-rules.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createLedger, type Ledger } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { until } from '../../support/processes/processes.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const run = promisify(execFile);
const aws = '/usr/bin/aws';

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const roleArn = 'arn:aws:iam::123456789012:role/team/backup';
const serial = 'arn:aws:iam::123456789012:mfa/alice';

let clock: FakeClock;
let ledger: Ledger;
let s3: S3Service;
let sts: StsService;
let app: ServiceWorld;
let requests: RequestLogEntry[];

beforeEach(async () => {
  requests = [];
  const log = (entry: RequestLogEntry) => void requests.push(entry);
  // The wall clock of the test, so that the aws command line agrees with it.
  clock = createClock({ startEpochMs: Date.now() });
  ledger = createLedger('1@satellite.test:7777', clock.nowEpochMs);
  s3 = await startS3Service({ ledger, log, region: 'eu-central-1' });
  sts = await startStsService({ ledger, log, region: 'eu-central-1' });
  s3.seedBuckets({ photos: { 'one.txt': 'first' } });
  sts.addUser({
    name: 'alice',
    accessKeyId,
    secretAccessKey,
    mfa: { serial, codes: ['111111', '222222', '333333'] },
  });
  app = await startServices({ clock });
});
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), sts.close()]);
});

const form = (over: FormInput = {}): FormInput => ({
  service: 'custom',
  region: 'eu-central-1',
  endpoint: s3.endpoint,
  stsEndpoint: sts.endpoint,
  accessKeyId,
  secretAccessKey,
  roleArn,
  sessionName: 'stowkey',
  durationMinutes: 30,
  ...over,
});

const connections = () => app.services().handlers.connections;

const begin = async (provider: string, input: FormInput): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse(provider),
      label: 'Backup',
      input,
      draft: null,
    })
  ).operationId;

const answer = async (operationId: OperationId, value: string): Promise<void> => {
  await app.prompt(operationId, 'secret');
  await app.answer(operationId, { kind: 'secret', value });
};

const connectionOf = async (operationId: OperationId): Promise<ConnectionId> => {
  const { connectionId } = await app.done(operationId);
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

const failure = async (operationId: OperationId) => {
  const ended = await app.ended(operationId);
  expect(ended.status).toBe('failed');
  return ended.error;
};

const verify = async (connectionId: ConnectionId) =>
  app.ended((await connections().verify({ connectionId })).operationId);

const reveal = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'access-key-id' }))
    .value;

const nowSeconds = (): number => Math.floor(clock.nowEpochMs() / 1000);

describe('keys of a role', () => {
  beforeEach(() => sts.addRole({ arn: roleArn, users: ['alice'] }));

  it('are connected, verified, renewed, copied and disconnected', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    expect(app.connection(id)).toMatchObject({
      facts: {
        account: 'backup/stowkey (123456789012)',
        expiresAtEpochSeconds: nowSeconds() + 1_800,
        renewsItself: true,
        s3: { endpoint: s3.endpoint, accessKeyHint: 'ASIA' },
      },
      capabilities: { refresh: true, verify: true, reconnect: true },
    });
    expect(await verify(id)).toMatchObject({ status: 'done' });
    const before = await reveal(id);
    await app.done((await connections().refresh({ connectionId: id })).operationId);
    expect(await reveal(id)).not.toBe(before);
    expect(await verify(id)).toMatchObject({ status: 'done' });

    await app.services().handlers.credentials.copy({ connectionId: id, format: 'env-sh' });
    expect(app.clipboard.text).toMatch(/AWS_ACCESS_KEY_ID='ASIA/);
    expect(app.clipboard.text).toContain('AWS_SESSION_TOKEN=');
    expect(app.clipboard.text).not.toContain(accessKeyId);

    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('renew themselves before they run out', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    const end = app.connection(id)?.facts.expiresAtEpochSeconds ?? 0;
    clock.advance(1_500_000);
    await app.until(({ connections: [connection] }) =>
      connection?.facts.expiresAtEpochSeconds === end + 1_500 ? true : undefined,
    );
    expect(app.opened).toEqual([]);
  });

  it('carry their token in every form that can be copied', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    const token = ledger.s3Keys.get(await reveal(id))?.sessionToken ?? 'none';
    for (const format of ['env-sh', 'aws-profile', 'json'] as const) {
      await app.services().handlers.credentials.copy({ connectionId: id, format });
      expect(app.clipboard.text).toContain(token);
    }
  });

  it('are shown masked, and where a tool takes no temporary keys it is said', async () => {
    const connectionId = await connectionOf(await begin('sts-assume-role', form()));
    const keys = ledger.s3Keys.get(await reveal(connectionId));
    const { preview } = app.services().handlers.credentials;
    const { text } = await preview({ connectionId, format: 'env-sh' });
    expect(text).toContain(`AWS_ACCESS_KEY_ID='ASIA${'•'.repeat(16)}'`);
    expect(text).toContain(`AWS_SESSION_TOKEN='${'•'.repeat(16)}'`);
    expect(text).not.toContain(keys?.sessionToken ?? 'none');
    await expect(preview({ connectionId, format: 's3fs' })).rejects.toMatchObject({
      code: 'format.unfit',
    });
  });

  it('are never made with the secret in a URL', async () => {
    await app.done(await begin('sts-assume-role', form()));
    expect(requests).toMatchObject([{ server: 'sts', method: 'POST', path: '/' }]);
  });

  it('of AWS are verified by STS itself', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form({ service: 'aws' })));
    expect(app.connection(id)?.facts.s3).toMatchObject({
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      addressing: 'virtual',
    });
    expect(await verify(id)).toMatchObject({ status: 'done' });
    expect(requests.map(({ server }) => server)).toEqual(['sts', 'sts']);
  });

  it('are denied without the external ID, and for a role of others', async () => {
    sts.addRole({ arn: roleArn, users: ['alice'], externalId: 'customer-7' });
    expect(await failure(await begin('sts-assume-role', form()))).toMatchObject({
      code: 'sts.denied',
    });
    await app.done(await begin('sts-assume-role', form({ externalId: 'customer-7' })));
    sts.addRole({ arn: roleArn, users: ['bob'] });
    expect(await failure(await begin('sts-assume-role', form()))).toMatchObject({
      code: 'sts.denied',
    });
  });

  it('tell a duration that the role does not allow from a refusal', async () => {
    expect(
      await failure(await begin('sts-assume-role', form({ durationMinutes: 120 }))),
    ).toMatchObject({ code: 'server.rejected', fields: { durationMinutes: 'out-of-range' } });
  });

  it('keep the old keys while STS has trouble, and say so', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    const before = await reveal(id);
    sts.faults.failNextWith(503);
    expect(
      await failure((await connections().refresh({ connectionId: id })).operationId),
    ).toMatchObject({ code: 'server.trouble', retryable: true });
    expect(await reveal(id)).toBe(before);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
  });

  it('end with the keys behind them, until others are pasted', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    const before = await reveal(id);
    sts.removeUser(accessKeyId);
    const lost = { code: 'oauth.sign-in-again', params: { reason: 'keys-refused' } };
    expect(
      await failure((await connections().refresh({ connectionId: id })).operationId),
    ).toMatchObject(lost);
    expect(app.connection(id)).toMatchObject({ needsSignIn: true, problem: lost });
    // The temporary keys are good until they end; that says nothing of those behind them.
    expect(await verify(id)).toMatchObject({ status: 'done' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: true, problem: lost });
    expect(await reveal(id)).toBe(before);
    const other = { accessKeyId: 'AKIA7777777777777777', secretAccessKey: 's'.repeat(40) };
    sts.addUser({ name: 'alice', ...other });
    const again = (await connections().reconnect({ connectionId: id })).operationId;
    await answer(again, JSON.stringify(other));
    await app.done(again);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
    expect(await verify(id)).toMatchObject({ status: 'done' });
  });

  it.each([
    ['ExpiredToken', 400, 'ErrorResponse', true],
    ['ExpiredTokenException', 400, 'ErrorResponse', true],
    ['InvalidClientTokenId', 403, 'ErrorResponse', true],
    ['InvalidClientTokenId', 403, 'ErrorResponse Errors', true],
    ['InvalidAccessKeyId', 403, '', true],
    ['InvalidTokenId', 403, '', true],
    ['SignatureDoesNotMatch', 403, 'ErrorResponse', false],
    ['AccessDenied', 403, 'ErrorResponse', false],
    ['AccessDenied', 403, '', false],
    ['Throttling', 400, 'ErrorResponse', false],
    ['InternalFailure', 500, 'ErrorResponse', false],
  ])('need others after %s (%i, in %s) and nothing less', async (...refusal) => {
    const [code, status, wrappers, needsSignIn] = refusal;
    const id = await connectionOf(await begin('sts-assume-role', form()));
    sts.faults.failNextWith(
      status,
      wrappers
        .split(' ')
        .filter((name) => name !== '')
        .reduceRight(
          (inner, name) => `<${name}>${inner}</${name}>`,
          `<Error><Code>${code}</Code><Message>no</Message></Error>`,
        ),
      { 'content-type': 'text/xml' },
    );
    const error = await failure((await connections().refresh({ connectionId: id })).operationId);
    // Unlike the rest, this word leaves open whether the keys or the role are at fault.
    expect(error?.params.reason === 'keys-or-role').toBe(code === 'AccessDenied');
    const row = app.connection(id);
    expect(row).toMatchObject({ needsSignIn });
    expect(row !== undefined && renewsQuietly(row)).toBe(!needsSignIn);
  });

  it('stay while others that were pasted for them are refused', async () => {
    const id = await connectionOf(await begin('sts-assume-role', form()));
    const again = (await connections().reconnect({ connectionId: id })).operationId;
    await answer(
      again,
      JSON.stringify({ accessKeyId: 'AKIA0000000000000000', secretAccessKey: 's'.repeat(40) }),
    );
    expect(await failure(again)).toMatchObject({ code: 's3.invalid-access-key' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
    await app.done((await connections().refresh({ connectionId: id })).operationId);
  });

  it.each([
    ['a secret that does not fit', { secretAccessKey: 'x'.repeat(40) }, 's3.signature-mismatch'],
    ['an unknown key', { accessKeyId: 'AKIA0000000000000000' }, 's3.invalid-access-key'],
    ['another region', { region: 'eu-west-1' }, 's3.signature-mismatch'],
  ])('are not made with %s', async (_name, over, code) => {
    expect(await failure(await begin('sts-assume-role', form(over)))).toMatchObject({ code });
    expect(app.snapshot().connections).toEqual([]);
  });

  it('tell a clock that is off', async () => {
    sts.setClockOffsetMs(-3_600_000);
    expect(await failure(await begin('sts-assume-role', form()))).toMatchObject({
      code: 's3.clock-skew',
      params: { minutes: 60, reason: 'ahead' },
    });
  });

  it('ask for an MFA code each time where the role demands one', async () => {
    sts.addRole({ arn: roleArn, users: ['alice'], requiresMfa: true });
    expect(await failure(await begin('sts-assume-role', form()))).toMatchObject({
      code: 'sts.denied',
    });
    const first = await begin('sts-assume-role', form({ mfaSerial: serial }));
    expect(await app.prompt(first, 'secret')).toMatchObject({ secret: 'mfa-code' });
    await answer(first, ' 111 111 ');
    const id = await connectionOf(first);
    const second = (await connections().refresh({ connectionId: id })).operationId;
    await answer(second, '222222');
    await app.done(second);
  });
});

describe('a session with an MFA code', () => {
  const session = (over: FormInput = {}): FormInput =>
    form({ mfaSerial: serial, durationMinutes: 60, ...over });

  it('is started, named after the user, and renewed with another code', async () => {
    const first = await begin('sts-session-token', session({ service: 'aws' }));
    await answer(first, '111111');
    const id = await connectionOf(first);
    expect(app.connection(id)?.facts).toMatchObject({
      account: 'alice (123456789012)',
      expiresAtEpochSeconds: nowSeconds() + 3_600,
    });
    const second = (await connections().refresh({ connectionId: id })).operationId;
    await answer(second, '222222');
    await app.done(second);
    expect(await verify(id)).toMatchObject({ status: 'done' });
    expect([...app.keytar.items.values()].join()).not.toMatch(/"(111111|222222)"/);
  });

  it('is given some seconds before its new keys count as wrong', async () => {
    const first = await begin('sts-session-token', session());
    await answer(first, '111111');
    const id = await connectionOf(first);
    const known = [...ledger.s3Keys];
    ledger.s3Keys.clear();
    requests.length = 0;
    const { operationId } = await connections().verify({ connectionId: id });
    await until('the first refusal', () => requests[0]);
    for (const [key, record] of known) ledger.s3Keys.set(key, record);
    await until('the pause', () => clock.delays.find((delay) => delay === 500));
    clock.advance(500);
    expect(await app.ended(operationId)).toMatchObject({ status: 'done' });
    expect(requests).toMatchObject([{ refusal: 'InvalidAccessKeyId' }, { status: 200 }]);
  });

  it('is over at its end, and waits for a code instead of renewing itself', async () => {
    const first = await begin('sts-session-token', session());
    await answer(first, '111111');
    const id = await connectionOf(first);
    expect(app.connection(id)?.facts.renewsItself).toBe(false);
    clock.advance(3_601_000);
    expect(await verify(id)).toMatchObject({ error: { code: 's3.invalid-access-key' } });
    expect(app.snapshot().operations.filter(({ kind }) => kind === 'refresh')).toEqual([]);
    const second = (await connections().refresh({ connectionId: id })).operationId;
    await answer(second, '222222');
    await app.done(second);
    expect(await verify(id)).toMatchObject({ status: 'done' });
  });

  it.each([
    ['a wrong code', '999999', 1],
    ['no code at all', 'abc', 0],
  ])('is refused with %s, and that is said', async (_name, code, asked) => {
    const id = await begin('sts-session-token', session());
    await answer(id, code);
    expect(await failure(id)).toMatchObject({ code: 'sts.mfa-refused' });
    expect(requests).toHaveLength(asked);
    expect(app.snapshot().connections).toEqual([]);
  });

  it('is refused with a code that was used, and keeps the keys it has', async () => {
    const first = await begin('sts-session-token', session());
    await answer(first, '111111');
    const id = await connectionOf(first);
    const before = await reveal(id);
    const second = (await connections().refresh({ connectionId: id })).operationId;
    await answer(second, '111111');
    expect(await failure(second)).toMatchObject({ code: 'sts.mfa-refused' });
    expect(await reveal(id)).toBe(before);
  });

  it('is refused for another’s device', async () => {
    const id = await begin(
      'sts-session-token',
      session({ mfaSerial: 'arn:aws:iam::123456789012:mfa/bob' }),
    );
    await answer(id, '111111');
    expect(await failure(id)).toMatchObject({ code: 'sts.mfa-refused' });
  });

  it('is cancelled at the question, and nothing is asked of the server', async () => {
    const id = await begin('sts-session-token', session());
    await app.prompt(id, 'secret');
    await app.services().handlers.operations.cancel({ operationId: id });
    expect(await app.ended(id)).toMatchObject({ status: 'cancelled' });
    expect(requests).toEqual([]);
  });

  it.skipIf(!existsSync(aws))('the aws command line takes the copied block', async () => {
    const first = await begin('sts-session-token', session());
    await answer(first, '111111');
    const id = await connectionOf(first);
    await app.services().handlers.credentials.copy({ connectionId: id, format: 'env-sh' });
    const block = app.clipboard.text;
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: app.folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_PROXY: '127.0.0.1',
    };
    const list = (before: string) =>
      run(
        '/bin/sh',
        ['-c', `${before}\nexec ${aws} --endpoint-url "$AWS_ENDPOINT_URL_S3" s3 ls s3://photos/`],
        { env },
      );
    expect((await list(block)).stdout).toContain('one.txt');
    await expect(list(`${block}\nunset AWS_SESSION_TOKEN`)).rejects.toThrow('InvalidAccessKeyId');
  });
});
