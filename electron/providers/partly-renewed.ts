import { AppError } from '../diagnostics/errors.ts';
import type { Credential } from './adapter.ts';

/**
 * Says that a renewal failed after it had already spent something that works once, such as a
 * rotating refresh token. What came in its place has to be kept, or the next renewal needs a browser.
 */
export class PartlyRenewed extends AppError {
  readonly credential: Credential;

  constructor(failure: AppError, credential: Credential) {
    super(failure.code, {
      params: failure.params,
      fields: failure.fields,
      retryable: failure.retryable,
      cause: failure.cause,
    });
    this.credential = credential;
  }
}
