import type { AccessGrantErrorCode } from '../../shared/result.ts';
import { AppError } from '../diagnostics/errors.ts';

/**
 * Says in which way a text is not a usable access grant.
 *
 * Carries the code alone: the text, its decoded bytes and their lengths are part of a credential.
 */
export class AccessGrantError extends Error {
  override readonly name = 'AccessGrantError';
  readonly code: AccessGrantErrorCode;

  constructor(code: AccessGrantErrorCode) {
    super(code);
    this.code = code;
  }

  /** Turns it into the error that crosses layers, `grant.<code>`. */
  toAppError(): AppError {
    return new AppError(`grant.${this.code}`, { cause: this });
  }
}
