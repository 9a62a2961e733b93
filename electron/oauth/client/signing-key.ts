import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { type CryptoKey, calculateJwkThumbprint, importJWK, importPKCS8, type JWK } from 'jose';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { parseJsonObject } from '../../platform/json.ts';

export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** Why a text is no key to sign with, for the wording. */
type KeyProblem =
  | 'not-a-key'
  | 'encrypted'
  | 'public-only'
  | 'wrong-format'
  | 'trailing-text'
  | 'wrong-algorithm'
  | 'wrong-curve'
  | 'too-short';

type SigningKey = {
  readonly key: CryptoKey;
  /** The JWK's own `kid`; null for PEM. */
  readonly keyId: string | null;
};

/** RFC 7518 sections 3.3 and 3.5. */
const minRsaBits = 2048;
const maxKeyTextLength = 16 * 1024;

/**
 * Imports a private key given as PEM (PKCS #8) or JWK for one algorithm, so that it can sign and can
 * never be read back.
 *
 * Throws `oauth.invalid-key` with a `problem` of `KeyProblem` and nothing of the key: a message of
 * OpenSSL or of JSON.parse may quote the text, so none is kept as a cause.
 */
export const importSigningKey = async (
  text: Secret,
  algorithm: SigningAlgorithm,
): Promise<SigningKey> => {
  const trimmed = text.expose().trim();
  if (trimmed === '' || trimmed.length > maxKeyTextLength) throw invalidKey('not-a-key');
  const imported = trimmed.startsWith('{')
    ? await importAsJwk(parseJwk(trimmed), algorithm)
    : await importAsPem(trimmed, algorithm);
  checkStrength(imported.key, algorithm);
  return imported;
};

/** The half of a key pair that anybody may have, with the names that a server finds it by. */
export type PublicKey = JWK & { readonly kid: string };

/**
 * Gives the public key of a private one, as RFC 7517 writes it: for registering it with a server.
 *
 * Its `kid` is the one given, else the JWK's own, else the thumbprint (RFC 7638). No private member
 * is ever in it: only the members that make a public key are taken over. Throws what
 * `importSigningKey` throws.
 */
export const publicKeyOf = async (
  text: Secret,
  algorithm: SigningAlgorithm,
  keyId: string | null,
): Promise<PublicKey> => {
  const { keyId: ownId } = await importSigningKey(text, algorithm);
  const exported = exportPublic(text.expose().trim());
  const bare: JWK = Object.fromEntries(
    publicFields.flatMap((name) => {
      const value = exported[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const kid = keyId ?? ownId ?? (await calculateJwkThumbprint(bare));
  return { ...bare, kid, alg: algorithm, use: 'sig' };
};

/** RFC 7518 section 6, RFC 8037 section 2. */
const publicFields = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const;

const exportPublic = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const key = text.startsWith('{')
      ? createPublicKey({ key: parseJwk(text) as JsonWebKey, format: 'jwk' })
      : createPublicKey(text);
    return key.export({ format: 'jwk' }) as Readonly<Record<string, unknown>>;
  } catch {
    throw invalidKey('not-a-key');
  }
};

export const invalidKey = (problem: KeyProblem): AppError =>
  new AppError('oauth.invalid-key', { params: { problem } });

const pem =
  /^-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n([A-Za-z0-9+/=\s]+)\r?\n-----END ([A-Z0-9 ]+)-----/;

const importAsPem = async (text: string, algorithm: SigningAlgorithm): Promise<SigningKey> => {
  if (/-----BEGIN ENCRYPTED |^Proc-Type:.*ENCRYPTED/m.test(text)) throw invalidKey('encrypted');
  if (/-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----/.test(text)) {
    throw invalidKey('public-only');
  }
  const found = pem.exec(text);
  const [whole = '', label, base64 = '', endLabel] = found ?? [];
  if (found === null || label !== endLabel) {
    throw invalidKey(text.includes('-----BEGIN ') ? 'trailing-text' : 'not-a-key');
  }
  if (label !== 'PRIVATE KEY') throw invalidKey('wrong-format');
  if (whole.length !== text.length || !isOneDerSequence(base64)) throw invalidKey('trailing-text');
  if (!holdsKeyOf(base64, algorithm)) throw invalidKey('wrong-algorithm');
  try {
    const key = await importPKCS8(text, algorithm, { extractable: false });
    return { key, keyId: null };
  } catch {
    throw invalidKey(algorithm === 'ES256' ? 'wrong-curve' : 'not-a-key');
  }
};

/** OpenSSL reads the first structure and ignores what follows it. */
const isOneDerSequence = (base64: string): boolean => {
  const der = Buffer.from(base64, 'base64');
  const [tag, first] = der;
  if (tag !== 0x30 || first === undefined) return false;
  if (first < 0x80) return der.length === 2 + first;
  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0 || lengthBytes > 2 || der.length < 2 + lengthBytes) return false;
  return der.length === 2 + lengthBytes + der.readUIntBE(2, lengthBytes);
};

/** Object identifiers of the algorithms in PKCS #8: rsaEncryption, id-ecPublicKey, id-Ed25519. */
const identifiers: Readonly<Record<SigningAlgorithm, Buffer>> = {
  RS256: Buffer.from('06092a864886f70d010101', 'hex'),
  PS256: Buffer.from('06092a864886f70d010101', 'hex'),
  ES256: Buffer.from('06072a8648ce3d0201', 'hex'),
  EdDSA: Buffer.from('06032b6570', 'hex'),
};

/** The identifier follows the outer length, the version, and the inner length: 24 bytes at most. */
const holdsKeyOf = (base64: string, algorithm: SigningAlgorithm): boolean =>
  Buffer.from(base64, 'base64').subarray(0, 24).includes(identifiers[algorithm]);

const keyTypes: Readonly<Record<SigningAlgorithm, string>> = {
  RS256: 'RSA',
  PS256: 'RSA',
  ES256: 'EC',
  EdDSA: 'OKP',
};

const curves: Readonly<Partial<Record<SigningAlgorithm, string>>> = {
  ES256: 'P-256',
  EdDSA: 'Ed25519',
};

/** Without which a private key of the type is not whole; RFC 7518 section 6, RFC 8037 section 2. */
const privateFields: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'],
  EC: ['x', 'y', 'd'],
  OKP: ['x', 'd'],
};

const parseJwk = (text: string): JWK => {
  const jwk = parseJsonObject(text);
  if (jwk === null) throw invalidKey('not-a-key');
  return jwk as JWK;
};

const importAsJwk = async (jwk: JWK, algorithm: SigningAlgorithm): Promise<SigningKey> => {
  const { kty, alg, use, key_ops: operations, kid } = jwk;
  const required = typeof kty === 'string' ? privateFields[kty] : undefined;
  if (kty === 'oct') throw invalidKey('wrong-algorithm');
  if (required === undefined) throw invalidKey('not-a-key');
  if (kty !== keyTypes[algorithm]) throw invalidKey('wrong-algorithm');
  const isNamed = alg === undefined || alg === algorithm;
  if (!isNamed && !(algorithm === 'EdDSA' && alg === 'Ed25519')) {
    throw invalidKey('wrong-algorithm');
  }
  if (use !== undefined && use !== 'sig') throw invalidKey('wrong-algorithm');
  if (operations !== undefined && !operations.includes('sign')) throw invalidKey('public-only');
  if (jwk.crv !== curves[algorithm]) throw invalidKey('wrong-curve');
  if (jwk.d === undefined) throw invalidKey('public-only');
  const fields = jwk as Readonly<Record<string, unknown>>;
  if (!required.every((name) => typeof fields[name] === 'string' && fields[name] !== '')) {
    throw invalidKey('not-a-key');
  }
  try {
    // Only what makes the key, so that no other field of the text has a say in the import.
    const bare = Object.fromEntries(
      ['kty', 'crv', ...required].map((name) => [name, fields[name]]),
    );
    const key = await importJWK(bare as JWK, algorithm, { extractable: false });
    if (key instanceof Uint8Array) throw invalidKey('wrong-algorithm');
    return { key, keyId: typeof kid === 'string' && kid !== '' ? kid : null };
  } catch {
    throw invalidKey('not-a-key');
  }
};

const checkStrength = (key: CryptoKey, algorithm: SigningAlgorithm): void => {
  if (key.type !== 'private' || key.extractable) throw invalidKey('public-only');
  const { modulusLength, namedCurve } = key.algorithm as {
    readonly modulusLength?: number;
    readonly namedCurve?: string;
  };
  if (keyTypes[algorithm] === 'RSA' && (modulusLength ?? 0) < minRsaBits) {
    throw invalidKey('too-short');
  }
  if (algorithm === 'ES256' && namedCurve !== 'P-256') throw invalidKey('wrong-curve');
};
