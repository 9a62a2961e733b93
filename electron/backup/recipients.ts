import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import { parseJsonObject } from '../platform/json.ts';

/**
 * How the file's own key is had by a recipient (RFC 7518, sections 4.3 and 4.6): what jose can do in
 * Electron, which has no AES key wrap.
 */
export const keyAlgorithms = ['RSA-OAEP-256', 'ECDH-ES'] as const;

/** Half of a pair of keys that a backup can be locked for. */
export type RecipientKey = {
  readonly key: KeyObject;
  readonly algorithm: (typeof keyAlgorithms)[number];
  /** SHA-256 of the public half (SPKI, DER), hex. */
  readonly fingerprint: string;
};

const minRsaBits = 2048;
/** P-256, P-384 and P-521, as Node names them. */
const curves: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];

const unfit = (reason: string): AppError =>
  new AppError('backup.unfit-key', { params: { reason } });

const algorithmOf = (key: KeyObject): RecipientKey['algorithm'] => {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= minRsaBits) return 'RSA-OAEP-256';
  if (key.asymmetricKeyType === 'ec' && curves.includes(namedCurve)) return 'ECDH-ES';
  throw unfit('kind');
};

const fingerprintOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Messages of OpenSSL may quote the text, so none is kept as a cause. */
const read = (make: () => KeyObject): KeyObject => {
  try {
    return make();
  } catch {
    throw unfit('unreadable');
  }
};

/**
 * Reads the public key, PEM or JWK, that a backup shall be locked for: RSA of 2,048 bits or more, or a
 * NIST curve. Throws `backup.unfit-key`.
 */
export const readRecipient = (text: string): RecipientKey => {
  const jwk = parseJsonObject(text);
  // It would do, and who chose it by mistake goes on to hand it out.
  if (jwk?.d !== undefined || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw unfit('private');
  const key = read(() =>
    createPublicKey(jwk === null ? text : { key: jwk as JsonWebKey, format: 'jwk' }),
  );
  return { key, algorithm: algorithmOf(key), fingerprint: fingerprintOf(key) };
};

/**
 * Reads the private key that opens a backup, PEM or JWK, and with the passphrase where the PEM has one.
 * Throws `backup.unfit-key`; for a key of another pair with the reason `other`.
 */
export const readPrivateKey = (
  text: Secret,
  passphrase: Secret | null,
  keyId: string | null,
): KeyObject => {
  const jwk = parseJsonObject(text.expose());
  const key = read(() =>
    createPrivateKey(
      jwk === null
        ? { key: text.expose(), passphrase: passphrase?.expose() ?? '' }
        : { key: jwk as JsonWebKey, format: 'jwk' },
    ),
  );
  algorithmOf(key);
  if (keyId !== null && fingerprintOf(createPublicKey(key)) !== keyId) throw unfit('other');
  return key;
};
