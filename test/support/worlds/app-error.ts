import { inspect } from 'node:util';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { ErrorCode } from '../../../shared/result.ts';

/** Gives the error that work ends with; throws unless it ends with one of ours. */
export const errorOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    (value) => `resolved with ${inspect(value)}`,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no AppError: ${inspect(error)}`);
};

export const codeOf = async (work: Promise<unknown>): Promise<ErrorCode> =>
  (await errorOf(work)).code;

/** Gives 'done', or code and parameters of the error of ours that work ends with; any other one as it is. */
export const outcomeOf = (work: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error: unknown) => (error instanceof AppError ? [error.code, error.params] : error),
    );
