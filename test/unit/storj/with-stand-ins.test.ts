import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import { verifyS3Keys } from '../../../electron/s3/verify.ts';
import { parseAccessGrant } from '../../../electron/storj/access-grant.ts';
import { exchangeGrant } from '../../../electron/storj/access-service.ts';
import { buildAccessGrant, buildApiKey, type CaveatSpec } from '../../stand-ins/grant-builder.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { codeOf } from '../../support/worlds/app-error.ts';

const http = createHttpClient({ clock: systemClock });

describe('against the stand-in access service and S3 gateway', () => {
  let world: StandInWorld;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const grantWith = (caveat: CaveatSpec = {}, satellite = world.ledger.satellite): string => {
    const { head, secret } = world.ledger.addApiKey('test');
    return buildAccessGrant({ satellite, head, secret, caveats: [caveat] });
  };
  const exchange = (text: string, accessService = world.accessService.origin) =>
    exchangeGrant({
      http,
      clock: systemClock,
      signal: new AbortController().signal,
      accessService: new URL(accessService),
      grant: new Secret(text),
    });
  const verify = (
    keys: Awaited<ReturnType<typeof exchange>>,
    options: { readonly clockOffMs?: number; readonly secret?: string } = {},
  ) =>
    verifyS3Keys({
      http,
      clock: createClock({ startEpochMs: Date.now() + (options.clockOffMs ?? 0) }),
      signal: new AbortController().signal,
      keys: {
        accessKeyId: keys.accessKeyId,
        secretAccessKey:
          options.secret === undefined ? keys.secretAccessKey : new Secret(options.secret),
      },
      endpoint: keys.endpoint,
      region: 'us-east-1',
      addressing: 'path',
    });

  it('a grant becomes keys that list buckets', async () => {
    const keys = await exchange(grantWith({ nonce: Buffer.from('0badcafe', 'hex') }));
    expect(keys.endpoint).toBe(world.s3.endpoint);
    const result = await verify(keys);
    expect(result.bucketCount).toBeGreaterThanOrEqual(0);
    expect(Math.abs(result.clockSkewSeconds ?? 99)).toBeLessThanOrEqual(2);
  });

  it('takes the whole address of the access service as well as its base', async () => {
    expect((await exchange(grantWith(), world.accessService.url)).endpoint).toBe(world.s3.endpoint);
  });

  it('a wrong secret and a clock an hour off are told apart', async () => {
    const keys = await exchange(grantWith());
    expect(await codeOf(verify(keys, { secret: 'wrong' }))).toBe('s3.signature-mismatch');
    expect(await codeOf(verify(keys, { clockOffMs: 3_600_000 }))).toBe('s3.clock-skew');
    const unknown = { ...keys, accessKeyId: new Secret('jw4yunknown') };
    expect(await codeOf(verify(unknown))).toBe('s3.invalid-access-key');
  });

  it.each([false, true])('refusals are told apart (old gateway: %s)', async (oldGatewayErrors) => {
    world.accessService.settings.oldGatewayErrors = oldGatewayErrors;
    const elsewhere = grantWith({}, '1abc@us1.storj.example:7777');
    expect(await codeOf(exchange(elsewhere))).toBe('grant.wrong-network');
    const soonOver = { notAfter: Math.floor(Date.now() / 1000) + 30 };
    expect(await codeOf(exchange(grantWith(soonOver)))).toBe('grant.expired');
    expect(await codeOf(exchange(grantWith(), `${world.accessService.origin}/x`))).toBe(
      'server.wrong-host',
    );
  });

  it('a server in trouble is asked again, and a web page is not keys', async () => {
    world.accessService.faults.failNextWith(503);
    await exchange(grantWith());
    world.accessService.faults.answerHtmlNext();
    expect(await codeOf(exchange(grantWith()))).toBe('server.wrong-host');
    world.accessService.faults.redirectNext('https://elsewhere.example/');
    expect(await codeOf(exchange(grantWith()))).toBe('server.wrong-host');
  });
});

describe('grants from the independent builder', () => {
  it('property: what was built is what is read', () => {
    const time = fc.option(fc.integer({ min: 1, max: 4_000_000_000 }), { nil: undefined });
    const caveat = fc.record({
      disallowReads: fc.boolean(),
      disallowWrites: fc.boolean(),
      disallowLists: fc.boolean(),
      disallowDeletes: fc.boolean(),
      notBefore: time,
      notAfter: time,
      maxObjectTtlSeconds: time,
      nonce: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(caveat, { maxLength: 5 }),
        fc.boolean(),
        fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })),
        (caveats, explicitZeroNanos, defaultKey) => {
          const parsed = parseAccessGrant(
            buildAccessGrant({
              satellite: 'a@b.example:1',
              caveats,
              explicitZeroNanos,
              defaultKey,
            }),
          );
          const known = (pick: 'notBefore' | 'notAfter' | 'maxObjectTtlSeconds') =>
            caveats.map((one) => one[pick]).filter((value) => value !== undefined);
          const tightest = (values: readonly number[], choose: typeof Math.max) =>
            values.length === 0 ? null : choose(...values);
          expect(parsed).toMatchObject({
            satelliteAddress: 'a@b.example:1',
            permissions: {
              read: !caveats.some((one) => one.disallowReads),
              write: !caveats.some((one) => one.disallowWrites),
              list: !caveats.some((one) => one.disallowLists),
              delete: !caveats.some((one) => one.disallowDeletes),
            },
            notBefore: tightest(known('notBefore'), Math.max),
            notAfter: tightest(known('notAfter'), Math.min),
            maxObjectTtlSeconds: tightest(known('maxObjectTtlSeconds'), Math.min),
            buckets: null,
          });
          expect(parsed.encryptionKeyHash === null).toBe(defaultKey === null);
        },
      ),
    );
  });

  it.each([
    [{ omitSatellite: true }, 'missing-satellite'],
    [{ omitApiKey: true }, 'missing-api-key'],
    [{ omitEncryptionAccess: true }, 'missing-encryption-access'],
    [{ macaroonVersion: 1 }, 'bad-macaroon'],
    [{ tailLength: 31 }, 'bad-macaroon'],
    [{ wrongChecksum: true }, 'checksum'],
    [{ version: 1 }, 'version'],
    [{ defaultKey: new Uint8Array(16) }, 'bad-key-length'],
  ])('built with %o: refused as %s', (faults, code) => {
    const text = buildAccessGrant({ satellite: 'a@b.example:1', ...faults });
    expect(() => parseAccessGrant(text)).toThrow(code);
  });

  it('an API key is not taken for a grant', () => {
    expect(() => parseAccessGrant(buildApiKey({}))).toThrow('api-key');
  });
});
