import type { ErrorCode } from '../../../shared/result.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import { type JsonObject, parseJsonObject } from '../../platform/json.ts';
import {
  type ReplyOrigin,
  rateLimitError,
  statusError,
  unexpectedReplyError,
} from '../../platform/reply.ts';
import type { TokenReplyQuirks } from '../types.ts';

/** What was asked, because the same error code means different things at different times. */
export type RequestKind =
  | 'exchange'
  | 'refresh'
  | 'device-start'
  | 'device-poll'
  | 'push'
  | 'revoke'
  | 'register';

type ReplyContext = ReplyOrigin & {
  readonly requestKind: RequestKind;
  readonly expectedStatus: 200 | 201;
  readonly quirks: TokenReplyQuirks;
};

export const strictReplies: TokenReplyQuirks = {
  tokenTypeMayBeMissing: false,
  errorsWithStatus200: false,
  formEncoded: false,
  errorsAreMessages: false,
  neverExpires: false,
};

/** Says that the server refused with an error code of its protocol, which some flows go by. */
export class OAuthErrorResponse extends AppError {
  readonly errorCode: string;

  constructor(
    code: ErrorCode,
    errorCode: string,
    details: ConstructorParameters<typeof AppError>[1],
  ) {
    super(code, details);
    this.errorCode = errorCode;
  }
}

/**
 * Gives the fields of a reply of an OAuth endpoint, or throws the `AppError` that says what the reply
 * means. RFC 6749 section 5.
 *
 * Only a server that speaks the protocol can reject: `oauth.sign-in-again` and `oauth.invalid-client`
 * come of its own error codes in a 4xx and of nothing else. A 400 or 401 without one refuses a
 * renewal (`oauth.renewal-refused`), which costs nothing yet: FastAPI says `{"detail": …}`. A proxy's
 * page, an overloaded server, or a portal of a hotel costs no token. Descriptions are never read: they are made for developers and
 * differ from server to server and from day to day.
 */
export const readOAuthReply = (reply: HttpResponse, context: ReplyContext): JsonObject => {
  const { quirks } = context;
  if (reply.status !== context.expectedStatus) throw refusal(reply, context);
  const fields = fieldsOf(reply, quirks);
  if (fields === null) throw unexpectedReplyError(reply, context);
  if (quirks.errorsWithStatus200 && isErrorInside(fields)) throw errorInside(fields, context);
  return fields;
};

/** Tells whether a server refused the client before it looked at anything else. */
export const isInvalidClient = ({ status, body }: HttpResponse): boolean =>
  status >= 400 && status < 500 && parseJsonObject(body)?.error === 'invalid_client';

/**
 * Tells whether a server took the client, whatever it thought of the rest. One that cannot decode
 * how the client proves itself may call the whole request invalid.
 */
export const isClientAccepted = ({ status, body }: HttpResponse): boolean => {
  if (status >= 200 && status < 300) return true;
  const errorCode = status >= 400 && status < 500 ? parseJsonObject(body)?.error : undefined;
  return (
    typeof errorCode === 'string' &&
    errorCode !== 'invalid_client' &&
    errorCode !== 'invalid_request'
  );
};

const refusal = (reply: HttpResponse, context: ReplyContext): AppError => {
  const { status } = reply;
  const byStatus = statusError(reply, context);
  if (byStatus !== null) return byStatus;
  const errorCode = status < 300 ? undefined : fieldsOf(reply, context.quirks)?.error;
  if (typeof errorCode === 'string' && errorCode !== '')
    return refusalByErrorCode(errorCode, context, status);
  const params = { host: context.host, status };
  const challenge = status === 401 ? reply.headers.get('www-authenticate') : null;
  const isForClient = challenge !== null && /^\s*basic\b/i.test(challenge);
  if (context.requestKind === 'refresh' && isRefusal(status) && !isForClient) {
    return new AppError('oauth.renewal-refused', { params });
  }
  if (challenge !== null) return new AppError('oauth.invalid-client', { params });
  return unexpectedReplyError(reply, context);
};

const isRefusal = (status: number): boolean => status === 400 || status === 401;

/**
 * RFC 6749 section 5.2, RFC 8628 section 3.5, OIDC Core section 3.1.2.6, Google's own one, and
 * Microsoft's for a device code that the person declined.
 */
const ourCodes: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_client', 'oauth.invalid-client'],
  ['unauthorized_client', 'oauth.invalid-client'],
  ['invalid_scope', 'oauth.invalid-scope'],
  ['invalid_redirect_uri', 'oauth.redirect-mismatch'],
  ['redirect_uri_mismatch', 'oauth.redirect-mismatch'],
  ['access_denied', 'oauth.denied'],
  ['authorization_declined', 'oauth.denied'],
  ['expired_token', 'oauth.device-code-expired'],
  ['server_error', 'server.trouble'],
  ['temporarily_unavailable', 'server.trouble'],
]);

/** Error codes that blame the code or the token that was sent. */
const grantErrorCodes: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);

const otherErrorCodes: ReadonlySet<string> = new Set([
  'invalid_request',
  'unsupported_grant_type',
  'unsupported_token_type',
  'unsupported_response_type',
  'invalid_token',
  'invalid_client_metadata',
  'authorization_pending',
  'slow_down',
]);

const refusalByErrorCode = (errorCode: string, context: ReplyContext, status: number): AppError => {
  const { quirks, requestKind } = context;
  const isKnown =
    ourCodes.has(errorCode) || grantErrorCodes.has(errorCode) || otherErrorCodes.has(errorCode);
  const isUnknown = !isKnown && isRefusal(status);
  const isMessage = quirks.errorsAreMessages && isUnknown;
  const code =
    grantErrorCodes.has(errorCode) || isMessage
      ? grantCode(requestKind)
      : (ourCodes.get(errorCode) ??
        (isUnknown && requestKind === 'refresh' ? 'oauth.renewal-refused' : null));
  const details = {
    params: { host: context.host, status },
    retryable: code === 'server.trouble',
    // Other texts could be sentences that repeat what was sent.
    ...(isKnown ? { cause: new Error(`the server said ${errorCode}`) } : {}),
  };
  return new OAuthErrorResponse(code ?? 'server.rejected', isKnown ? errorCode : '', details);
};

const grantCode = (requestKind: RequestKind): ErrorCode => {
  if (requestKind === 'refresh') return 'oauth.sign-in-again';
  if (requestKind === 'exchange' || requestKind === 'device-poll') return 'oauth.code-refused';
  return 'server.rejected';
};

/** pCloud numbers its results, 0 being success; others only have `error`. */
const isErrorInside = (fields: JsonObject): boolean =>
  (typeof fields.result === 'number' && fields.result !== 0) ||
  (typeof fields.error === 'string' && fields.error !== '');

/** Source of the numbers: pCloud's API documentation, "errors". */
const errorInside = (fields: JsonObject, context: ReplyContext): AppError => {
  const { host, requestKind } = context;
  const result = typeof fields.result === 'number' ? fields.result : 0;
  const params = { host, status: 200 };
  if (result >= 5000) return new AppError('server.trouble', { params, retryable: true });
  if (result >= 4000) return rateLimitError(new Headers(), context);
  const errorCode = typeof fields.error === 'string' ? fields.error : '';
  const byErrorCode = refusalByErrorCode(errorCode, context, 200);
  if (byErrorCode.code !== 'server.rejected') return byErrorCode;
  return new AppError(grantCode(requestKind), { params });
};

const fieldsOf = (reply: HttpResponse, quirks: TokenReplyQuirks): JsonObject | null => {
  const type = reply.headers.get('content-type') ?? '';
  if (quirks.formEncoded && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(new URLSearchParams(reply.body));
  }
  return parseJsonObject(reply.body);
};
