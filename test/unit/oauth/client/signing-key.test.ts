import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { clientCredentialsOf } from '../../../../electron/oauth/client/authentication.ts';
import {
  importSigningKey,
  type SigningAlgorithm,
} from '../../../../electron/oauth/client/signing-key.ts';
import { asAuthorizationServer, asClient } from '../../../../electron/oauth/oauth4webapi.ts';
import type { ClientAuthentication } from '../../../../electron/oauth/types.ts';
import { createClock } from '../../../support/fakes/clock.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';

type PemPair = { readonly privateKey: string; readonly publicKey: string };
type KeyPair = ReturnType<typeof generateKeyPairSync>;

const asPem = ({ privateKey, publicKey }: KeyPair): PemPair => ({
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
});

const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = asPem(rsaPair);
const p256 = asPem(ecPair);
const shortRsa = asPem(generateKeyPairSync('rsa', { modulusLength: 2040 }));
const p384 = asPem(generateKeyPairSync('ec', { namedCurve: 'P-384' }));
const k1 = asPem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }));
const ed25519 = asPem(generateKeyPairSync('ed25519'));
const encrypted = ecPair.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString();
const pkcs1 = rsaPair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const sec1 = ecPair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const jwkOf = (pair: 'rsa' | 'ec' | 'ed25519', bits = 2048): Record<string, string> => {
  const { privateKey } =
    pair === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : pair === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'jwk' }) as Record<string, string>;
};
const rsaJwk = jwkOf('rsa');
const ecJwk = jwkOf('ec');
const edJwk = jwkOf('ed25519');
const without = (jwk: Record<string, string>, ...names: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(Object.entries(jwk).filter(([name]) => !names.includes(name))));

/** Adds a byte behind the key, inside the PEM block, where OpenSSL does not look. */
const withTrailingByte = (pem: string): string => {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const longer = Buffer.concat([der, Buffer.from([0])]).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${longer}\n-----END PRIVATE KEY-----\n`;
};

describe('a key to sign with', () => {
  it.each<[string, string, SigningAlgorithm]>([
    ['PEM, RSA', rsa.privateKey, 'RS256'],
    ['PEM, RSA-PSS', rsa.privateKey, 'PS256'],
    ['PEM, P-256', p256.privateKey, 'ES256'],
    ['PEM, Ed25519', ed25519.privateKey, 'EdDSA'],
    ['PEM with Windows line ends', p256.privateKey.replaceAll('\n', '\r\n'), 'ES256'],
    ['PEM with blank lines around it', `\n\n${p256.privateKey}\n \n`, 'ES256'],
    ['JWK, RSA', JSON.stringify(rsaJwk), 'RS256'],
    ['JWK, P-256', JSON.stringify(ecJwk), 'ES256'],
    ['JWK, Ed25519', JSON.stringify({ ...edJwk, alg: 'Ed25519' }), 'EdDSA'],
    ['JWK, marked extractable', JSON.stringify({ ...ecJwk, ext: true, use: 'sig' }), 'ES256'],
  ])('N11 is taken from %s, and can never be read back', async (_, text, algorithm) => {
    const { key } = await importSigningKey(new Secret(text), algorithm);
    expect(key).toMatchObject({ type: 'private', extractable: false });
    expect(key.usages).toEqual(['sign']);
    for (const format of ['jwk', 'pkcs8'] as const) {
      await expect(crypto.subtle.exportKey(format, key)).rejects.toThrow();
    }
  });

  it.each<[string, string, SigningAlgorithm, string]>([
    ['nothing', '  ', 'ES256', 'not-a-key'],
    ['words', 'my key', 'ES256', 'not-a-key'],
    ['RSA of 2,040 bits', shortRsa.privateKey, 'RS256', 'too-short'],
    ['RSA of 1,024 bits as JWK', JSON.stringify(jwkOf('rsa', 1024)), 'PS256', 'too-short'],
    ['P-384 for ES256', p384.privateKey, 'ES256', 'wrong-curve'],
    ['secp256k1 for ES256', k1.privateKey, 'ES256', 'wrong-curve'],
    ['an RSA key for ES256', rsa.privateKey, 'ES256', 'wrong-algorithm'],
    ['a P-256 key for RS256', p256.privateKey, 'RS256', 'wrong-algorithm'],
    ['an Ed25519 key for ES256', ed25519.privateKey, 'ES256', 'wrong-algorithm'],
    ['an RSA JWK for EdDSA', JSON.stringify(rsaJwk), 'EdDSA', 'wrong-algorithm'],
    ['an encrypted key', encrypted, 'ES256', 'encrypted'],
    ['PKCS #1', pkcs1, 'RS256', 'wrong-format'],
    ['SEC 1', sec1, 'ES256', 'wrong-format'],
    ['a public key', p256.publicKey, 'ES256', 'public-only'],
    ['text behind the block', `${p256.privateKey}junk`, 'ES256', 'trailing-text'],
    ['text before the block', `junk\n${p256.privateKey}`, 'ES256', 'trailing-text'],
    ['two keys', p256.privateKey + p256.privateKey, 'ES256', 'trailing-text'],
    ['a byte behind the key', withTrailingByte(p256.privateKey), 'ES256', 'trailing-text'],
    ['half a block', p256.privateKey.slice(0, 80), 'ES256', 'trailing-text'],
    ['half of JSON', JSON.stringify(ecJwk).slice(0, 60), 'ES256', 'not-a-key'],
    ['a public JWK', without(ecJwk, 'd'), 'ES256', 'public-only'],
    ['an RSA JWK without its primes', without(rsaJwk, 'p', 'q'), 'RS256', 'not-a-key'],
    ['an RSA JWK without qi', without(rsaJwk, 'qi'), 'RS256', 'not-a-key'],
    ['an EC JWK without y', without(ecJwk, 'y'), 'ES256', 'not-a-key'],
    ['a JWK of another curve', JSON.stringify({ ...ecJwk, crv: 'P-384' }), 'ES256', 'wrong-curve'],
    ['a JWK for none', JSON.stringify({ ...ecJwk, alg: 'none' }), 'ES256', 'wrong-algorithm'],
    ['a JWK for HS256', JSON.stringify({ ...rsaJwk, alg: 'HS256' }), 'RS256', 'wrong-algorithm'],
    [
      'a JWK for RS256, used for PS256',
      JSON.stringify({ ...rsaJwk, alg: 'RS256' }),
      'PS256',
      'wrong-algorithm',
    ],
    ['a JWK to encrypt with', JSON.stringify({ ...ecJwk, use: 'enc' }), 'ES256', 'wrong-algorithm'],
    ['a shared secret', '{"kty":"oct","k":"c2VjcmV0"}', 'RS256', 'wrong-algorithm'],
    ['a set of keys', JSON.stringify({ keys: [ecJwk] }), 'ES256', 'not-a-key'],
    ['17 KiB', `${p256.privateKey}${' '.repeat(17_000)}x`, 'ES256', 'not-a-key'],
  ])(
    'N9 is refused from %s, with no byte of it in the error',
    async (_, text, algorithm, problem) => {
      const importing = importSigningKey(new Secret(text), algorithm);
      const error = (await importing.catch((thrown: unknown) => thrown)) as AppError;
      expect(error.code).toBe('oauth.invalid-key');
      expect(error.params).toEqual({ problem });
      expect(error.cause).toBeUndefined();
      const shown = inspect(error, { depth: 10 });
      for (const piece of text.match(/[\w+/-]{24,}/g) ?? []) expect(shown).not.toContain(piece);
    },
  );
});

const startEpochMs = Date.parse('2030-01-01T00:00:00Z');

const assertionOf = async (
  authentication: ClientAuthentication,
  issuer: string | null = 'https://as.example/x',
  epochMs = startEpochMs,
): Promise<string> => {
  const server = serverAt(new URL('https://as.example'), { issuer });
  const clock = createClock({ startEpochMs: epochMs });
  const body = new URLSearchParams();
  const authenticate = await clientCredentialsOf(clientWith(authentication), clock);
  const client = asClient(clientWith(authentication), clock);
  await authenticate(asAuthorizationServer(server), client, body, new Headers());
  expect(body.get('client_assertion_type')).toMatch(/jwt-bearer$/);
  return body.get('client_assertion') ?? '';
};

describe('a client assertion', () => {
  const all: readonly [SigningAlgorithm, string, string][] = [
    ['RS256', rsa.privateKey, rsa.publicKey],
    ['PS256', rsa.privateKey, rsa.publicKey],
    ['ES256', p256.privateKey, p256.publicKey],
    ['EdDSA', ed25519.privateKey, ed25519.publicKey],
  ];

  it.each(all)('N9 is signed with %s and says so', async (algorithm, privateKey, publicKey) => {
    const jwt = await assertionOf({
      kind: 'private_key_jwt',
      key: new Secret(privateKey),
      algorithm,
      keyId: 'key-1',
    });
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: algorithm, kid: 'key-1' });
    const { payload } = await jwtVerify(jwt, await importSPKI(publicKey, algorithm), {
      currentDate: new Date(startEpochMs),
      audience: 'https://as.example/x',
      issuer: 'client',
      subject: 'client',
    });
    expect(payload.exp).toBe(startEpochMs / 1000 + 60);
  });

  it("names the JWK's own key when none is given", async () => {
    const key = new Secret(JSON.stringify({ ...ecJwk, kid: 'own' }));
    const method = { kind: 'private_key_jwt', key, algorithm: 'ES256', keyId: null } as const;
    expect(decodeProtectedHeader(await assertionOf(method)).kid).toBe('own');
  });

  it('N9 never takes a key pair for a shared secret', async () => {
    for (const text of [rsa.publicKey, rsa.privateKey, JSON.stringify(rsaJwk)]) {
      const secret = new Secret(text);
      const making = assertionOf({ kind: 'client_secret_jwt', secret });
      await expect(making).rejects.toMatchObject({ code: 'oauth.invalid-key' });
    }
  });

  const bySecret: ClientAuthentication = {
    kind: 'client_secret_jwt',
    secret: new Secret('a secret that is longer than thirty-two bytes'),
  };

  it('N10 bears an identifier of its own, 100,000 times over', async () => {
    const server = asAuthorizationServer(
      serverAt(new URL('https://as.example'), { issuer: 'https://as.example' }),
    );
    const clock = createClock({ startEpochMs });
    const client = asClient(clientWith(bySecret), clock);
    const authenticate = await clientCredentialsOf(clientWith(bySecret), clock);
    const seen = new Set<unknown>();
    const signOne = async (): Promise<void> => {
      const body = new URLSearchParams();
      await authenticate(server, client, body, new Headers());
      const [, claims = ''] = (body.get('client_assertion') ?? '').split('.');
      const { jti } = JSON.parse(Buffer.from(claims, 'base64url').toString());
      // 256 bits in base64url.
      if (jti.length === 43) seen.add(jti);
    };
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(Array.from({ length: 1_000 }, signOne));
    }
    expect(seen.size).toBe(100_000);
  }, 120_000);

  it('N10 is for the issuer alone, or the token endpoint where there is none', async () => {
    const forIssuer = decodeJwt(await assertionOf(bySecret));
    expect(forIssuer.aud).toBe('https://as.example/x');
    const forEndpoint = decodeJwt(await assertionOf(bySecret, null));
    expect(forEndpoint.aud).toBe('https://as.example/token');
    expect(Object.keys(forIssuer).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sub']);
  });

  it.each([-24 * 3600, -300, 300, 24 * 3600])(
    'N8 goes by our clock, %i seconds from the real one',
    async (seconds) => {
      const now = startEpochMs + seconds * 1000;
      const { iat, exp } = decodeJwt(await assertionOf(bySecret, 'https://as.example', now));
      expect([iat, exp]).toEqual([now / 1000, now / 1000 + 60]);
    },
  );
});
