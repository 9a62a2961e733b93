import { AppError } from '../../diagnostics/errors.ts';

/**
 * Says that the provider sent the person back with `error=`, for the adapter to map to a code of its
 * own. Left unmapped, it reads as `oauth.provider-error`.
 */
export class ProviderRedirectError extends AppError {
  /** At most 64 of letters, digits, `_`, `.` and `-`; anything else was replaced by `_`. May be empty. */
  readonly errorCode: string;

  constructor(errorCode: string) {
    super('oauth.provider-error');
    this.errorCode = errorCode;
  }
}
