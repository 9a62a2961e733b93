import { describe, expect, it } from 'vitest';
import { base58CheckDecode, base58CheckEncode } from '../../stand-ins/base58check.ts';
import {
  buildAccessGrant,
  buildApiKey,
  exampleSecret,
  type GrantSpec,
  verifyAccessGrant,
} from '../../stand-ins/grant-builder.ts';
import { GrantRefused, grantEndEpochMs } from '../../stand-ins/grant-verifier.ts';

const satellite = '12EayRS2V1kEsWESU9QMRseFhdxYxKicsiFmxrsLZHeLUtdps3S@us1.storj.io:7777';
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const s1 =
  '13Swqbf6K2KYgr6neGL33948jqavYEHGYcgMCDCMFrkWbo2kwFZ5CiP86omr4PWG6ULvewtFUxMQjAYcESLb7RiVCovUo4Pd3143rNgxSucmdFDy17GoFDB9a8M4on9bfinRTQzgw4rYxSaCPjf7McFTsriPhb3VjdqV7r5JhzRC4s59QR7cxVbhsATZJc8eZBKDZkfEPBXdZWzeSxDktiYHtbxusx4eEtMTiaKRoahEXYhsgGgpCEBpuLNjEqG';
const s2 =
  '15kvZYKdUmTWejPUuZegjeqHrwwoz1DrsTknqaV17J6GUJ8WQSMdjHr8E36x2rcmnfdHTKHY8oYh5GwU4fbDvjpPWvUKpYKNqBX7gKtsNnG1z4WEqD4gHMCS2DPQaqd4p9JcnrWAycjXKcMx8z5bmpdvQ7H3uuoay3kJXyVCVL6UfHUeCBY4XqeFpUcRXW1YnJvMn5wBNgUvvzvXUnkzeAzB6dcafXrPSXfi51XE4iRiQi3HLtCT8owr5oXCPPkXRw7fzKfmadSSPRiTxE8dEHW2DKsxcotc9K7f2QNkP5rRm9zS';
const s4 =
  '14yL6oNhkRVHnhn1dmpx9YbhpSRY7iXoGqqxzAJ27PseV93yV7em6utQsjG371v7Lv6fWZcMebPrhq3ZEtukp7NTLsaAzBj6Md1RhDG6brpfU2cAc6FDmkbJuWG7MtBXdKf6MghW1FSC8z1nqMmiKVt3zfmu6kJHx3U6VpCuUxhdUGHMXma3FNYFnhkA7Y6cYBTaXwF1FNdo16guQAWRHcaxq9DQNKrZ5a5wEJiHo6jZpFAFtNyd37i1sNvjC8Pc55SnqLsPLny7XJDVLS';
const s5 =
  '1SzCExhmwmz4q6eA76vTWNX2DXwwrt1MBXNDY6rZ5VbvG6V2XGP4gNBhMJpa5fZw6A6V1bgEuF9rxXqW6UgEM9r567FvGkTTHc9sNtfoKCCL9p9sNKHMEepc8pu6YbC7b29P4vBsWFx2RqgAoNLCFXosiAPnmBKgKSgVCcGCT6NKW2FDWnv8UdjL9RGtcKrgY9213zrHyNvEugTYgjad5ieEmtYxi823jhDzYZDPnEzEH48JPPrxNCgx4tKAghepj8BSYu5nniVcMYScYmHaKRg';
const n1 =
  '26T7vUgNyKZ7B2zhaPwqUwMjH1pSq5mCto87mnwqvuftWT7qWoWGRjVmZ8RFbNCAdnNmiQBgoN8mtRUGjZebugxZyixEi9bDEoCG3yKj9bnrKoBFF28FREyTb1Le38A29EpZUxrg4QGrcLgMpkHDGe1thLiiSEzA5yV4PpWy9zJM1oAkUMHrrnm3zmQSLSXYZ3EAPukeER2uA52sgjyYgdq6jjgGrG2m1KUzwJR2Fw3tQSiXgqzjtHMAuwKQZLz';
const n2 =
  '1665Hj1GPv1w24CvNBt6ramQgGoj5sXuVGDc1sWmwpVws9NtAGX2hj4HBE9f2S4ZRkVen96yC7cCamtfHuXsk2wTZmgqWq25tUHCDEPDoe9qoKzT9yf7uqA385eZKbLYK4qtGPfVxxuU9epQfafrPx4pSaheBq';
const n3 =
  '13Swqbf6K2KYgr6neGL33948jqavYEHGYcgMCDCMFrkWbo2kwFZ5CiP86omr4PWG6ULvewtFUxMQjAYcESLb7RiVCovUo4Pd3143rMrtjAvCrxLj4CLtnbRUdXtPdne21uQv8svpxSS4bT4AcURkwL3npU8QgYtgg2ikKckz4hg9PjwQ4Pzfe6bZ94XWgRbEhUT9WK5SbzyMJttw8f4T5bmYtYziMpuVan8hVD2Ckxuvs7WsBzhYeaswchgyQ41';
const published = {
  A: '12edqrJX1V243n5fWtUrwpMQXL8gKdY2wbyqRPSG3rsA1tzmZiQjtCyF896egifN2C2qdY6g5S1t6e8iDhMUon9Pb7HdecBFheAcvmN8652mqu8hRx5zcTUaRTWfFCKS2S6DHmTeqPUHJLEp6cJGXNHcdqegcKfeahVZGP4rTagHvFGEraXjYRJ3knAcWDGW6BxACqogEWez6r274JiUBfs4yRSbRNRqUEURd28CwDXMSHLRKKA7TEDKEdQ',
  B: '1QiUjN497AySNH4ZX3wJCUZZNGKzpJwmZ1EcjKGgNR3Z9ADLawZNJbHXqm6VjH71nbWRRX6KfR9HHCr8sH3G9LA8e9qGuqWqkPPeskbD3Z12y4NuyxzwHYvcTSxa3Xk35Ts3ESGvP4785Rgeu5H8BF4kDriic6tRVUTPcAaYGCbHJPC2AfyPijLg4zZ627EuzeuWuo12mWGWiAZW3JJaVwD4657UJTGaUcuQqZxsjA1eTDkNFRfbv7zt9nW5si3E8FC6ZZFQ',
  C: '13J4Upun87ATb3T5T5sDXVeQaCzWFZeF9Ly4ELfxS5hUwTL8APEkwahTEJ1wxZjyErimiDs3kgid33kDLuYPYtwaY7Toy32mCTapfrUB814X13RiA844HPWK3QLKZb9cAoVceTowmNZXWbcUMKNbkMHCURE4hn8ZrdHPE3S86yngjvDxwKmarfGx',
  D: '158UWUf6FHtCk8RGQn2JAXETNRnVwyoF7yEQQnuvPrLbsCPpttuAVWwzQ2YgD2bpQLpdBnctHssvQsqeju7kn7gz3LEJZSdRqyRG6rA9Da3PLGsawWMtM3NdGVqq9akyEmotsN7eMJVC1mfTsupiYXeHioTTTg11kY',
};

describe('the grant builder', () => {
  it.each<[string, string, GrantSpec]>([
    ['S1, unrestricted', s1, { satellite }],
    [
      'S2, two permissions, both times and a nonce',
      s2,
      {
        satellite,
        explicitZeroNanos: true,
        caveats: [
          {
            disallowWrites: true,
            disallowDeletes: true,
            notBefore: seconds('2030-01-01T00:00:00Z'),
            notAfter: seconds('2030-06-30T12:00:00Z'),
            nonce: Buffer.from('0badcafe', 'hex'),
          },
        ],
      },
    ],
    [
      'S4, expired',
      s4,
      {
        satellite,
        explicitZeroNanos: true,
        caveats: [{ notAfter: seconds('2020-01-01T00:00:00Z') }],
      },
    ],
    [
      'S5, half a second',
      s5,
      { satellite, caveats: [{ notAfter: seconds('2030-01-01T00:00:00.500Z') }] },
    ],
    ['N1, version 1', n1, { satellite, version: 1 }],
    ['N2, no satellite', n2, { satellite, omitSatellite: true }],
    ['N3, macaroon version 1', n3, { satellite, macaroonVersion: 1 }],
  ])('reproduces vector %s byte for byte', (_name, expected, spec) => {
    expect(buildAccessGrant(spec)).toBe(expected);
  });

  it.each(Object.entries(published))(
    're-encodes published vector %s to the same text',
    (_, text) => {
      const decoded = base58CheckDecode(text);
      expect(decoded?.version).toBe(0);
      expect(base58CheckEncode(decoded?.payload ?? Buffer.alloc(0), 0)).toBe(text);
    },
  );

  it('agrees with Storj on Base58Check of version 20', () => {
    expect(base58CheckEncode(Buffer.from(''), 20)).toBe('3MNQE1X');
    expect(base58CheckEncode(Buffer.from('1234598760'), 20)).toBe('ZmNb8uQn5zvnUohNCEPP');
    expect(base58CheckDecode('3MNQE1Y')).toBeNull();
    expect(base58CheckDecode('xxxx')).toBeNull();
  });
});

describe('the grant verifier', () => {
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof GrantRefused) return `${error.reason}: ${error.message}`;
      throw error;
    }
    return 'accepted';
  };
  const verify = (spec: Partial<GrantSpec>) => () =>
    verifyAccessGrant(buildAccessGrant({ satellite, ...spec }), exampleSecret, {
      nowEpochMs: Date.parse('2030-01-01T00:00:00Z'),
      allowedSatellites: [satellite],
    });

  it('takes a good grant apart', () => {
    const grant = verify({
      caveats: [
        { disallowLists: true, allowedPaths: [{ bucket: 'photos' }], notAfter: 1_900_000_000 },
        { notAfter: 1_899_999_000 },
      ],
      storeEntries: [
        { bucket: 'photos', unencryptedPath: '2024', encryptedPath: Buffer.from([2, 7]) },
      ],
    })();
    expect(grant.caveats[0]).toMatchObject({ disallowLists: true, disallowReads: false });
    expect(grant.caveats[0]?.allowedPaths[0]?.bucket).toBe('photos');
    expect(grant.storeEntries[0]?.unencryptedPath).toBe('2024');
    expect(grantEndEpochMs(grant)).toBe(1_899_999_000_000);
  });

  it('accepts S1 and refuses it under another secret', () => {
    expect(verifyAccessGrant(s1, exampleSecret).satellite).toBe(satellite);
    expect(refusal(() => verifyAccessGrant(s1, Buffer.alloc(32, 1)))).toMatch(/^signature/);
  });

  it.each<[string, Partial<GrantSpec>, RegExp]>([
    ['a broken HMAC chain', { wrongTail: true }, /^signature/],
    ['a wrong checksum', { wrongChecksum: true }, /^format: invalid access grant format$/],
    ['version 1', { version: 1 }, /^format: invalid access grant format$/],
    ['no satellite', { omitSatellite: true }, /missing satellite address/],
    ['another network', { satellite: 'x@other.example:7777' }, /^satellite: .*other\.example/],
    ['no API key', { omitApiKey: true }, /malformed api key/],
    ['macaroon version 1', { macaroonVersion: 1 }, /malformed api key/],
    ['a short tail', { tailLength: 31 }, /malformed api key/],
    ['no encryption access', { omitEncryptionAccess: true }, /malformed encryption access/],
    ['a short default key', { defaultKey: Buffer.alloc(31) }, /malformed encryption access/],
    ['59 seconds left', { caveats: [{ notAfter: 1_893_456_059 }] }, /^expiry/],
  ])('refuses %s', (_name, spec, expected) => {
    expect(refusal(verify(spec))).toMatch(expected);
  });

  it('accepts 60 seconds left and skips fields it does not know', () => {
    const extra = Buffer.from([0xfa, 0x06, 0x01, 0x00]);
    expect(
      refusal(
        verify({
          caveats: [{ notAfter: 1_893_456_060, extraBytes: extra }],
          extraScopeBytes: extra,
        }),
      ),
    ).toBe('accepted');
  });

  it('refuses an API key', () => {
    expect(refusal(() => verifyAccessGrant(buildApiKey({}), exampleSecret))).toMatch(/^format/);
  });
});
