import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseAccessGrant } from '../../../electron/storj/access-grant.ts';
import { AccessGrantError } from '../../../electron/storj/access-grant-error.ts';
import * as base58 from '../../../electron/storj/base58-check.ts';
import { toGrantView } from '../../../electron/storj/grant-view.ts';
import { accessGrantErrorCodes } from '../../../shared/result.ts';
import { grantViewSchema } from '../../../shared/schemas.ts';
import {
  ascii,
  base58Check,
  bytesField,
  concat,
  defaultEncryption,
  grant,
  head,
  key,
  macaroon,
  numberField,
  packet,
  pathField,
  scope,
  storeEntry,
  timeField,
  varint,
} from './grant-bytes.ts';
import { vectors } from './vectors.ts';

const epoch = (iso: string): number => Date.parse(iso) / 1000;
const shortHash = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const codeOf = (text: string): string => {
  try {
    parseAccessGrant(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof AccessGrantError) return error.code;
    throw error;
  }
};
const everything = { read: true, write: true, list: true, delete: true };
const satellite = ascii('1node@satellite.example:7777');

describe('published grants', () => {
  it('A: reads satellite, full permissions and no expiry', () => {
    const tail = Buffer.from('STxHftTfJh9El-dvL6fZC-J3ikE5HAP8Th-e2KYTcqA=', 'base64url');
    expect(parseAccessGrant(vectors.A)).toMatchObject({
      satelliteAddress: '12V4jtJhKFNoUtHNG9VaTPEn5MyeHvbNdT2UtfqN8qWN6ATd7FX@storjsim:10000',
      permissions: everything,
      notBefore: null,
      notAfter: null,
      maxObjectTtlSeconds: null,
      buckets: null,
      fingerprint: shortHash(tail),
      warnings: [],
    });
    expect(parseAccessGrant(vectors.A).encryptionKeyHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('B: a caveat that holds a nonce alone restricts nothing', () => {
    expect(parseAccessGrant(vectors.B)).toMatchObject({
      satelliteAddress: '1d1wmTEDe994p1McyYwVvfR5PeK8mqq4hfvJ8LyZWTDNuhZtnw@127.0.0.1:10000',
      permissions: everything,
      buckets: null,
      warnings: [],
    });
  });

  it('C: a grant without a default key has no key hash and says so', () => {
    expect(parseAccessGrant(vectors.C)).toMatchObject({
      satelliteAddress: '1SYXsAycDPUu4z2ZksJD5fh5nTDcH3vCFHnpcVye5XuL1NrYV@s',
      encryptionKeyHash: null,
      warnings: ['no-encryption-key'],
    });
  });

  it('D: reads the worked example', () => {
    const tail = Buffer.from(
      '4b2ab1fdd86d053bf8799367606445de230dd1404eca86ba9089e9d84dd2a5cf',
      'hex',
    );
    expect(parseAccessGrant(vectors.D)).toMatchObject({
      satelliteAddress: 'a',
      permissions: everything,
      fingerprint: shortHash(tail),
    });
  });
});

describe('made grants', () => {
  it('S1: reads an unrestricted grant', () => {
    const tail = Buffer.from(
      '66f237bf8bb595dee43ade0ae211dd048be915a9fc0b6e79e14d87f8583d0eae',
      'hex',
    );
    expect(parseAccessGrant(vectors.S1)).toMatchObject({
      permissions: everything,
      notAfter: null,
      fingerprint: shortHash(tail),
    });
  });

  it('S2: reads forbidden actions and both ends of the life', () => {
    const tail = Buffer.from(
      '10bd8e07b6c8f67fe2d72516ae06a8aa979a38c03205922d7e1f86ff28ba88f8',
      'hex',
    );
    expect(parseAccessGrant(vectors.S2)).toMatchObject({
      permissions: { read: true, write: false, list: true, delete: false },
      notBefore: epoch('2030-01-01T00:00:00Z'),
      notAfter: epoch('2030-06-30T12:00:00Z'),
      fingerprint: shortHash(tail),
    });
  });

  it('S4: an expired grant is read, not refused', () => {
    expect(parseAccessGrant(vectors.S4).notAfter).toBe(epoch('2020-01-01T00:00:00Z'));
  });

  it('S5: a fractional expiry is rounded down', () => {
    expect(parseAccessGrant(vectors.S5).notAfter).toBe(epoch('2030-01-01T00:00:00Z'));
  });

  it('our encoder makes S1 byte for byte, so what it makes elsewhere is real', () => {
    const { satelliteAddress } = parseAccessGrant(vectors.S1);
    const { payload } = base58.decodeBase58Check(vectors.S1);
    expect(base58Check(payload)).toBe(vectors.S1);
    expect(concat(payload.subarray(0, 2 + satelliteAddress.length))).toEqual(
      bytesField(1, ascii(satelliteAddress)),
    );
    expect(Buffer.from(payload).includes(Buffer.from(macaroon()))).toBe(true);
  });
});

describe('texts that are no grant', () => {
  it.each([
    ['N1: version byte 1', vectors.N1, 'version'],
    ['N2: satellite missing', vectors.N2, 'missing-satellite'],
    ['N3: macaroon version 1', vectors.N3, 'bad-macaroon'],
    ['N4: default key of 31 bytes', grant([], bytesField(1, new Uint8Array(31))), 'bad-key-length'],
    [
      'N5: encryption access missing',
      base58Check(scope({ satellite, apiKey: macaroon() })),
      'missing-encryption-access',
    ],
    ['N6: checksum', vectors.N6, 'checksum'],
    ['N7: a character outside the alphabet', `${vectors.A.slice(0, -1)}0`, 'not-base58'],
    ['N8: an API key', vectors.N8, 'api-key'],
    ['API key missing', base58Check(scope({ satellite, encryption: [] })), 'missing-api-key'],
    [
      'API key empty',
      base58Check(scope({ satellite, apiKey: [], encryption: [] })),
      'missing-api-key',
    ],
    [
      'store key of 33 bytes',
      grant(
        [],
        storeEntry({
          bucket: 'b',
          unencryptedPath: 'p',
          encryptedPath: [1],
          key: new Uint8Array(33),
        }),
      ),
      'bad-key-length',
    ],
    ['no text', '', 'not-base58'],
    ['four characters', 'xxxx', 'not-base58'],
    ['white space inside', `${vectors.A.slice(0, 20)} ${vectors.A.slice(20)}`, 'not-base58'],
    ['a node id', base58Check(new Uint8Array(32).fill(0xaa)), 'not-a-grant'],
    ['an empty payload', base58Check(new Uint8Array(0)), 'not-a-grant'],
    ['a satellite with a line break', grant([], defaultEncryption, ascii('a\nb')), 'not-a-grant'],
    [
      'a satellite of another alphabet',
      grant([], defaultEncryption, ascii('аpp.storj.io:7777')),
      'not-a-grant',
    ],
    ['nine thousand characters', '1'.repeat(9_000), 'too-large'],
    ['a time out of range', grant([timeField(20, 2n ** 62n)]), 'bad-macaroon'],
    ['a caveat that is no message', grant([[0xff]]), 'bad-macaroon'],
    ['a known caveat field of another type', grant([bytesField(1, [1])]), 'bad-macaroon'],
  ])('%s', (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  const tail = packet(6, new Uint8Array(32));
  it.each([
    ['head cut short', concat([2, 2], varint(200), head)],
    ['head length of 2^31', concat([2, 2], varint(2 ** 31), head)],
    ['no head', concat([2, 0, 0], tail)],
    ['fields out of order', concat([2], packet(2, head), packet(1, [1]), [0, 0], tail)],
    ['two heads', concat([2], packet(2, head), packet(2, head), [0, 0], tail)],
    ['tail of 31 bytes', concat([2], packet(2, head), [0, 0], packet(6, new Uint8Array(31)))],
    ['tail missing', concat([2], packet(2, head), [0, 0])],
    ['bytes after the tail', concat([2], packet(2, head), [0, 0], tail, [0])],
    ['unknown packet in a caveat', concat([2], packet(2, head), [0], packet(3, [1]), [0, 0], tail)],
    ['endless varint', concat([2], new Uint8Array(40).fill(0xff))],
  ])('macaroon: %s', (_name, apiKey) => {
    expect(codeOf(base58Check(scope({ satellite, apiKey, encryption: [] })))).toBe('bad-macaroon');
  });

  it('keeps the text and its bytes out of the error', () => {
    const error = catchError(() => parseAccessGrant(vectors.N6));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(vectors.N6.slice(0, 12));
    expect(error).toMatchObject({ code: 'checksum' });
    expect((error as AccessGrantError).toAppError()).toMatchObject({ code: 'grant.checksum' });
  });
});

const catchError = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('what several caveats leave', () => {
  it('an action is allowed only when no caveat forbids it', () => {
    expect(parseAccessGrant(grant([numberField(1, 1), numberField(4, 1)])).permissions).toEqual({
      read: false,
      write: true,
      list: true,
      delete: false,
    });
  });

  it('a false flag forbids nothing', () => {
    expect(parseAccessGrant(grant([numberField(1, 0)])).permissions).toEqual(everything);
  });

  it('times and object life are the tightest of all caveats', () => {
    const parsed = parseAccessGrant(
      grant([
        concat(timeField(20, 5_000), timeField(21, 1_000), timeField(22, 90)),
        concat(timeField(20, 4_000), timeField(21, 2_000, 1), timeField(22, 60, 500_000_000)),
        numberField(2, 1),
      ]),
    );
    expect(parsed).toMatchObject({ notAfter: 4_000, notBefore: 2_001, maxObjectTtlSeconds: 60.5 });
  });

  it('a time before 1970 is kept as a negative number', () => {
    expect(parseAccessGrant(grant([timeField(20, -1)])).notAfter).toBe(-1);
  });

  it('a time field sent twice is merged, not replaced', () => {
    const caveat = concat(bytesField(20, numberField(1, 77)), bytesField(20, numberField(2, 5)));
    expect(parseAccessGrant(grant([caveat])).notAfter).toBe(77);
  });

  it('a life that ends before it begins is warned about', () => {
    const parsed = parseAccessGrant(grant([timeField(20, 1_000), timeField(21, 2_000)]));
    expect(parsed.warnings).toContain('never-valid');
  });

  it('buckets are the intersection over the caveats that list any', () => {
    const parsed = parseAccessGrant(
      grant([
        concat(pathField('photos'), pathField('docs', [1, 2]), pathField('other')),
        numberField(2, 1),
        concat(pathField('photos', [9]), pathField('docs', [1]), pathField('third')),
      ]),
    );
    expect(parsed.buckets).toEqual([
      { bucket: 'photos', prefix: { encryptedBytes: 1 } },
      { bucket: 'docs', prefix: { encryptedBytes: 2 } },
    ]);
  });

  it('a prefix inside an allowed bucket is not listed beside it', () => {
    const parsed = parseAccessGrant(grant([concat(pathField('b', [7]), pathField('b'))]));
    expect(parsed.buckets).toEqual([{ bucket: 'b', prefix: null }]);
  });

  it('caveats with no bucket in common leave none, which is not the same as all', () => {
    const parsed = parseAccessGrant(grant([pathField('a'), pathField('b')]));
    expect(parsed.buckets).toEqual([]);
    expect(parsed.warnings).toEqual(['no-bucket-left']);
  });

  it('shows a prefix in clear where a store entry of the same bucket names it', () => {
    const entries = concat(
      storeEntry({ bucket: 'other', unencryptedPath: 'wrong', encryptedPath: [1, 2, 3] }),
      storeEntry({ bucket: 'photos', unencryptedPath: 'Año/é', encryptedPath: [1, 2, 3] }),
    );
    const parsed = parseAccessGrant(grant([pathField('photos', [1, 2, 3])], entries));
    expect(parsed.buckets).toEqual([{ bucket: 'photos', prefix: 'Año/é' }]);
    expect(parsed.warnings).toEqual([]);
  });

  it('replaces direction marks and line breaks in what is shown', () => {
    const entries = storeEntry({
      bucket: 'b',
      unencryptedPath: 'a\u202egnp\n',
      encryptedPath: [1],
    });
    const parsed = parseAccessGrant(grant([pathField('b', [1])], entries));
    expect(parsed.buckets?.[0]?.prefix).toBe('a\u{fffd}gnp\u{fffd}');
  });

  it('a bucket named with a slash, as StorX writes it, is shown without and warned about', () => {
    const parsed = parseAccessGrant(grant([pathField('photos/')]));
    expect(parsed.buckets).toEqual([{ bucket: 'photos', prefix: null }]);
    expect(parsed.warnings).toEqual(['bucket-name-slash']);
  });

  it('missing list permission is warned about', () => {
    expect(parseAccessGrant(grant([numberField(3, 1)])).warnings).toEqual(['no-list']);
  });

  it('known restrictions that are not shown are accepted without a warning', () => {
    const locks = concat(
      ...[5, 6, 7, 8, 9, 11, 12, 13, 14, 15].map((number) => numberField(number, 1)),
      bytesField(30, [1, 2, 3, 4]),
    );
    expect(parseAccessGrant(grant([locks])).warnings).toEqual([]);
  });

  it('unknown fields are skipped; an unknown restriction is warned about', () => {
    const unknownCaveat = concat(numberField(3, 1), numberField(99, 1), bytesField(1_000, [1]));
    const parsed = parseAccessGrant(
      grant([unknownCaveat], concat(defaultEncryption, [0x7d, 1, 2, 3, 4])),
    );
    expect(parsed.permissions.list).toBe(false);
    expect(parsed.warnings).toEqual(['no-list', 'unknown-restriction']);
    const unknownInScope = concat(
      scope({ satellite, apiKey: macaroon(), encryption: [] }),
      numberField(50, 3),
      bytesField(51, [1]),
    );
    expect(codeOf(base58Check(unknownInScope))).toBe('accepted');
  });

  it('an empty encryption access is allowed', () => {
    expect(parseAccessGrant(grant([], [])).encryptionKeyHash).toBeNull();
  });

  it('the same key gives the same hash, another key another', () => {
    const other = bytesField(1, new Uint8Array(32).fill(0x78));
    const hash = parseAccessGrant(grant()).encryptionKeyHash;
    expect(parseAccessGrant(grant([numberField(2, 1)])).encryptionKeyHash).toBe(hash);
    expect(hash).toBe(shortHash(key));
    expect(parseAccessGrant(grant([], other)).encryptionKeyHash).not.toBe(hash);
  });
});

describe('handling of the text', () => {
  it.each([
    ['a line end', `${vectors.A}\r\n`],
    ['double quotes', ` "${vectors.A}" `],
    ['single quotes', `'${vectors.A}'`],
    ['back quotes and a space inside', `\` ${vectors.A} \``],
  ])('takes a grant that comes with %s', (_name, text) => {
    expect(parseAccessGrant(text)).toEqual(parseAccessGrant(vectors.A));
  });

  it('wipes the decoded bytes, after success and after failure', () => {
    const decoded: Uint8Array[] = [];
    const decode = base58.decodeBase58Check;
    const spy = vi.spyOn(base58, 'decodeBase58Check').mockImplementation((text) => {
      const result = decode(text);
      decoded.push(result.payload);
      return result;
    });
    parseAccessGrant(vectors.A);
    codeOf(vectors.N3);
    codeOf(vectors.N1);
    spy.mockRestore();
    expect(decoded).toHaveLength(3);
    for (const payload of decoded) expect(payload.every((byte) => byte === 0)).toBe(true);
  });
});

describe('toGrantView', () => {
  it('fits the schema of the bridge and shows the satellite without its noise key', () => {
    const noisy = grant(
      [concat(pathField('b'), timeField(20, 5_000))],
      defaultEncryption,
      ascii('1node@satellite.example:7777?noise_pub=abc'),
    );
    const view = grantViewSchema.parse(toGrantView(parseAccessGrant(noisy)));
    expect(view).toMatchObject({
      satellite: '1node@satellite.example:7777',
      notAfterEpochSeconds: 5_000,
      buckets: [{ bucket: 'b', prefix: null }],
    });
  });

  it('takes a warning of another version for a restriction that is not known', () => {
    const view = toGrantView(parseAccessGrant(grant([numberField(3, 1)])));
    expect(grantViewSchema.parse({ ...view, warnings: ['no-list', 'This is new.'] })).toEqual({
      ...view,
      warnings: ['no-list', 'unknown-restriction'],
    });
  });
});

describe('Base58Check', () => {
  it.each([
    ['', '3MNQE1X'],
    [' ', 'B2Kr6dBE'],
    ['0', 'B482yuaX'],
    ['11', 'mP7BMTDVH'],
    ['abc', '4QiVtDjUdeq'],
    ['1234598760', 'ZmNb8uQn5zvnUohNCEPP'],
  ])('decodes what Storj encodes, version 20: %j', (payload, text) => {
    expect(base58.decodeBase58Check(text)).toEqual({ version: 20, payload: ascii(payload) });
  });

  it.each([
    ['3MNQE1Y', 'checksum'],
    ['x', 'not-base58'],
    ['xx', 'not-base58'],
    ['xxx', 'not-base58'],
    ['xxxx', 'not-base58'],
  ])('refuses %s', (text, code) => {
    expect(() => base58.decodeBase58Check(text)).toThrow(code);
  });

  it('gives back whatever bytes went in, leading zeros included', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(8),
        fc.nat(255),
        (bytes, zeros, version) => {
          const payload = concat(new Uint8Array(zeros), bytes);
          expect(base58.decodeBase58Check(base58Check(payload, version))).toEqual({
            version,
            payload,
          });
        },
      ),
    );
  });
});

describe('property: any input gives a value or a typed error, soon', () => {
  const settle = (text: string): void => {
    const startedAt = performance.now();
    try {
      const parsed = parseAccessGrant(text);
      grantViewSchema.parse(toGrantView(parsed));
    } catch (error) {
      if (!(error instanceof AccessGrantError)) throw error;
      expect(accessGrantErrorCodes).toContain(error.code);
    }
    // Generous: what it guards against is a hang, not a slow machine.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  };
  const seeds: readonly string[] = Object.values(vectors);
  const decodedSeeds = seeds
    .filter((text) => text !== vectors.N6)
    .map((text) => base58.decodeBase58Check(text).payload);

  it('random text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 600 }), fc.string({ unit: 'binary' })), settle),
      { numRuns: 500 },
    );
  });

  it('grants with characters changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(400), fc.string({ maxLength: 2 })), { maxLength: 4 }),
        (seed, edits) => {
          settle(
            edits.reduce(
              (text, [at, insert]) => text.slice(0, at) + insert + text.slice(at + 1),
              seed,
            ),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('grants with bytes changed under a right checksum', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...decodedSeeds),
        fc.array(fc.tuple(fc.nat(300), fc.nat(3), fc.uint8Array({ maxLength: 4 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (seed, edits) => {
          const mutated = edits.reduce(
            (bytes, [at, drop, insert]) =>
              concat(bytes.subarray(0, at), insert, bytes.subarray(at + drop)),
            seed,
          );
          settle(base58Check(mutated));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('random caveats', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (caveats) => {
        settle(grant(caveats));
      }),
      { numRuns: 1_000 },
    );
  });

  it('the largest texts, and the most paths that fit into one', () => {
    settle('z'.repeat(base58.maxBase58Characters));
    settle('"'.repeat(1_000_000));
    settle(`${'"'.repeat(500_000)}x${'"'.repeat(500_000)}`);
    const paths = Array.from({ length: 230 }, (_, i) => pathField('b', [i, i * 7]));
    settle(grant([concat(...paths), concat(...paths.toReversed())]));
    settle(base58Check(new Uint8Array(5_000).fill(0x0a)));
    settle(base58Check(concat(...Array.from({ length: 2_500 }, () => [0x1a, 0]))));
  });
});
