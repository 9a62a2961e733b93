import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { until } from '../../support/processes/processes.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret'.repeat(6) };
const odd = 'a b+c&d<e>/ü "quoted" 100%.txt';

let clock: FakeClock;
let s3: S3Service;
let app: ServiceWorld;
let requests: RequestLogEntry[];
let connectionId: ConnectionId;

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  requests = [];
  const ledger = createLedger('1@satellite.test:7777', clock.nowEpochMs);
  s3 = await startS3Service({ ledger, log: (entry) => void requests.push(entry) });
  s3.seedBuckets({
    photos: { 'one.txt': 'first', [odd]: 'odd', 'year/may.txt': 'May' },
    empty: {},
  });
  ledger.addKeys(keys);
  app = await startServices({ clock });
  const { operationId } = await app.services().handlers.connections.connect({
    providerId: providerIdSchema.parse('s3-minio'),
    label: 'Lab',
    input: { endpoint: s3.endpoint, region: 'us-east-1', addressing: 'path', ...keys },
    draft: null,
  });
  const connected = await app.done(operationId);
  if (connected.connectionId === null) throw new Error('no connection');
  connectionId = connected.connectionId;
  requests.length = 0;
});
afterEach(async () => {
  await app.close();
  await s3.close();
});

const buckets = () => app.services().handlers.buckets;

describe('buckets of an account', () => {
  it('are not waited for once the person goes elsewhere', async () => {
    s3.faults.stallNext();
    const stalled = buckets().list({ connectionId });
    await until('the request', () => requests[0]);
    await buckets().leave({ connectionId });
    await expect(stalled).rejects.toMatchObject({ code: 'operation.cancelled' });
    // So is one whose place another question takes.
    s3.faults.stallNext();
    const former = buckets().entries({ connectionId, bucket: 'photos', prefix: '' });
    await until('the second request', () => requests[1]);
    const [, page] = await Promise.all([
      expect(former).rejects.toMatchObject({ code: 'operation.cancelled' }),
      buckets().entries({ connectionId, bucket: 'empty', prefix: '' }),
    ]);
    expect(page.entries).toEqual([]);
  });

  it('are listed, and what lies in them, without anything being written', async () => {
    expect(await buckets().list({ connectionId })).toMatchObject({
      entries: [
        { kind: 'bucket', name: 'empty', sizeBytes: null },
        { kind: 'bucket', name: 'photos', changedAtEpochMs: clock.nowEpochMs() },
      ],
      hasMore: false,
    });
    const page = await buckets().entries({ connectionId, bucket: 'photos', prefix: '' });
    expect(page.entries.map(({ kind, name, sizeBytes }) => [kind, name, sizeBytes])).toEqual([
      ['folder', 'a b+c&d<e>/', null],
      ['folder', 'year/', null],
      ['object', 'one.txt', 5],
    ]);
    const below = await buckets().entries({
      connectionId,
      bucket: 'photos',
      prefix: 'a b+c&d<e>/',
    });
    expect(below.entries).toMatchObject([{ kind: 'object', name: odd, sizeBytes: 3 }]);
    expect(await buckets().entries({ connectionId, bucket: 'empty', prefix: '' })).toEqual({
      entries: [],
      hasMore: false,
      nextCursor: null,
    });
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('end after a thousand entries, and say that there are more', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`${at}`, '']));
    s3.seedBuckets({ many });
    const page = await buckets().entries({ connectionId, bucket: 'many', prefix: '' });
    expect(page.hasMore).toBe(true);
    expect(page.entries).toHaveLength(1_000);
  });

  it('give a link that opens one object for so long and is cleared from the clipboard', async () => {
    const { clearsAtEpochMs } = await buckets().copyLink({
      connectionId,
      bucket: 'photos',
      key: odd,
      seconds: 600,
    });
    const link = app.clipboard.text;
    expect(clearsAtEpochMs).toBeGreaterThan(0);
    expect(link).not.toContain(keys.secretAccessKey);
    const open = async (address: string) => {
      const reply = await fetch(address);
      return [reply.status, reply.status === 200 ? await reply.text() : ''];
    };
    expect(await open(link)).toEqual([200, 'odd']);
    expect(await open(link.replace('quoted', 'other'))).toEqual([403, '']);
    s3.setClockOffsetMs(601_000);
    expect(await open(link)).toEqual([403, '']);
  });

  it.each([['..'], ['a/../one.txt'], ['./one.txt']])('give no link to %s', async (key) => {
    await expect(
      buckets().copyLink({ connectionId, bucket: 'photos', key, seconds: 60 }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it.each([
    '<html>',
    '<ListBucketResult><Contents><Key>a</Key><Size>many</Size></Contents></ListBucketResult>',
    '<!DOCTYPE a><ListBucketResult/>',
  ])('are refused in a reply out of shape: %s', async (body) => {
    s3.faults.answerNext(body, 'application/xml');
    await expect(
      buckets().entries({ connectionId, bucket: 'photos', prefix: '' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^server\./) });
  });
});
