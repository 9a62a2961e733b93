import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../electron/diagnostics/redaction.ts';

const text = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const base32 = `${lower}234567`;
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base64url = `${lower}${upper}${digits}-_`;
const base64 = `${lower}${upper}${digits}+/`;

/** Secrets that are known by their shape alone, whatever stands around them. */
const shaped: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'a JWT': fc
    .tuple(text(base64url, 10, 60), text(base64url, 10, 200), text(base64url, 43))
    .map(([head, body, tail]) => `eyJ${head}.eyJ${body}.${tail}`),
  'a PEM block': text(base64, 64, 200).map(
    (body) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`,
  ),
  'an access grant': text(base58, 120, 400).map((body) => `1${body}`),
  'an AWS access key id': text(`${upper}234567`, 16).map((body) => `AKIA${body}`),
  'an AWS temporary key id': text(`${upper}234567`, 16).map((body) => `ASIA${body}`),
  // In a path nothing tells one that has hardly any capitals from names of folders.
  'an AWS secret key': text(base64, 40).filter(
    (key) => key.replace(/[^A-Z]/g, '').length >= 6 && key.replace(/[^a-z]/g, '').length >= 6,
  ),
  'a StorX access key': text(base32, 26).map((body) => `ju${body}`),
  'a StorX secret key': text(base32, 51).map((body) => `jz${body}`),
  'a SHA-256 signature': text('0123456789abcdef', 64),
};

/** Secrets that only their name gives away. */
const plain: fc.Arbitrary<string> = text(`${lower}${upper}${digits}._~!$*-`, 8, 40);

const names = [
  'client_secret',
  'clientSecret',
  'refresh_token',
  'access_token',
  'id_token',
  'access_grant',
  'accessGrant',
  'passphrase',
  'password',
  'secretAccessKey',
  'aws_secret_access_key',
  'secret_key',
  'AWS_SECRET_ACCESS_KEY',
  'aws_session_token',
  'code_verifier',
  'X-Amz-Signature',
  'api_key',
  'apiKey',
  'x-api-key',
  'client_assertion',
  'private-key',
  'accessKeyId',
  'Cookie',
] as const;

type Place = readonly [name: string, put: (secret: string) => string];

const around: readonly Place[] = [
  ['alone', (secret) => secret],
  ['in a sentence', (secret) => `could not use ${secret}, sorry`],
  ['in quotes', (secret) => `"${secret}"`],
  ['in brackets', (secret) => `[${secret}](${secret})`],
  ['in a path', (secret) => `GET /${secret}/x`],
  ['in JSON', (secret) => JSON.stringify({ a: [{ b: secret }] })],
  ['in JSON in JSON', (secret) => JSON.stringify({ a: JSON.stringify({ b: secret }) })],
  ['in a query', (secret) => `https://storx.example/callback?x=${encodeURIComponent(secret)}&y=1`],
  ['twice', (secret) => `${secret} ${secret}`],
];

const headers: readonly Place[] = [
  ['a bearer header', (secret) => `Authorization: Bearer ${secret}`],
  ['a basic header', (secret) => `authorization: basic ${secret}`],
  ['a header in JSON', (secret) => JSON.stringify({ authorization: `Bearer ${secret}` })],
  ['the code of a redirect', (secret) => `GET /callback?code=${secret}&state=x HTTP/1.1`],
  ['the state of a redirect', (secret) => `/callback?code=x&state=${secret}`],
  ['code= in a form', (secret) => `grant_type=authorization_code&code=${secret}`],
  ['a fragment', (secret) => `https://a.example/#access=${secret}`],
  ['a password in a URL', (secret) => `https://anna:${secret}@s3.example/bucket`],
  ['a user name in a URL', (secret) => `postgres://${secret}@host:1/x`],
];

const runs = { numRuns: 200 };

describe('redaction', () => {
  for (const [kind, arbitrary] of Object.entries(shaped)) {
    it.each(around)(`S2 takes out ${kind} %s`, (_name, put) => {
      fc.assert(
        fc.property(arbitrary, (secret) => {
          const body = secret.split('\n').at(secret.includes('\n') ? 1 : 0) ?? secret;
          expect(redact(put(secret))).not.toContain(body);
        }),
        runs,
      );
    });

    it(`S2 takes out ${kind} in Base64`, () => {
      fc.assert(
        fc.property(arbitrary, (secret) => {
          const encoded = Buffer.from(secret).toString('base64');
          expect(redact(`body ${encoded} end`)).not.toContain(encoded);
        }),
        runs,
      );
    });
  }

  it.each(names)('S2 takes out what is called %s, however it is written', (name) => {
    fc.assert(
      fc.property(plain, (secret) => {
        fc.pre(!name.includes(secret) && !'[redacted]'.includes(secret));
        const texts = [
          `${name}=${secret}`,
          `a=1&${name}=${secret}&b=2`,
          `export ${name}="${secret}"`,
          `${name}: ${secret}`,
          `{ ${name}: '${secret}' }`,
          JSON.stringify({ [name]: secret }),
          JSON.stringify({ x: { [name]: secret, y: 1 } }),
          JSON.stringify({ x: JSON.stringify({ [name]: secret }) }),
          `[default]\n${name} = ${secret}\n`,
        ];
        for (const original of texts) expect(redact(original)).not.toContain(secret);
      }),
      runs,
    );
  });

  it.each(headers)('S2 takes out %s', (_name, put) => {
    fc.assert(
      fc.property(text(base64url, 16, 60), (secret) => {
        expect(redact(put(secret))).not.toContain(secret);
      }),
      runs,
    );
  });

  it('S2 keeps spaces within quotes from showing the rest of a passphrase', () => {
    expect(redact('{"passphrase":"correct horse battery staple"}')).not.toContain('horse');
    expect(redact("passphrase: 'correct horse'")).not.toContain('horse');
  });

  it('S2 takes out a signed S3 request', () => {
    const header =
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host, Signature=0123456789abcdef';
    expect(redact(`authorization: ${header}`)).not.toMatch(/AKIA|0123456789abcdef/);
  });

  it('S2 takes out a key whose end is missing', () => {
    expect(redact('-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE')).toBe('[pem]');
  });

  it('S2 takes out a key in a path that changes seldom between kinds of letters', () => {
    // Kept by the rule for random text alone: it takes these for a path.
    const key = 'j0OOIOoy+VV/lOMVJchehYCMKAAQJehzCN/GlDIh';
    expect(redact(`GET /${key}/x`)).toBe('GET /[redacted]/x');
  });

  it('S2 names no person', () => {
    expect(redact('open /home/anna/.config failed', '/home/anna')).toBe('open ~/.config failed');
    expect(redact('/home/bob/x C:\\Users\\bob\\y /Users/bob/z')).not.toContain('bob');
    expect(redact('signed in as anna@example.com')).not.toContain('anna');
  });

  it('S2 holds no secret cut in two by the length limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8_100, max: 8_250 }), text(base58, 200), (lead, body) => {
        const out = redact(`${'x '.repeat(lead / 2)}1${body}`);
        expect(out).not.toContain(body.slice(0, 20));
      }),
      runs,
    );
  });

  it.each([
    'keychain.locked',
    '{"code":"ECONNREFUSED","errno":-111}',
    "{ code: 'ERR_INVALID_ARG_TYPE' }",
    '{"code":"oauth.port-in-use","port":28521}',
    'connect ECONNREFUSED 127.0.0.1:28521',
    '3f0d0c52-6f4e-4c3e-9b3c-6a0c7a2b8f10',
    'at createTransactionalMetadataStore (file:///opt/stowkey/resources/app.asar/out/main/main.cjs:12:3)',
    'state: active',
    'https://storx.example/integration',
    // As long as a key, between its slashes.
    'open /opt/stowkey/resources/app/out/main/index',
  ])('keeps %s, which a reader of the log needs', (useful) => {
    expect(redact(useful)).toBe(useful);
  });

  it('S2 takes time in proportion on text made to slow it', () => {
    const long = 64 * 1024;
    for (const piece of [
      'a',
      'A1',
      '-',
      '-----BEGIN ',
      'eyJ',
      'eyJa.',
      'secret',
      'secret"',
      'a@',
      '"\\',
      '://',
      'a.b-',
      '?a=',
      ' ',
      "'",
      '1',
      '/Users/',
    ]) {
      const hostile = piece.repeat(Math.ceil(long / piece.length));
      const startedMs = performance.now();
      redact(hostile);
      expect(performance.now() - startedMs, piece).toBeLessThan(10_000);
    }
  });
});
