import type { ErrorCode, FieldProblem } from '../../shared/result.ts';

type Details = {
  /** Fills the wording's placeholders. Never a secret, a path, a URL query or upstream text. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly fields?: Readonly<Record<string, FieldProblem>>;
  readonly retryable?: boolean;
  readonly cause?: unknown;
};

/**
 * Is the one error that crosses layers: a closed code, safe parameters, and the cause for the log.
 *
 * The message is the code; what a person reads is made from it in `shared/words/errors.ts`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly fields: Readonly<Record<string, FieldProblem>>;
  readonly retryable: boolean;

  constructor(code: ErrorCode, details: Details = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.params = details.params ?? {};
    this.fields = details.fields ?? {};
    this.retryable = details.retryable ?? false;
  }
}

export const isAppError = (error: unknown, ...codes: readonly ErrorCode[]): error is AppError =>
  error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
