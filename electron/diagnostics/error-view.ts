import type { ErrorView } from '../../shared/result.ts';
import { AppError } from './errors.ts';

/**
 * Turns anything thrown into what the window may know of it. An error that is not an `AppError`
 * becomes `internal`: its text could hold anything, so it goes to the log alone.
 */
export const toErrorView = (error: unknown, incident: string | null = null): ErrorView =>
  error instanceof AppError
    ? {
        code: error.code,
        params: error.params,
        fields: error.fields,
        retryable: error.retryable,
        incident,
      }
    : { code: 'internal', params: {}, fields: {}, retryable: false, incident };
