import type { ErrorCode, FieldProblem } from '../../shared/result.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { HttpResponse } from '../platform/interfaces.ts';
import { type ReplyOrigin, rateLimitError, unexpectedReplyError } from '../platform/reply.ts';
import { clockSkewError, isRefusedSkew } from './clock-skew.ts';
import { commonErrors } from './error-codes.ts';
import type { StsAction, StsReply } from './sts-reply.ts';

type StsAnswer = ReplyOrigin & {
  readonly action: StsAction;
  readonly response: HttpResponse;
  readonly reply: StsReply;
  readonly clockSkewSeconds: number | null;
};

type Success = Extract<StsReply, { kind: 'identity' | 'credentials' }>;

/**
 * Gives a reply that went well, or throws what it means instead.
 *
 * Source: "Common errors" and each action's errors in the AWS STS API reference; MinIO's
 * `sts-errors.go` and Ceph's `rgw_rest_sts.cc` use the same codes.
 */
export const judgeSts = (answer: StsAnswer): Success => {
  const { response, reply } = answer;
  const { status } = response;
  const isRedirect = status >= 300 && status < 400;
  if (reply.kind === 'error' && !isRedirect) throw errorOf(reply, answer);
  if (status === 200 && reply.kind !== 'error' && reply.kind !== 'unknown') return reply;
  throw unexpectedReplyError(response, answer);
};

// A map, because the server chooses the text that is looked up.
const errorsByCode: ReadonlyMap<string, ErrorCode> = new Map([
  ...commonErrors,
  ['AccessDenied', 'sts.denied'],
  ['AccessDeniedException', 'sts.denied'],
  ['MultiFactorAuthentication', 'sts.mfa-refused'],
  ['InvalidIdentityToken', 'sts.denied'],
  ['IDPRejectedClaim', 'sts.denied'],
  ['NoSuchEntity', 'sts.denied'],
  ['IDPCommunicationError', 'server.trouble'],
]);

const errorOf = (reply: Extract<StsReply, { kind: 'error' }>, answer: StsAnswer): AppError => {
  const { host, response, clockSkewSeconds, action } = answer;
  const { status } = response;
  const params = { host, status };
  const isSigned = action !== 'AssumeRoleWithWebIdentity';
  if (/^Throttl|^TooManyRequests/.test(reply.code)) return rateLimitError(response.headers, answer);
  if (/^ExpiredToken/.test(reply.code)) {
    return new AppError(isSigned ? 's3.invalid-access-key' : 'sts.token-expired', { params });
  }
  const code = errorsByCode.get(reply.code);
  const tooLate = /^Signature (?:expired|not yet current)/.test(reply.message);
  const skewed = isRefusedSkew(clockSkewSeconds);
  if (code === 's3.clock-skew' || (isSigned && (tooLate || (skewed && status < 500)))) {
    return clockSkewError(host, clockSkewSeconds);
  }
  if (code === 'sts.denied' && reply.message.startsWith('MultiFactorAuthentication')) {
    return new AppError('sts.mfa-refused', { params });
  }
  const fields = fieldsOf(reply);
  if (code !== undefined) {
    return new AppError(code, { params, fields, retryable: code === 'server.trouble' });
  }
  if (status >= 500) return new AppError('server.trouble', { params, retryable: true });
  return new AppError('server.rejected', { params, fields });
};

/** The message names the parameter at fault, in the words of the API. */
const fieldsOf = ({
  code,
  message,
}: Extract<StsReply, { kind: 'error' }>): Readonly<Record<string, FieldProblem>> => {
  if (code === 'RegionDisabledException' || /valid region/.test(message)) {
    return { region: 'bad-format' };
  }
  if (!/^(Validation|Invalid(?:Parameter|Request)|MissingParameter)/.test(code)) return {};
  const found = parameterFields.find(([name]) => name.test(message));
  return found === undefined ? {} : { [found[1]]: found[2] };
};

const parameterFields: readonly (readonly [RegExp, string, FieldProblem])[] = [
  [/durationSeconds/i, 'durationMinutes', 'out-of-range'],
  [/roleSessionName/i, 'sessionName', 'bad-format'],
  [/roleArn/i, 'roleArn', 'bad-format'],
  [/externalId/i, 'externalId', 'bad-format'],
  [/serialNumber/i, 'mfaSerial', 'bad-format'],
];
