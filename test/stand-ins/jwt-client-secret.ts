import { createHmac, timingSafeEqual } from 'node:crypto';

type JwtRefusal = {
  /** The word that StorX gives. */
  readonly word:
    | 'invalid_client_secret'
    | 'invalid_client_secret_claims'
    | 'invalid_client_string'
    | 'exp_not_found'
    | 'client_secret_expired';
  /** More than the word says, for assertions. */
  readonly reason: string;
};

const part = (text: string | undefined): Record<string, unknown> | null => {
  if (text === undefined || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/**
 * Checks JWTs that stand for a client secret: HS256 over the UTF-8 bytes of the secret's text,
 * `client_id`, `exp` in the future, and each token once.
 *
 * The real server takes any HMAC algorithm and does not check for reuse, though its documents call
 * a token one-time; this one holds the documents' promise.
 */
export const createJwtVerifier = (nowEpochMs: () => number) => {
  const used = new Set<string>();

  const check = (jwt: string, client: { clientId: string; clientSecret: string }) => {
    const refuse = (word: JwtRefusal['word'], reason: string): JwtRefusal => ({ word, reason });
    const [headerText, claimsText, signatureText, ...rest] = jwt.split('.');
    const header = part(headerText);
    const claims = part(claimsText);
    if (header === null || claims === null || signatureText === undefined || rest.length > 0) {
      return refuse('invalid_client_secret', 'malformed JWT');
    }
    if (header.alg !== 'HS256') return refuse('invalid_client_secret', 'alg is not HS256');
    const expected = createHmac('sha256', Buffer.from(client.clientSecret, 'utf8'))
      .update(`${headerText}.${claimsText}`)
      .digest('base64url');
    const given = Buffer.from(signatureText);
    if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected))) {
      return refuse('invalid_client_secret', 'wrong signature');
    }
    const { client_id: clientId, exp, nbf } = claims;
    if (typeof clientId !== 'string') return refuse('invalid_client_string', 'no client_id claim');
    if (clientId !== client.clientId) {
      return refuse('invalid_client_secret_claims', 'client_id claim is another');
    }
    if (typeof exp !== 'number') return refuse('exp_not_found', 'no exp claim');
    const nowSeconds = nowEpochMs() / 1000;
    if (exp <= nowSeconds) return refuse('client_secret_expired', 'exp is past');
    if (typeof nbf === 'number' && nbf > nowSeconds) {
      return refuse('invalid_client_secret', 'nbf is in the future');
    }
    if (used.has(jwt)) return refuse('invalid_client_secret', 'JWT was used before');
    used.add(jwt);
    return null;
  };

  /** Answers null for a good token and marks it used. */
  return { check };
};
