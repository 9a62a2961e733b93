import { AppError } from '../diagnostics/errors.ts';

/** Why a server could not be reached; the wording tells them apart. */
type UnreachableReason = 'dns' | 'refused' | 'reset' | 'tls' | 'not-tls' | 'offline' | 'other';

/** Turns what fetch threw into one of the codes that `HttpClient` promises. */
export const toHttpError = (error: unknown, host: string, elapsedMs: number): AppError => {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error);
  if (timeoutCodes.has(code)) {
    const params = { host, seconds: Math.ceil(elapsedMs / 1000) };
    return new AppError('server.timeout', { params, retryable: true, cause: error });
  }
  if (isMalformed(code)) {
    return new AppError('server.invalid-response', { params: { host }, cause: error });
  }
  const reason = unreachableReason(code);
  const retryable = reason !== 'tls' && reason !== 'not-tls';
  // Without a code it is fetch that refused the request, and its words may quote a header's value.
  const cause = code === '' ? {} : { cause: error };
  return new AppError('server.unreachable', { params: { host, reason }, retryable, ...cause });
};

/** Sorts a system, OpenSSL or undici error code into the closed set. */
export const unreachableReason = (code: string): UnreachableReason => {
  const known = reasonByCode.get(code);
  if (known !== undefined) return known;
  return tlsCode.test(code) ? 'tls' : 'other';
};

const reasonByCode: ReadonlyMap<string, UnreachableReason> = new Map([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['ENETUNREACH', 'offline'],
  ['ENETDOWN', 'offline'],
  ['EHOSTUNREACH', 'offline'],
  ['EHOSTDOWN', 'offline'],
  ['EPROTO', 'tls'],
  ['HOSTNAME_MISMATCH', 'tls'],
  // What came was no TLS at all.
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-tls'],
  ['ERR_SSL_HTTP_REQUEST', 'not-tls'],
]);

/** OpenSSL's verification results (X509_V_ERR_*), as Node names them, and Node's own TLS errors. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT_|INVALID_(CA|PURPOSE)|PATH_LENGTH_)/;

const timeoutCodes: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** HTTP that does not parse (llhttp), headers without end, broken compression (zlib). */
const isMalformed = (code: string): boolean =>
  /^(HPE_|Z_|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_|ERR__ERROR_FORMAT_)/.test(code);

/** Fetch wraps the cause, and a dual-stack connect wraps one error per address. */
export const systemErrorCode = (error: unknown): string => {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
    // Since Node 24 it comes without llhttp's own.
    if (current.name === 'HTTPParserError') return 'HPE_UNKNOWN';
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return '';
};
