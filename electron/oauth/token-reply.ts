import type { ErrorCode } from '../../shared/result.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { HttpResponse } from '../platform/ports.ts';
import { looksLikeHtml, retryAfterSeconds } from '../platform/reply.ts';
import type { TokenReplyQuirks } from './oauth-types.ts';

/** What was asked, because the same word means different things at different times. */
export type Question =
  | 'exchange'
  | 'refresh'
  | 'device-start'
  | 'device-poll'
  | 'push'
  | 'revoke'
  | 'register';

export type ReplyContext = {
  /** Of the endpoint, for the wording. */
  readonly host: string;
  readonly question: Question;
  readonly expectedStatus: 200 | 201;
  readonly nowEpochMs: number;
  readonly quirks: TokenReplyQuirks;
};

export type JsonObject = Readonly<Record<string, unknown>>;

export const strictReplies: TokenReplyQuirks = {
  tokenTypeMayBeMissing: false,
  errorsWithStatus200: false,
  formEncoded: false,
  errorsAreMessages: false,
  neverExpires: false,
};

/** Says that the server refused with a word of its protocol, which some flows go by. */
export class RefusedByWord extends AppError {
  readonly word: string;

  constructor(code: ErrorCode, word: string, details: ConstructorParameters<typeof AppError>[1]) {
    super(code, details);
    this.word = word;
  }
}

/**
 * Gives the fields of a reply of an OAuth endpoint, or throws the `AppError` that says what the reply
 * means. RFC 6749 section 5.
 *
 * Only a server that speaks the protocol can reject: `oauth.sign-in-again` and `oauth.invalid-client`
 * come of its own words in a 4xx and of nothing else. A proxy's page, an overloaded server, or a
 * portal of a hotel costs no token. Descriptions are never read: they are made for developers and
 * differ from server to server and from day to day.
 */
export const readOAuthReply = (reply: HttpResponse, context: ReplyContext): JsonObject => {
  const { host, quirks } = context;
  if (reply.status !== context.expectedStatus) throw refusal(reply, context);
  const fields = fieldsOf(reply, quirks);
  if (fields === null) {
    if (looksLikeHtml(reply)) throw new AppError('server.wrong-host', { params: { host } });
    throw new AppError('server.invalid-response', { params: { host } });
  }
  if (quirks.errorsWithStatus200 && isErrorInside(fields)) throw errorInside(fields, context);
  return fields;
};

/** The same for endpoints outside of RFC 6749, where the status has to tell. */
export const refusalByStatus = (
  reply: HttpResponse,
  { host, nowEpochMs }: { readonly host: string; readonly nowEpochMs: number },
): AppError | null => {
  const { status } = reply;
  const params = { host, status };
  if (status === 429) {
    return new AppError('server.rate-limited', {
      params: { host, retryAfterSeconds: retryAfterSeconds(reply.headers, nowEpochMs) },
      retryable: true,
    });
  }
  if (status >= 500) return new AppError('server.trouble', { params, retryable: true });
  if (status === 407) {
    const details = { params: { host, reason: 'other' }, retryable: true };
    return new AppError('server.unreachable', details);
  }
  const isElsewhere = status >= 300 && status < 400;
  if (isElsewhere || (status >= 400 && looksLikeHtml(reply))) {
    return new AppError('server.wrong-host', { params });
  }
  return null;
};

const refusal = (reply: HttpResponse, context: ReplyContext): AppError => {
  const { status } = reply;
  const params = { host: context.host, status };
  const byStatus = refusalByStatus(reply, context);
  if (byStatus !== null) return byStatus;
  if (status < 300) return new AppError('server.invalid-response', { params });

  const word = fieldsOf(reply, context.quirks)?.error;
  if (typeof word === 'string' && word !== '') return refusalByWord(word, context, status);
  if (status === 401 && reply.headers.has('www-authenticate')) {
    return new AppError('oauth.invalid-client', { params });
  }
  const isElsewhere = status === 404 || status === 405 || status === 410;
  return new AppError(isElsewhere ? 'server.wrong-host' : 'server.rejected', { params });
};

/**
 * RFC 6749 section 5.2, RFC 8628 section 3.5, OIDC Core section 3.1.2.6, Google's own one, and
 * Microsoft's word for a device code that the person declined.
 */
const codeByWord: ReadonlyMap<string, ErrorCode> = new Map([
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

/** Words that blame the code or the token that was sent. */
const grantWords: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);

const otherWords: ReadonlySet<string> = new Set([
  'invalid_request',
  'unsupported_grant_type',
  'unsupported_token_type',
  'unsupported_response_type',
  'invalid_token',
  'invalid_client_metadata',
  'authorization_pending',
  'slow_down',
]);

const refusalByWord = (word: string, context: ReplyContext, status: number): AppError => {
  const { quirks, question } = context;
  const isKnown = codeByWord.has(word) || grantWords.has(word) || otherWords.has(word);
  const isMessage = quirks.errorsAreMessages && !isKnown && (status === 400 || status === 401);
  const code =
    grantWords.has(word) || isMessage ? grantCode(question) : (codeByWord.get(word) ?? null);
  const details = {
    params: { host: context.host, status },
    retryable: code === 'server.trouble',
    // Other words could be sentences that repeat what was sent.
    ...(isKnown ? { cause: new Error(`the server said ${word}`) } : {}),
  };
  return new RefusedByWord(code ?? 'server.rejected', isKnown ? word : '', details);
};

const grantCode = (question: Question): ErrorCode => {
  if (question === 'refresh') return 'oauth.sign-in-again';
  if (question === 'exchange' || question === 'device-poll') return 'oauth.code-refused';
  return 'server.rejected';
};

/** pCloud numbers its results, 0 being success; others only have the word. */
const isErrorInside = (fields: JsonObject): boolean =>
  (typeof fields.result === 'number' && fields.result !== 0) ||
  (typeof fields.error === 'string' && fields.error !== '');

/** Source of the numbers: pCloud's API documentation, "errors". */
const errorInside = (fields: JsonObject, context: ReplyContext): AppError => {
  const { host, question, nowEpochMs } = context;
  const result = typeof fields.result === 'number' ? fields.result : 0;
  const params = { host, status: 200 };
  if (result >= 5000) return new AppError('server.trouble', { params, retryable: true });
  if (result >= 4000) {
    const wait = retryAfterSeconds(new Headers(), nowEpochMs);
    return new AppError('server.rate-limited', {
      params: { host, retryAfterSeconds: wait },
      retryable: true,
    });
  }
  const word = typeof fields.error === 'string' ? fields.error : '';
  const byWord = refusalByWord(word, context, 200);
  if (byWord.code !== 'server.rejected') return byWord;
  return new AppError(grantCode(question), { params });
};

const fieldsOf = (reply: HttpResponse, quirks: TokenReplyQuirks): JsonObject | null => {
  const type = reply.headers.get('content-type') ?? '';
  if (quirks.formEncoded && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(new URLSearchParams(reply.body));
  }
  return parseJsonObject(reply.body);
};

/** Null for anything but one JSON object. */
export const parseJsonObject = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : null;
  } catch {
    return null;
  }
};
