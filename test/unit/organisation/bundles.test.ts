import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, importPKCS8 } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { changesBetween } from '../../../electron/organisation/bundle/changes.ts';
import { parseBundle } from '../../../electron/organisation/bundle/format.ts';
import { signBundleFile } from '../../../electron/organisation/bundle/sign-file.ts';
import { signBundle, verifyBundle } from '../../../electron/organisation/bundle/signature.ts';
import { exampleBundle, newSigningKey } from '../../support/worlds/bundles.ts';

const plain = { stowkeyBundle: 1, organisation: 'Example GmbH', serial: 1 };
const textWith = (more: object): string => JSON.stringify({ ...plain, ...more });
const invalid = (reason: string, where?: string) =>
  expect.objectContaining({
    code: 'bundle.invalid',
    params: where === undefined ? { reason } : { reason, where },
  });
const outcome = (work: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(work)
    .catch((error: unknown) => error);

describe('a bundle', () => {
  it('O4 is believed as it was signed, and by which key is told', async () => {
    const pem = newSigningKey();
    const { signed, key } = await signBundle(textWith({}), pem);
    expect(await verifyBundle(`${signed}\n`)).toEqual({ text: textWith({}), key });
    expect(key).toMatch(/^[\w-]{43}$/);
    const parts = signed.split('.');
    for (const index of [0, 1, 2]) {
      const part = parts[index] ?? '';
      for (const at of [0, Math.floor(part.length / 2)]) {
        const other = part[at] === 'A' ? 'B' : 'A';
        const altered = part.slice(0, at) + other + part.slice(at + 1);
        const text = parts.with(index, altered).join('.');
        expect(await outcome(() => verifyBundle(text))).toEqual(invalid('signature'));
      }
    }
    for (const text of ['', '{}', `${parts[0]}.${parts[1]}.`])
      expect(await outcome(() => verifyBundle(text))).toEqual(invalid('signature'));
  });

  it('O4 takes one algorithm, one type and one kind of key, whatever its header says', async () => {
    const pem = newSigningKey();
    const key = await importPKCS8(pem.expose(), 'EdDSA');
    const { signed } = await signBundle(textWith({}), pem);
    const header = JSON.parse(Buffer.from(signed.split('.')[0] ?? '', 'base64url').toString());
    const sign = (change: object) =>
      new CompactSign(Buffer.from(textWith({})))
        .setProtectedHeader({ ...header, ...change })
        .sign(key);
    expect(await verifyBundle(await sign({}))).toMatchObject({ text: textWith({}) });
    for (const change of [{ typ: 'JWT' }, { kid: 'other' }, { jku: 'https://a.example' }])
      expect(await outcome(async () => verifyBundle(await sign(change)))).toEqual(
        invalid('signature'),
      );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const unfit = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(await outcome(() => signBundle('{}', new Secret(unfit)))).toMatchObject({
      code: 'bundle.unfit-key',
    });
  });

  it.each([
    ['AKIAIOSFODNN7EXAMPLE', 'an access key ID'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'a secret key'],
    ['-----BEGIN PRIVATE KEY-----', 'a private key'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'a token'],
    ['GOCSPX-1a2b3c4d5e6f7g8h9i0jklmn', 'a client secret of Google'],
    ['https://user:word@files.example.com/', 'an address with a password'],
    ['8Q~x1Yb2Zc3Wd4Ve5Uf6Tg7Sh8Ri9Qj0Pk', 'random text'],
    ['1cSBkzhVatNiLpYPH4QLrJqLj1FpT5cRZzqDZZtwUhLxWcGJ2eGk', 'a grant'],
  ])('O5 with %s in it is refused: %s', (text) => {
    for (const [more, where] of [
      [{ links: [{ label: 'Help', url: `https://a.example/#${encodeURI(text)}` }] }, 'links.0.url'],
      [{ providers: { storx: { values: { note: text } } } }, 'providers.storx.values.note'],
      [{ providers: { storx: { values: { list: [text] } } } }, 'providers.storx.values.list.0'],
    ] as const) {
      // An address in an address is not one.
      if (where === 'links.0.url' && /^https|BEGIN|~/.test(text)) continue;
      expect(() => parseBundle(textWith(more)), where).toThrow(invalid('secret', where));
    }
  });

  it('O5 has a client’s ID, which may be random, and never one that has the shape of a secret', () => {
    const withId = (clientId: string) =>
      textWith({ providers: { storx: { values: { clientId } } } });
    for (const id of [
      '6f1c2f0a-6b0e-4b53-9d7e-2f4f0f8a1b2c',
      '407408718192-8g1rv6m2k3v9d2m4q8a7b6c5d4e3f2g1.apps.googleusercontent.com',
      '3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c',
    ])
      expect(() => parseBundle(withId(id))).not.toThrow();
    expect(() => parseBundle(withId('AKIAIOSFODNN7EXAMPLE'))).toThrow(
      invalid('secret', 'providers.storx.values.clientId'),
    );
  });

  it('has nothing in it that Stowkey does not know, and names what', () => {
    for (const [more, where] of [
      [{ serial: 0 }, 'serial'],
      [{ script: 'x' }, 'script'],
      [{ defaults: { theme: 'dark' } }, 'defaults.theme'],
      [{ locked: {} }, 'locked'],
      [{ links: [{ label: 'a', url: 'http://a.example' }] }, 'links.0.url'],
      [{ templates: [{ id: 'x' }] }, 'templates.0.kind'],
    ] as const)
      expect(() => parseBundle(textWith(more)), where).toThrow(invalid('entry', where));
  });

  it('O6 tells in what it differs from another, value by value', () => {
    const before = {
      serial: 1,
      a: {
        list: ['x', 'y'],
        of: [
          { id: 'one', v: 1 },
          { id: 'two', v: 2 },
        ],
      },
    };
    const after = { serial: 2, a: { list: ['y', 'z'], of: [{ id: 'two', v: 3 }], b: true } };
    expect(changesBetween(before, after)).toEqual([
      { path: 'serial', before: '1', after: '2' },
      { path: 'a.list.x', before: 'x', after: null },
      { path: 'a.of.one.id', before: 'one', after: null },
      { path: 'a.of.one.v', before: '1', after: null },
      { path: 'a.of.two.v', before: '2', after: '3' },
      { path: 'a.list.z', before: null, after: 'z' },
      { path: 'a.b', before: null, after: 'true' },
    ]);
    expect(changesBetween(before, structuredClone(before))).toEqual([]);
  });
});

describe('signing a bundle in files', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowkey-bundle-'));
    await writeFile(at('key.pem'), newSigningKey().expose());
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const sign = async (text: string): Promise<unknown> => {
    await writeFile(at('bundle.json'), text);
    return outcome(() => signBundleFile(at('bundle.json'), at('key.pem')));
  };

  it('O5 refuses before what everybody would refuse after', async () => {
    expect(await sign(exampleBundle())).toMatchObject({ key: expect.any(String) });
    for (const [providers, reason, where] of [
      [{ storx: { values: { clientSecret: 'short' } } }, 'secret', 'providers.storx.clientSecret'],
      [
        { 's3-other': { values: { accessKeyId: 'me' } } },
        'secret',
        'providers.s3-other.accessKeyId',
      ],
      [{ storx: { values: { nothing: 'x' } } }, 'entry', 'providers.storx.nothing'],
      [{ 's3-other': { values: { addressing: 'x' } } }, 'entry', 'providers.s3-other.addressing'],
      [{ nobody: {} }, 'entry', 'providers.nobody'],
    ] as const)
      expect(await sign(textWith({ providers }))).toEqual(invalid(reason, where));
    const { templates } = JSON.parse(exampleBundle());
    expect(await sign(textWith({ templates: [{ ...templates[0], id: 'storx' }] }))).toEqual(
      invalid('taken-id', 'storx'),
    );
    const elsewhere = { ...templates[0], contacts: ['login.example.com'] };
    expect(await sign(textWith({ templates: [elsewhere] }))).toEqual(
      invalid('entry', 'templates.0.identity.url'),
    );
    expect(await readFile(at('bundle.json'), 'utf8')).not.toContain('PRIVATE');
  });
});
