import { JWT_TIMESTAMP_CHECK } from 'oauth4webapi';
import { AppError } from '../diagnostics/errors.ts';

/** Beyond this an assertion of a minute or a fresh ID token can fail by the clock alone. */
const noticeableSkewMs = 60_000;

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
};

/**
 * Says in our words what the library found wrong with a reply.
 *
 * Its error is not kept as the cause, because it holds the reply, tokens included; its own sentence,
 * which quotes nothing, goes to the log.
 */
export const asAppError = (
  error: unknown,
  otherwise: 'server.invalid-response' | 'oauth.invalid-id-token',
  host: string,
): AppError => {
  if (error instanceof AppError) return error;
  const cause = new Error(`${codeOf(error)}: ${error instanceof Error ? error.message : ''}`);
  return new AppError(otherwise, { params: { host }, cause });
};

export const isTimestampError = (error: unknown): boolean => codeOf(error) === JWT_TIMESTAMP_CHECK;

/** Compares the server's clock, as its reply tells it, with ours. */
export const isClockOff = (headers: Headers, nowEpochMs: number): boolean => {
  const serverEpochMs = Date.parse(headers.get('date') ?? '');
  return Math.abs(serverEpochMs - nowEpochMs) > noticeableSkewMs;
};
