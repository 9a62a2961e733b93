import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  importJWK,
  importPKCS8,
} from 'jose';
import { z } from 'zod';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { maxBundleBytes } from './format.ts';

const algorithm = 'EdDSA';
const type = 'stowkey-bundle';

/** The key is in the header: which one it is, is what gets pinned (RFC 7515, section 4.1.3; RFC 8037). */
const headerSchema = z.strictObject({
  alg: z.literal(algorithm),
  typ: z.literal(type),
  jwk: z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string().regex(/^[\w-]{43}$/),
  }),
});
type PublicKey = z.infer<typeof headerSchema>['jwk'];

const notSigned = (cause?: unknown): AppError =>
  new AppError('bundle.invalid', { params: { reason: 'signature' }, cause });

/** A JWS is a third longer than what it signs. */
export const maxSignedBytes = maxBundleBytes * 2;

/**
 * Checks a signed bundle (JWS in compact form, Ed25519). Gives what was signed and the fingerprint of the key:
 * its SHA-256 thumbprint (RFC 7638). Throws `bundle.invalid`. Whose key it is, is for the caller to judge.
 */
export const verifyBundle = async (
  signed: string,
): Promise<{ readonly text: string; readonly key: string }> => {
  const jws = signed.trim();
  if (jws.length > maxSignedBytes) {
    throw new AppError('bundle.invalid', { params: { reason: 'too-large' } });
  }
  try {
    const { jwk } = headerSchema.parse(decodeProtectedHeader(jws));
    const options = { algorithms: [algorithm] };
    const { payload } = await compactVerify(jws, await importJWK(jwk, algorithm), options);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return { text, key: await calculateJwkThumbprint(jwk) };
  } catch (error) {
    throw notSigned(error);
  }
};

/** The public half of an Ed25519 key. */
const publicHalf = ({ kty, crv, x }: Partial<PublicKey>): PublicKey =>
  headerSchema.shape.jwk.parse({ kty, crv, x });

/** Signs a text by a key of `openssl genpkey -algorithm ed25519`. Throws `bundle.unfit-key`. */
export const signBundle = async (
  text: string,
  pem: Secret,
): Promise<{ readonly signed: string; readonly key: string }> => {
  try {
    const key = await importPKCS8(pem.expose(), algorithm, { extractable: true });
    const jwk = publicHalf((await exportJWK(key)) as Partial<PublicKey>);
    const signed = await new CompactSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: algorithm, typ: type, jwk })
      .sign(key);
    return { signed, key: await calculateJwkThumbprint(jwk) };
  } catch (error) {
    throw new AppError('bundle.unfit-key', { cause: error });
  }
};
