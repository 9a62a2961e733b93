import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { HttpRequest, HttpResponse } from '../../../electron/platform/interfaces.ts';
import { verifyS3Keys } from '../../../electron/s3/verify.ts';
import { createClock } from '../../support/fakes/clock.ts';

const page = '<ListBucketResult><Name>photos</Name><KeyCount>0</KeyCount></ListBucketResult>';
const error = (code: string): string => `<Error><Code>${code}</Code></Error>`;

const verify = async (
  replies: readonly Partial<HttpResponse>[],
  over: { bucket?: string; endpoint?: string; addressing?: 'path' | 'virtual' } = {},
) => {
  const requests: HttpRequest[] = [];
  const result = await verifyS3Keys({
    http: async (request) => {
      requests.push(request);
      return { status: 200, headers: new Headers(), body: '', ...replies[requests.length - 1] };
    },
    clock: createClock({ startEpochMs: 0, eager: true }),
    signal: new AbortController().signal,
    keys: { accessKeyId: new Secret('id'), secretAccessKey: new Secret('secret') },
    endpoint: 'https://s3.example',
    region: 'us-east-1',
    addressing: 'path',
    bucket: 'photos',
    ...over,
  }).catch((reason: AppError) => reason);
  return { result, requests: requests.map(({ method, url }) => `${method} ${url.href}`) };
};

describe('proving keys with one bucket', () => {
  it('asks for one name of it and nothing else', async () => {
    expect(await verify([{ body: page }])).toEqual({
      result: {
        proof: 'opened',
        bucketCount: null,
        clockSkewSeconds: null,
        latencyMs: 0,
        regionAdopted: null,
        writing: null,
      },
      requests: ['GET https://s3.example/photos?list-type=2&max-keys=1'],
    });
  });

  it.each([
    ['virtual', 'https://s3.example', 'photos', 'https://photos.s3.example/'],
    ['virtual', 'https://s3.example', 'with.dots', 'https://s3.example/with.dots'],
    ['virtual', 'https://10.0.0.7:9000', 'photos', 'https://10.0.0.7:9000/photos'],
    ['path', 'https://s3.example:9000', 'photos', 'https://s3.example:9000/photos'],
  ] as const)('N12 %s at %s finds %s at %s', async (addressing, endpoint, bucket, address) => {
    const { requests } = await verify([{ body: page }], { addressing, endpoint, bucket });
    expect(requests).toEqual([`GET ${address}?list-type=2&max-keys=1`]);
  });

  it('asks whether it exists when its names may not be seen', async () => {
    const { result, requests } = await verify([
      { status: 403, body: error('AccessDenied') },
      { status: 200 },
    ]);
    expect(result).toMatchObject({ proof: 'seen', bucketCount: null });
    expect(requests.at(-1)).toBe('HEAD https://s3.example/photos');
  });

  it.each([
    [403, 'AccessDenied', 's3.access-denied', 'bucket-refused', { bucket: 'bad-format' }],
    [404, 'NoSuchBucket', 's3.access-denied', 'no-such-bucket', { bucket: 'bad-format' }],
    [403, 'UserSuspended', 's3.access-denied', 'suspended', {}],
    [403, 'InvalidAccessKeyId', 's3.invalid-access-key', undefined, {}],
    [301, 'PermanentRedirect', 'server.wrong-host', undefined, { region: 'bad-format' }],
    [400, 'AuthorizationHeaderMalformed', 'server.rejected', undefined, { region: 'bad-format' }],
  ])('%i %s means %s, %s', async (status, code, expected, reason, fields) => {
    const { result } = await verify([{ status, body: error(code) }, { status }]);
    expect(result).toMatchObject({ code: expected, fields });
    expect((result as AppError).params.reason).toBe(reason);
  });

  it('takes a list of buckets for no answer', async () => {
    const { result } = await verify([{ body: '<ListAllMyBucketsResult/>' }]);
    expect(result).toMatchObject({ code: 'server.invalid-response' });
  });
});
