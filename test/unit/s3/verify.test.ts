import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { readS3Reply } from '../../../electron/s3/s3-reply.ts';
import { signS3Request } from '../../../electron/s3/signed-request.ts';
import { verifyS3Keys } from '../../../electron/s3/verify.ts';
import { describeError, errorWording } from '../../../shared/words/errors.ts';
import { createClock } from '../../support/fakes/clock.ts';
import {
  fetchHttp,
  startTinyServer,
  type TinyReply,
  type TinyServer,
} from '../../support/network/tiny-server.ts';
import { errorOf } from '../../support/worlds/app-error.ts';
import { expectedSignature, parseAuthorization } from './sigv4-check.ts';

const accessKeyId = 'juo7aaaaaaaaaaaaaaaaaaaaaaaa';
const secretAccessKey = 'jz3xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const now = Date.parse('2030-01-01T00:00:00Z');
const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
const list = (buckets: string): string =>
  `${xml}<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>x</ID></Owner>${buckets}</ListAllMyBucketsResult>`;
const twoBuckets = list(
  '<Buckets><Bucket><Name>a</Name></Bucket><Bucket><Name>b</Name></Bucket></Buckets>',
);
const reply = (status: number, body: string, headers: Record<string, string> = {}): TinyReply => ({
  status,
  body,
  headers: { 'content-type': 'application/xml', date: new Date(now).toUTCString(), ...headers },
});
const s3Error = (status: number, code: string, headers: Record<string, string> = {}): TinyReply =>
  reply(
    status,
    `${xml}<Error><Code>${code}</Code><Message>upstream words</Message></Error>`,
    headers,
  );

const token = { sessionToken: 'required' };
const nothingMore = { latencyMs: 0, regionAdopted: null, writing: null };

describe('verifying S3 keys', () => {
  let server: TinyServer;
  beforeEach(async () => {
    server = await startTinyServer();
  });
  afterEach(() => server.close());

  const verify = (
    options: {
      id?: string;
      secret?: string;
      sessionToken?: string;
      endpoint?: string;
      region?: string;
      freshlyIssued?: boolean;
      clock?: ReturnType<typeof createClock>;
      signal?: AbortSignal;
    } = {},
  ) =>
    verifyS3Keys({
      http: fetchHttp,
      clock: options.clock ?? createClock({ startEpochMs: now, eager: true }),
      signal: options.signal ?? new AbortController().signal,
      keys: {
        accessKeyId: new Secret(options.id ?? accessKeyId),
        secretAccessKey: new Secret(options.secret ?? secretAccessKey),
        ...(options.sessionToken === undefined
          ? {}
          : { sessionToken: new Secret(options.sessionToken) }),
      },
      endpoint: options.endpoint ?? server.url.origin,
      region: options.region ?? 'us-east-1',
      addressing: 'path',
      freshlyIssued: options.freshlyIssued ?? false,
    });

  it('asks for the list of buckets, signed with the keys, the region and the clock', async () => {
    server.answer(reply(200, twoBuckets));
    expect(await verify({ region: 'eu-north-1' })).toEqual({
      ...nothingMore,
      proof: 'listed',
      bucketCount: 2,
      clockSkewSeconds: 0,
    });
    const [request] = server.requests;
    if (request === undefined) throw new Error('no request');
    expect(request).toMatchObject({ method: 'GET', target: '/', body: '' });
    expect(request.headers['x-amz-date']).toBe('20300101T000000Z');
    const authorization = parseAuthorization(request);
    expect(authorization).toMatchObject({
      accessKeyId,
      scope: ['20300101', 'eu-north-1', 's3', 'aws4_request'],
      signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date'],
    });
    expect(authorization.signature).toBe(expectedSignature(request, secretAccessKey));
    expect(authorization.signature).not.toBe(expectedSignature(request, `${secretAccessKey}a`));
  });

  it('signs and sends the session token of temporary keys', async () => {
    server.answer(reply(200, twoBuckets));
    await verify({ sessionToken: 'temporary/token+=' });
    const [request] = server.requests;
    if (request === undefined) throw new Error('no request');
    expect(request.headers['x-amz-security-token']).toBe('temporary/token+=');
    expect(parseAuthorization(request).signedHeaders).toContain('x-amz-security-token');
    expect(parseAuthorization(request).signature).toBe(expectedSignature(request, secretAccessKey));
  });

  it('N12 the secret is never in the URL, and the key id is not either', async () => {
    const { url } = await signS3Request({
      method: 'GET',
      url: new URL('https://gateway.example/'),
      keys: { accessKeyId: new Secret(accessKeyId), secretAccessKey: new Secret(secretAccessKey) },
      region: 'us-east-1',
      atEpochMs: now,
    });
    expect(url.href).toBe('https://gateway.example/');
  });

  it.each([
    ['no buckets', list('<Buckets></Buckets>'), 0],
    ['no buckets, short form', list('<Buckets/>'), 0],
    ['no Buckets element', list(''), 0],
    ['one bucket', list('<Buckets><Bucket><Name>&x;</Name></Bucket></Buckets>'), 1],
    ['a namespace prefix', '<s3:ListAllMyBucketsResult xmlns:s3="x"/>', 0],
    ['an empty result', '<ListAllMyBucketsResult/>', 0],
  ])('counts %s', async (_name, body, count) => {
    server.answer(reply(200, body));
    expect((await verify()).bucketCount).toBe(count);
  });

  it('access denied proves the keys where a spoiled signature is told apart', async () => {
    server.answer(s3Error(403, 'AccessDenied'), s3Error(403, 'SignatureDoesNotMatch'));
    expect(await verify()).toEqual({
      ...nothingMore,
      proof: 'known',
      bucketCount: null,
      clockSkewSeconds: 0,
    });
    const [first, second] = server.requests.map(parseAuthorization);
    expect(second).toMatchObject({ accessKeyId, scope: first?.scope });
    expect(second?.signature).not.toBe(first?.signature);
  });

  it.each([
    ['the same', s3Error(403, 'AccessDenied'), 's3.unproven', { bucket: 'required' }],
    ['a list of buckets', reply(200, twoBuckets), 's3.unproven', { bucket: 'required' }],
    ['trouble', s3Error(503, 'SlowDown'), 'server.trouble', {}],
    ['a page', reply(403, '<html>Forbidden</html>'), 'server.wrong-host', {}],
    ['the same, as a request too many', s3Error(403, 'SlowDown'), 'server.trouble', {}],
    ['throttled', s3Error(400, 'TooManyRequests'), 'server.rejected', {}],
    ['the time', s3Error(403, 'RequestTimeTooSkewed'), 's3.clock-skew', {}],
    ['another host', s3Error(307, 'TemporaryRedirect'), 'server.wrong-host', {}],
  ])('access denied proves nothing where a spoiled signature gets %s', async (...row) => {
    const [, answer, code, fields] = row;
    server.answer(s3Error(403, 'AccessDenied'), answer);
    expect(await errorOf(verify())).toMatchObject({ code, fields });
  });

  it.each([
    [403, 'InvalidAccessKeyId', 's3.invalid-access-key'],
    [400, 'ExpiredToken', 's3.invalid-access-key'],
    [403, 'SignatureDoesNotMatch', 's3.signature-mismatch'],
    [403, 'RequestTimeTooSkewed', 's3.clock-skew'],
    [403, 'AccountProblem', 's3.access-denied'],
    [200, 'AccessDenied', 'server.rejected'],
    [500, 'InternalError', 'server.trouble'],
    [503, 'SlowDown', 'server.trouble'],
    [500, 'SomethingNew', 'server.trouble'],
    [501, 'NotImplemented', 'server.rejected'],
    [400, 'SomethingNew', 'server.rejected'],
    [403, '__proto__', 'server.rejected'],
    [403, 'constructor', 'server.rejected'],
    [404, 'NoSuchBucket', 'server.wrong-host'],
    [301, 'PermanentRedirect', 'server.wrong-host'],
    [307, 'TemporaryRedirect', 'server.wrong-host'],
  ])('%i %s means %s', async (status, code, expected) => {
    server.answer(s3Error(status, code, { location: 'https://evil.example/' }));
    const error = await errorOf(verify());
    expect(error.code).toBe(expected);
    expect(error.retryable).toBe(expected === 'server.trouble');
    expect(inspect(error.params)).not.toMatch(/upstream|evil/);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['UserSuspended', 403, {}, 's3.access-denied', 'suspended', {}],
    ['AccountProblem', 403, {}, 's3.access-denied', 'suspended', {}],
    ['NoSuchBucket', 404, {}, 'server.wrong-host', 'bucket-in-address', {}],
    ['InvalidTokenId', 403, {}, 's3.invalid-access-key', 'needs-token', token],
    [
      'InvalidAccessKeyId',
      403,
      { id: 'ASIAEXAMPLE' },
      's3.invalid-access-key',
      'needs-token',
      token,
    ],
    [
      'InvalidAccessKeyId',
      403,
      { id: secretAccessKey, secret: accessKeyId },
      's3.invalid-access-key',
      'swapped',
      { accessKeyId: 'other-key', secretAccessKey: 'other-key' },
    ],
    ['InvalidTokenId', 403, { sessionToken: 'old' }, 's3.invalid-access-key', undefined, {}],
  ])('%s (%i) of %o has a sentence of its own', async (code, status, keys, ...expected) => {
    server.answer(s3Error(status, code));
    const { code: seen, params, fields } = await errorOf(verify(keys));
    expect([seen, params.reason, fields]).toEqual(expected);
    if (params.reason !== undefined) {
      expect(describeError({ code: seen, params }).title).not.toBe(errorWording[seen].title);
    }
  });

  it.each([
    [200, '<!doctype html><p>Sign in to the Wi-Fi', 'server.wrong-host'],
    [200, '<html><body>hello</body></html>', 'server.wrong-host'],
    [403, '<html>Forbidden</html>', 'server.wrong-host'],
    [502, '<html>Bad gateway</html>', 'server.trouble'],
    [503, '', 'server.trouble'],
    [404, 'not found', 'server.wrong-host'],
    [405, '', 'server.wrong-host'],
    [403, '', 'server.rejected'],
    [401, '', 'server.rejected'],
    [200, '', 'server.invalid-response'],
    [200, '{"buckets":[]}', 'server.invalid-response'],
    [200, twoBuckets.slice(0, -20), 'server.invalid-response'],
    [200, '<Other/>', 'server.invalid-response'],
    [204, '', 'server.invalid-response'],
  ])('a reply that is no S3: %i %j means %s', async (status, body, code) => {
    server.answer(reply(status, body));
    expect((await errorOf(verify())).code).toBe(code);
  });

  it('a 429 says how long to wait', async () => {
    server.answer(reply(429, '', { 'retry-after': '9' }));
    expect(await errorOf(verify())).toMatchObject({
      code: 'server.rate-limited',
      params: { retryAfterSeconds: 9 },
      retryable: true,
    });
  });

  describe('N8 the clock', () => {
    const serverAt = (offsetMinutes: number) => ({
      date: new Date(now + offsetMinutes * 60_000).toUTCString(),
    });

    it.each([
      [-20, 20, 'ahead'],
      [20, 20, 'behind'],
      [24 * 60, 1440, 'behind'],
    ])('refused with the server %i min off: %i min %s', async (offset, minutes, reason) => {
      server.answer(s3Error(403, 'RequestTimeTooSkewed', serverAt(offset)));
      expect(await errorOf(verify())).toMatchObject({
        code: 's3.clock-skew',
        params: { minutes, reason },
      });
    });

    it('N12 a skewed request is not signed again', async () => {
      server.answer(s3Error(403, 'RequestTimeTooSkewed', serverAt(60)));
      await errorOf(verify({ freshlyIssued: true }));
      expect(server.requests).toHaveLength(1);
    });

    it.each(['AccessDenied', 'SignatureDoesNotMatch', 'InvalidAccessKeyId'])(
      'explains %s when the clock is 16 min off, and not when it is 14',
      async (code) => {
        server.answer(s3Error(403, code, serverAt(16)));
        expect((await errorOf(verify())).code).toBe('s3.clock-skew');
        server.answer(s3Error(403, code, serverAt(14)), s3Error(403, 'SignatureDoesNotMatch'));
        const outcome = await verify().catch((error: AppError) => error.code);
        expect(outcome).not.toBe('s3.clock-skew');
      },
    );

    it('a small skew is reported with the result', async () => {
      server.answer(reply(200, twoBuckets, serverAt(-6)));
      expect((await verify()).clockSkewSeconds).toBe(360);
    });

    it('a server without a usable clock gives none', async () => {
      server.answer(reply(200, twoBuckets, { date: 'soon' }));
      expect((await verify()).clockSkewSeconds).toBeNull();
    });
  });

  describe('keys that were just made', () => {
    it('are tried again for some seconds until the gateway knows them', async () => {
      const clock = createClock({ startEpochMs: now, eager: true });
      const unknown = s3Error(403, 'InvalidAccessKeyId');
      server.answer(unknown, unknown, reply(200, twoBuckets));
      expect((await verify({ clock, freshlyIssued: true })).bucketCount).toBe(2);
      expect(clock.delays).toEqual([500, 1_000]);
    });

    it('are given up after five tries', async () => {
      server.answer(s3Error(403, 'InvalidAccessKeyId'));
      expect((await errorOf(verify({ freshlyIssued: true }))).code).toBe('s3.invalid-access-key');
      expect(server.requests).toHaveLength(5);
    });

    it('are not tried again after any other answer', async () => {
      server.answer(s3Error(403, 'SignatureDoesNotMatch'));
      await errorOf(verify({ freshlyIssued: true }));
      expect(server.requests).toHaveLength(1);
    });

    it('can be cancelled during a pause', async () => {
      const clock = createClock({ startEpochMs: now });
      const controller = new AbortController();
      server.answer(s3Error(403, 'InvalidAccessKeyId'));
      const outcome = errorOf(verify({ clock, freshlyIssued: true, signal: controller.signal }));
      await clock.untilTimer();
      controller.abort();
      expect((await outcome).code).toBe('operation.cancelled');
    });
  });

  describe('N12 what people paste', () => {
    it('white space around ID and endpoint is dropped before signing, and the secret is as it is', async () => {
      server.answer(reply(200, twoBuckets));
      await verify({
        id: `${accessKeyId}\n`,
        secret: ' blanks and ümlaute ',
        endpoint: ` ${server.url.origin}/ `,
      });
      const [request] = server.requests;
      if (request === undefined) throw new Error('no request');
      expect(parseAuthorization(request).signature).toBe(
        expectedSignature(request, ' blanks and ümlaute '),
      );
    });

    it.each([
      [{ id: 'a b' }, { accessKeyId: 'bad-format' }],
      [{ id: 'a\r\nx-injected: 1' }, { accessKeyId: 'bad-format' }],
      [{ secret: 'a\tb' }, { secretAccessKey: 'bad-format' }],
      [{ secret: '' }, { secretAccessKey: 'required' }],
      [{ sessionToken: 'a\nb' }, { sessionToken: 'bad-format' }],
      [{ endpoint: 'gateway.example' }, { endpoint: 'not-a-url' }],
      [{ endpoint: 'http://gateway.example' }, { endpoint: 'not-https' }],
      [{ endpoint: 'http://localhost:9000' }, { endpoint: 'not-https' }],
      [{ endpoint: 'https://gateway.example/bucket' }, { endpoint: 'bad-format' }],
      [{ endpoint: 'https://me:pass@gateway.example' }, { endpoint: 'bad-format' }],
      [{ endpoint: 'https://gateway.example?a' }, { endpoint: 'bad-format' }],
    ])('%o is refused before anything is sent', async (options, fields) => {
      const error = await errorOf(verify(options));
      expect(error).toMatchObject({ code: 'input.invalid', fields });
      expect(inspect(error)).not.toMatch(/schlüssel|pass@|injected/);
      expect(server.requests).toHaveLength(0);
    });

    it('a wrong region is marked', async () => {
      server.answer(s3Error(400, 'AuthorizationHeaderMalformed'));
      expect(await errorOf(verify())).toMatchObject({
        code: 'server.rejected',
        fields: { region: 'bad-format' },
      });
    });
  });
});

describe('reading S3 replies', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><ListAllMyBucketsResult/>'],
    ['nesting of 10,000', '<a>'.repeat(10_000) + '</a>'.repeat(10_000)],
    ['nesting of 20 in a list', list('<a>'.repeat(20) + '</a>'.repeat(20))],
    ['an error code that is no code', '<Error><Code>a b &lt;i&gt;</Code></Error>'],
    ['two error codes', '<Error><Code>A</Code><Code>B</Code></Error>'],
    ['a prototype name', '<__proto__><Code>A</Code></__proto__>'],
    ['nothing', ''],
  ])('%s is unknown', (_name, body) => {
    expect(readS3Reply(body)).toEqual({ kind: 'unknown' });
    expect(({} as Record<string, unknown>).Code).toBeUndefined();
  });
});
