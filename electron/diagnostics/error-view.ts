import { keychainOf } from '../../shared/keychains.ts';
import type { ErrorView } from '../../shared/result.ts';
import { isAppError } from './errors.ts';
import { redact } from './redaction.ts';

const maxParamLength = 200;

/**
 * Turns anything thrown into what the window may learn: a code and safe parameters, never a stack,
 * path, query or a server's text. What is no `AppError` becomes `internal`.
 *
 * `incident` is the id under which the error was logged, or null when it was not.
 */
export const toErrorView = (error: unknown, incident: string | null = null): ErrorView => {
  if (!isAppError(error)) {
    return { code: 'internal', params: {}, fields: {}, retryable: false, incident };
  }
  const params = Object.entries(error.params).map(([name, value]) => [
    name,
    typeof value === 'string' ? redact(value).slice(0, maxParamLength) : value,
  ]);
  return {
    code: error.code,
    params: {
      // The words to a person name their keychain; the store may know better which one it is.
      ...(error.code.startsWith('keychain.') ? { keychain: keychainOf(process.platform) } : {}),
      ...Object.fromEntries(params),
    },
    fields: { ...error.fields },
    retryable: error.retryable,
    incident,
  };
};
