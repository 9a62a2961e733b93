import type { Secret } from '../../diagnostics/secret.ts';

/**
 * What an answer has to look like that bears no state of ours. Any page can send the browser to the
 * port, so what is no answer must not end the wait.
 */
export type PlausibleAnswer = {
  readonly isResult: (value: Secret) => boolean;
  readonly errorCodes: ReadonlySet<string>;
};

/** Codes as servers make them: RFC 6749 appendix A.11 allows more, and asks for no length. */
const codePattern = /^[\w.~+/=:*!|-]{8,2048}$/;

/** An authorization code, or an error code of RFC 6749 section 4.1.2.1 or OIDC Core section 3.1.2.6. */
export const plausibleCode: PlausibleAnswer = {
  isResult: (value) => codePattern.test(value.expose()),
  errorCodes: new Set([
    'invalid_request',
    'unauthorized_client',
    'access_denied',
    'unsupported_response_type',
    'invalid_scope',
    'server_error',
    'temporarily_unavailable',
    'interaction_required',
    'login_required',
    'account_selection_required',
    'consent_required',
  ]),
};
