import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { grantFor, handClock, keysFor, type S3Keys, s3Client } from './client-side.ts';

let clock: ReturnType<typeof handClock>;
let world: StandInWorld;
let keys: S3Keys;

beforeEach(async () => {
  clock = handClock();
  world = await startWorld({ clock });
  world.s3.seedBuckets({ photos: { 'a.txt': 'alpha', '2024/b & c.txt': 'beta' }, empty: {} });
  keys = await keysFor(world, await grantFor(world));
});
afterEach(() => world.close());

const withScope = async (scope: string) =>
  s3Client(world, await keysFor(world, await grantFor(world, scope)));
const keysOf = (text: string): readonly string[] =>
  [...text.matchAll(/<(?:Key|Prefix)>([^<]+)</g)].map((match) => match[1] ?? '');

describe('the signature check', () => {
  it('takes a good signature, whatever the region', async () => {
    for (const region of ['us-east-1', 'auto', 'us-1']) {
      expect((await s3Client(world, keys, region)('GET', '/')).status).toBe(200);
    }
  });

  it('refuses a wrong secret', async () => {
    const wrong = s3Client(world, {
      ...keys,
      secretAccessKey: `${keys.secretAccessKey.slice(0, -1)}!`,
    });
    expect(await wrong('GET', '/')).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });

  it('refuses an unknown key', async () => {
    const unknown = s3Client(world, { ...keys, accessKeyId: 'jwnobody' });
    expect(await unknown('GET', '/')).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  });

  it('refuses a clock more than 15 minutes off, and only then', async () => {
    const call = s3Client(world, keys);
    for (const minutes of [15, -15]) {
      world.s3.setClockOffsetMs(minutes * 60_000);
      expect((await call('GET', '/')).status).toBe(200);
      world.s3.setClockOffsetMs(minutes * 60_000 + Math.sign(minutes) * 1000);
      expect(await call('GET', '/')).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
    }
  });

  /** Captures the headers that a signed request would have and sends them with a change. */
  const replayed = async (
    path: string,
    change: (headers: Headers) => void,
    init: RequestInit = {},
  ) => {
    const { AwsClient } = await import('aws4fetch');
    const datetime = new Date(clock.nowEpochMs()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const client = new AwsClient({ ...keys, service: 's3', region: 'auto' });
    const signed = await client.sign(`${world.s3.endpoint}/`, { aws: { datetime } });
    const headers = new Headers(signed.headers);
    change(headers);
    const response = await fetch(`${world.s3.endpoint}${path}`, { ...init, headers });
    return /<Code>(\w+)</.exec(await response.text())?.[1] ?? String(response.status);
  };

  it('serves a replayed request unchanged, so that the next checks mean something', async () => {
    expect(await replayed('/', () => undefined)).toBe('200');
  });

  it.each<[string, string, (headers: Headers) => void, RequestInit, string]>([
    ['another path', '/photos', () => undefined, {}, 'SignatureDoesNotMatch'],
    ['another query', '/?list-type=2', () => undefined, {}, 'SignatureDoesNotMatch'],
    ['another method', '/', () => undefined, { method: 'DELETE' }, 'SignatureDoesNotMatch'],
    ['an unsigned x-amz header', '/', (h) => h.set('x-amz-acl', 'public-read'), {}, 'AccessDenied'],
    ['no signature', '/', (h) => h.delete('authorization'), {}, 'AccessDenied'],
    [
      'another payload hash',
      '/',
      (h) => h.set('x-amz-content-sha256', '0'.repeat(64)),
      {},
      'SignatureDoesNotMatch',
    ],
    ['no payload hash', '/', (h) => h.delete('x-amz-content-sha256'), {}, 'InvalidRequest'],
    [
      'another service in the scope',
      '/',
      (h) => h.set('authorization', (h.get('authorization') ?? '').replace('/s3/', '/sts/')),
      {},
      'AuthorizationHeaderMalformed',
    ],
    [
      'host left out of the signed headers',
      '/',
      (h) => h.set('authorization', (h.get('authorization') ?? '').replace('=host;', '=')),
      {},
      'AccessDenied',
    ],
  ])('refuses %s', async (_name, path, change, init, code) => {
    expect(await replayed(path, change, init)).toBe(code);
  });

  it('refuses a body that is not the signed one', async () => {
    const sha256 = createHash('sha256').update('signed').digest('hex');
    const reply = await s3Client(world, keys)('PUT', '/photos/x', {
      body: 'other',
      headers: { 'x-amz-content-sha256': sha256 },
    });
    expect(reply).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
  });

  it('refuses another region when it has one of its own', async () => {
    const strict = await startWorld({ clock, options: { s3Region: 'eu-1' } });
    const strictKeys = await keysFor(strict, await grantFor(strict));
    expect((await s3Client(strict, strictKeys, 'eu-1')('GET', '/')).status).toBe(200);
    expect((await s3Client(strict, strictKeys, 'auto')('GET', '/')).code).toBe(
      'AuthorizationHeaderMalformed',
    );
    await strict.close();
  });
});

describe('objects and buckets', () => {
  it('keeps what is put, under names that need encoding', async () => {
    const call = s3Client(world, keys);
    expect((await call('PUT', '/photos/%C3%A4%20%2B.txt', { body: 'hello' })).status).toBe(200);
    expect(await call('GET', '/photos/%C3%A4%20%2B.txt')).toMatchObject({
      status: 200,
      text: 'hello',
    });
    expect(world.s3.buckets.get('photos')?.objects.has('ä +.txt')).toBe(true);
    expect((await call('DELETE', '/photos/%C3%A4%20%2B.txt')).status).toBe(204);
    expect((await call('GET', '/photos/%C3%A4%20%2B.txt')).code).toBe('NoSuchKey');
  });

  it('lists with delimiter, pages and both versions', async () => {
    const call = s3Client(world, keys);
    expect(keysOf((await call('GET', '/photos?list-type=2&delimiter=%2F')).text)).toEqual([
      'a.txt',
      '2024/',
    ]);
    const first = (await call('GET', '/photos?list-type=2&max-keys=1')).text;
    expect(first).toContain('<IsTruncated>true<');
    const token = /<NextContinuationToken>([^<]+)</.exec(first)?.[1] ?? '';
    const second = await call('GET', `/photos?list-type=2&continuation-token=${token}`);
    expect(keysOf(second.text)).toEqual(['a.txt']);
    expect(keysOf((await call('GET', '/photos?marker=2024%2Fz')).text)).toEqual(['a.txt']);
  });

  it('creates and removes buckets', async () => {
    const call = s3Client(world, keys);
    expect((await call('PUT', '/new-bucket')).status).toBe(200);
    expect((await call('PUT', '/new-bucket')).code).toBe('BucketAlreadyOwnedByYou');
    expect((await call('HEAD', '/new-bucket')).status).toBe(200);
    expect((await call('DELETE', '/new-bucket')).status).toBe(204);
    expect((await call('HEAD', '/new-bucket')).status).toBe(404);
    expect((await call('DELETE', '/photos')).code).toBe('BucketNotEmpty');
    expect((await call('PUT', '/No_Bucket')).code).toBe('InvalidBucketName');
  });
});

describe('what a grant allows', () => {
  it('without list: buckets are listed, objects are not', async () => {
    const call = await withScope('read');
    expect((await call('GET', '/')).status).toBe(200);
    expect((await call('GET', '/photos?list-type=2')).code).toBe('AccessDenied');
    expect((await call('GET', '/photos/a.txt')).text).toBe('alpha');
    expect((await call('PUT', '/photos/n', { body: 'x' })).code).toBe('AccessDenied');
  });

  it('without delete: new objects only', async () => {
    const call = await withScope('read,write');
    expect((await call('PUT', '/photos/n', { body: 'x' })).status).toBe(200);
    expect((await call('PUT', '/photos/n', { body: 'y' })).code).toBe('AccessDenied');
    expect((await call('DELETE', '/photos/n')).code).toBe('AccessDenied');
  });

  it('with a bucket scope: that bucket alone, and none under the real bug', async () => {
    const call = await withScope('read,list,bucket:photos');
    expect((await call('GET', '/')).text).not.toContain('empty');
    expect((await call('GET', '/photos?list-type=2')).status).toBe(200);
    expect((await call('GET', '/empty?list-type=2')).code).toBe('AccessDenied');
    world.storx.settings.bucketSlashBug = true;
    const buggy = await withScope('read,list,bucket:photos');
    expect((await buggy('GET', '/photos?list-type=2')).code).toBe('AccessDenied');
  });

  it('with a prefix: what lies under it', async () => {
    const call = await withScope('read,list,bucket:photos;2024');
    expect((await call('GET', '/photos/2024/b%20%26%20c.txt')).text).toBe('beta');
    expect((await call('GET', '/photos/a.txt')).code).toBe('AccessDenied');
    expect((await call('GET', '/photos?list-type=2')).code).toBe('AccessDenied');
    expect((await call('GET', '/photos?list-type=2&prefix=2024%2F')).status).toBe(200);
  });

  it('ends with its time and with its API key', async () => {
    world.storx.settings.grantLifetimeSeconds = 3600;
    const call = await withScope('read');
    clock.advanceSeconds(3599);
    expect((await call('GET', '/')).status).toBe(200);
    clock.advanceSeconds(1);
    expect((await call('GET', '/')).code).toBe('InvalidAccessKeyId');
    const endless = s3Client(world, keys);
    expect((await endless('GET', '/')).status).toBe(200);
    world.ledger.revokeAllApiKeys();
    expect((await endless('GET', '/')).code).toBe('AccessDenied');
  });
});
