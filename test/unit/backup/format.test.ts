import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { readContent, writeContent } from '../../../electron/backup/content.ts';
import { readHeader, seal, unseal } from '../../../electron/backup/format.ts';
import { unwrapKey, wrapKey } from '../../../electron/backup/passphrase-key.ts';
import { readPrivateKey, readRecipient } from '../../../electron/backup/recipients.ts';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { accountName } from '../../../electron/providers/account-name.ts';
import { copiedRecordSchema } from '../../../electron/storage/metadata/schema.ts';
import { connectionRecord } from '../../support/worlds/connection-records.ts';

/** Enough to be told apart, and quick. */
const few = 1_000;
const about = { createdAtEpochSeconds: 1_800_000_000, accounts: 2 };
const passphrase = new Secret('correct horse battery');
const sealed = (text = 'content') =>
  seal(new Secret(text), about, { kind: 'passphrase', passphrase }, few);

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return isAppError(error) ? `${error.code} ${error.params.reason ?? ''}`.trim() : String(error);
  }
};

/** A whole file with a header of the test's own, as a hostile program could write it. */
const withHeader = (header: Readonly<Record<string, unknown>>): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode('content'))
    .setProtectedHeader({
      alg: 'PBES2-HS512+A256KW',
      enc: 'A256GCM',
      typ: 'stowkey-backup',
      backup: { version: 1, ...about },
      ...header,
    })
    .setKeyManagementParameters({ p2c: few })
    .encrypt(new TextEncoder().encode(passphrase.expose()));
/** Says something else in the header of a file, which is authenticated and fails to open then. */
const saying = (file: string, change: Readonly<Record<string, unknown>>): string => {
  const [header = '', ...rest] = file.split('.');
  const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  const text = JSON.stringify({ ...said, ...change });
  return [Buffer.from(text).toString('base64url'), ...rest].join('.');
};

describe('a backup', () => {
  it('T4 comes back as it was under its passphrase, however it was typed', async () => {
    const file = await seal(
      new Secret('päckchen 🗝'),
      about,
      { kind: 'passphrase', passphrase: new Secret('gro\u0308ße zwölf') },
      few,
    );
    expect((await unseal(file, new Secret('größe zwo\u0308lf'))).expose()).toBe('päckchen 🗝');
    expect(file).not.toContain(Buffer.from('päckchen').toString('base64url').slice(0, 8));
  });

  it('says without its passphrase how old it is and how much is in it', async () => {
    expect(readHeader(await sealed())).toEqual({
      ...about,
      lockedWith: 'passphrase',
      keyId: null,
    });
  });

  it('T4 costs whoever guesses its passphrase 600,000 rounds of PBKDF2 with SHA-512 each', async () => {
    const file = await seal(new Secret('x'), about, { kind: 'passphrase', passphrase });
    const [header = ''] = file.split('.');
    const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    expect(said).toMatchObject({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 600_000 });
    expect(Buffer.from(said.p2s, 'base64url').length).toBeGreaterThanOrEqual(16);
  });

  it('T4 opens for no other passphrase, with no byte altered, and cut nowhere', async () => {
    const file = await sealed();
    expect(await codeOf(() => unseal(file, new Secret('correct horse batterz')))).toBe(
      'backup.not-opened',
    );
    const refused = /^backup\.(?:not-opened|not-a-backup|newer-version)$/;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), fc.nat({ max: 63 }), async (at, by) => {
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        const now = file[at] === letters[by] ? '.' : (letters[by] ?? '.');
        const altered = `${file.slice(0, at)}${now}${file.slice(at + 1)}`;
        expect(await codeOf(() => unseal(altered, passphrase))).toMatch(refused);
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), async (length) => {
        expect(await codeOf(() => unseal(file.slice(0, length), passphrase))).toMatch(refused);
      }),
      { numRuns: 100 },
    );
  });

  it('T4 is what jose writes and reads: a JWE as RFC 7516 and RFC 7518 have it', async () => {
    const secret = new TextEncoder().encode(passphrase.expose());
    const { plaintext } = await compactDecrypt(await sealed('päckchen'), secret, {
      maxPBES2Count: few,
      keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
    });
    expect(new TextDecoder().decode(plaintext)).toBe('päckchen');
    expect((await unseal(await withHeader({}), passphrase)).expose()).toBe('content');
  });

  // RFC 3394, section 4.6: 256 bits of key data with a key of 256 bits.
  it('wraps its key as RFC 3394 does', () => {
    const wrapping = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
    const key = Buffer.from(
      '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f',
      'hex',
    );
    const wrapped = wrapKey(wrapping, key);
    expect(wrapped.toString('hex')).toBe(
      '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
    );
    expect(unwrapKey(wrapping, wrapped)).toEqual(key);
    wrapped[39] = (wrapped[39] ?? 0) ^ 1;
    expect(unwrapKey(wrapping, wrapped)).toBeNull();
  });

  it('of a newer version is told from one that is damaged', async () => {
    const file = await withHeader({ backup: { version: 2, whatever: true } });
    expect(await codeOf(() => readHeader(file))).toBe('backup.newer-version');
  });

  it.each([
    ['asks for endless rounds', { p2c: 2_000_000_000 }],
    ['asks for more rounds than any of ours', { p2c: 2_000_001 }],
    ['is compressed, to become endless', { zip: 'DEF' }],
    ['is encrypted by the passphrase itself', { alg: 'dir' }],
    ['is encrypted without a key', { alg: 'none' }],
    ['has a weaker cipher', { enc: 'A128CBC-HS256' }],
    ['needs what nobody knows', { crit: ['b64'], b64: false }],
    ['is something else', { typ: 'JWT' }],
    ['says no time', { backup: { version: 1, accounts: 1 } }],
  ])('T4 a hostile file that %s is refused before any work', async (_, change) => {
    const file = saying(await sealed(), change);
    expect(await codeOf(() => unseal(file, passphrase))).toBe('backup.not-a-backup');
  });

  it.each([
    ['nothing', ''],
    ['text', 'Not a backup.'],
    ['a picture', `\u0089PNG${'\u0000'.repeat(5_000)}`],
    ['a header without end', `${'e'.repeat(100_000)}.a.b.c.d`],
    ['five empty parts', '....'],
  ])('%s is no backup', async (_, text) => {
    expect(await codeOf(() => readHeader(text))).toBe('backup.not-a-backup');
  });
});

describe('a backup for a key', () => {
  const pem = (key: { export: (options: never) => unknown }, type: 'spki' | 'pkcs8'): string =>
    String(key.export({ type, format: 'pem' } as never));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  it.each([
    ['RSA', rsa],
    ['P-256', p256],
  ])('T4 of %s opens for its private half alone', async (_, { publicKey, privateKey }) => {
    const recipient = readRecipient(pem(publicKey, 'spki'));
    const file = await seal(new Secret('content'), about, { kind: 'key', key: recipient });
    const header = readHeader(file);
    expect(header).toMatchObject({ lockedWith: 'key', keyId: recipient.fingerprint });
    const key = readPrivateKey(new Secret(pem(privateKey, 'pkcs8')), null, header.keyId);
    expect((await unseal(file, key)).expose()).toBe('content');
    const asJwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
    const same = readPrivateKey(new Secret(asJwk), null, header.keyId);
    expect((await unseal(file, same)).expose()).toBe('content');

    const other = publicKey === rsa.publicKey ? p256 : rsa;
    const theirs = new Secret(pem(other.privateKey, 'pkcs8'));
    expect(await codeOf(() => readPrivateKey(theirs, null, header.keyId))).toBe(
      'backup.unfit-key other',
    );
    expect(await codeOf(() => unseal(file, readPrivateKey(theirs, null, null)))).toBe(
      'backup.not-opened',
    );
  });

  it('reads a private key that has a passphrase', async () => {
    const locked = String(
      rsa.privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'of the key',
      }),
    );
    const text = new Secret(locked);
    expect(readPrivateKey(text, new Secret('of the key'), null).type).toBe('private');
    expect(await codeOf(() => readPrivateKey(text, null, null))).toBe(
      'backup.unfit-key unreadable',
    );
  });

  it.each([
    ['a short RSA key', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, 'kind'],
    ['a key that only signs', generateKeyPairSync('ed25519').publicKey, 'kind'],
  ])('is not locked for %s', async (_, key, reason) => {
    expect(await codeOf(() => readRecipient(pem(key, 'spki')))).toBe(`backup.unfit-key ${reason}`);
  });
  it('is not locked for a private key, in any form', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const locked = {
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    } as const;
    for (const text of [
      pem(privateKey, 'pkcs8'),
      String(privateKey.export({ type: 'sec1', format: 'pem' })),
      String(privateKey.export(locked)),
      JSON.stringify(privateKey.export({ format: 'jwk' })),
    ]) {
      expect(await codeOf(() => readRecipient(text))).toBe('backup.unfit-key private');
    }
  });
  it('is not locked for what is no key', async () => {
    expect(await codeOf(() => readRecipient('hello'))).toBe('backup.unfit-key unreadable');
  });
});

describe('what is in a backup', () => {
  it('T4 any set of accounts comes back the same', async () => {
    const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9.-]{0,20}$/);
    const account = fc.record({
      label: fc
        .string({ unit: 'binary', maxLength: 80 })
        .map((text) => accountName(text) ?? 'name'),
      settings: fc.dictionary(name, fc.oneof(fc.string(), fc.boolean(), fc.integer())),
      fields: fc.dictionary(name, fc.string({ unit: 'binary', minLength: 1 })),
      needsSignIn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(account, { maxLength: 8 }), async (accounts) => {
        const copies = accounts.map(({ fields, ...changes }) => {
          const record = copiedRecordSchema.parse(connectionRecord(changes));
          const secrets = Object.entries(fields).map(([key, text]) => [key, new Secret(text)]);
          return { record, fields: Object.fromEntries(secrets) };
        });
        const file = await seal(
          writeContent({ copies, templates: ['{}'] }),
          { ...about, accounts: copies.length },
          { kind: 'passphrase', passphrase },
          1,
        );
        const back = readContent(await unseal(file, passphrase));
        const plain = (each: typeof copies) =>
          each.map(({ record, fields }) => ({
            record,
            fields: Object.entries(fields).map(([key, secret]) => [
              key,
              (secret as Secret).expose(),
            ]),
          }));
        expect(plain(back.copies as typeof copies)).toEqual(plain(copies));
        expect(back.templates).toEqual(['{}']);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['\u202efdp.evil', '[U+202E]fdp.evil'],
    ['one\ntwo\u200b', 'onetwo[U+200B]'],
    ['\u2800', connectionRecord({}).providerId],
  ])('T4 bears a name of a hostile file as it can be shown (%j)', async (label, shown) => {
    const { facts } = connectionRecord();
    const record = copiedRecordSchema.parse(
      connectionRecord({ label, facts: { ...facts, account: '\u202eada' } }),
    );
    const back = readContent(writeContent({ copies: [{ record, fields: {} }], templates: [] }));
    expect(back.copies.map((copy) => copy.record.label)).toEqual([shown]);
    expect(back.copies.map((copy) => copy.record.facts.account)).toEqual(['[U+202E]ada']);
  });

  it.each([
    ['no JSON', 'nothing'],
    ['another shape', '{"accounts":{}}'],
    ['an account without an id', '{"accounts":[{"record":{},"fields":{}}],"templates":[]}'],
  ])('is refused as a whole when it is %s', async (_, text) => {
    expect(await codeOf(() => readContent(new Secret(text)))).toBe('backup.not-a-backup');
  });
});
