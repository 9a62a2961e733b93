/**
 * Lists every reason StorX's site and token endpoint give in `error=`.
 *
 * Source: the words in StorX's OAuth2 integration source; `access_denied` and `REJECTED` mark a
 * refused consent and are reported as `oauth.denied`.
 */
export const storxErrorWords = [
  'invalid_request',
  'invalid_client',
  'invalid_client_id',
  'client_inactive',
  'invalid_redirect_uri',
  'invalid_request_id',
  'request_not_pending',
  'request_expired',
  'unauthorized',
  'forbidden',
  'consent_update_failed',
  'invalid_client_secret',
  'invalid_client_secret_claims',
  'invalid_client_string',
  'exp_not_found',
  'client_secret_expired',
  'invalid_code',
  'code_expired',
  'invalid_user',
  'failed_to_get_projects',
  'no_projects',
  'failed_to_create_api_key',
  'failed_to_create_access_grant',
  'failed_to_mark_code_used',
] as const;
export type StorxErrorWord = (typeof storxErrorWords)[number];

/** Lists every way a text can fail to be an access grant. */
export const accessGrantErrorCodes = [
  'not-base58',
  'checksum',
  'version',
  'not-a-grant',
  'api-key',
  'missing-satellite',
  'missing-api-key',
  'missing-encryption-access',
  'bad-key-length',
  'bad-macaroon',
  'too-large',
] as const;
export type AccessGrantErrorCode = (typeof accessGrantErrorCodes)[number];

/**
 * Lists every error code that can cross the bridge. The set is closed: the wording in
 * `shared/words/errors.ts` must cover it, or the project does not compile.
 */
export const errorCodes = [
  // A call itself, whoever makes it.
  'call.refused',
  'call.invalid-argument',
  'call.rate-limited',
  'internal',
  // What the person typed.
  'input.invalid',
  'connection.unknown',
  'connection.busy',
  'connection.needs-you',
  'connection.unchecked',
  'connection.copied',
  'connection.unreadable-settings',
  'operation.cancelled',
  'operation.unknown',
  'operation.stale-answer',
  'provider.unknown',
  'provider.without-device-code',
  'connection.connected-already',
  // A tool that asks for an account.
  'account.unknown',
  'account.ambiguous',
  'account.without-s3-keys',
  'account.without-token',
  'account.expired',
  'consumer.unknown',
  'consumer.not-allowed',
  'consumer.refused',
  'consumer.refused-before',
  'consumer.unanswered',
  'agent.leaving',
  'agent.busy',
  'agent.port-taken',
  'agent.without-display',
  // What an organisation has set.
  'organisation.locked',
  'organisation.unreadable',
  'bundle.invalid',
  'bundle.other-key',
  'bundle.older',
  'bundle.not-there',
  'bundle.gone',
  'bundle.unfit-key',
  // An assistant that asks for what is in buckets.
  'assistant.upload-outside',
  'assistant.too-large',
  // The operating system's keychain.
  'keychain.locked',
  'keychain.unavailable',
  'keychain.timeout',
  'keychain.missing',
  'keychain.corrupt',
  'keychain.replaced',
  'keychain.too-large',
  'keychain.invalid-value',
  'keychain.failed',
  // The vault file, in place of a keychain.
  'vault.not-opened',
  'vault.exists',
  'vault.unused',
  'vault.not-needed',
  'vault.leaves-keys',
  // The list of connections on disk.
  'metadata.newer-version',
  'metadata.unreadable',
  'metadata.unwritable',
  'metadata.disk-full',
  'metadata.too-large',
  // A file that the person chose a place for.
  'file.unwritable',
  'file.unreadable',
  'file.not-opened',
  // A file with copies of accounts.
  'backup.not-a-backup',
  'backup.newer-version',
  'backup.too-large',
  'backup.not-opened',
  'backup.unfit-key',
  'backup.gone',
  // The config file of AWS tools.
  'aws-config.unparsable',
  'aws-config.bad-block',
  'aws-config.name-taken',
  'aws-config.unfit-name',
  'aws-config.unfit-value',
  'aws-config.changed',
  'aws-config.unreadable',
  'aws-config.unwritable',
  'aws-config.disk-full',
  // Keys that lie in plain text.
  'exposed.gone',
  'exposed.changed',
  'exposed.unfit',
  // The round trip through the browser.
  'oauth.denied',
  'oauth.refused-by-person',
  'oauth.timeout',
  'oauth.port-in-use',
  'oauth.port-reserved',
  'oauth.bad-redirect',
  'oauth.wrong-state',
  'oauth.provider-error',
  'oauth.wrong-issuer',
  'oauth.invalid-id-token',
  'oauth.unreadable-account',
  'oauth.invalid-client',
  'oauth.invalid-scope',
  'oauth.redirect-mismatch',
  'oauth.code-refused',
  'oauth.sign-in-again',
  'oauth.renewal-refused',
  'oauth.not-revoked',
  'oauth.other-account',
  'oauth.device-code-expired',
  'oauth.invalid-key',
  // What a server answered.
  'server.unreachable',
  'server.timeout',
  'server.wrong-host',
  'server.invalid-response',
  'server.rate-limited',
  'server.trouble',
  'server.rejected',
  'server.insecure',
  'server.clock-skew',
  // S3 verification.
  's3.invalid-access-key',
  's3.signature-mismatch',
  's3.access-denied',
  's3.clock-skew',
  's3.unproven',
  's3.unfit-for-profile',
  's3.no-such-object',
  's3.object-exists',
  's3.not-text',
  // What a tool's own form cannot hold.
  'format.unfit',
  // Temporary S3 keys.
  'sts.denied',
  'sts.mfa-refused',
  'sts.token-expired',
  // The Alloy broker.
  'alloy.invalid-key',
  'alloy.invalid-redirect-uri',
  'alloy.invalid-code',
  'alloy.connection-not-found',
  'alloy.unnamed-credential',
  // Templates and files that people bring.
  'template.invalid',
  'template.exists',
  'prefill.not-understood',
  // Access grants.
  'grant.expired',
  'grant.wrong-network',
  'grant.damaged',
  'grant.refused-by-person',
  ...accessGrantErrorCodes.map((code) => `grant.${code}` as const),
  ...storxErrorWords.map((word) => `storx.${word}` as const),
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Why one form field was refused. */
export const fieldProblems = [
  'required',
  'too-long',
  'not-a-url',
  'not-https',
  'not-loopback',
  'out-of-range',
  'not-a-choice',
  'bad-format',
  /** The provider did not take it. */
  'refused',
  /** The two halves of a pair of keys, each in the other's field. */
  'other-key',
] as const;
export type FieldProblem = (typeof fieldProblems)[number];

/**
 * What the renderer learns of a failure. `params` fills the wording's placeholders (a port, a host,
 * a status) and never carries a secret, a path, a URL query or a server's own text.
 */
export type ErrorView = {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly fields: Readonly<Record<string, FieldProblem>>;
  readonly retryable: boolean;
  /** Finds the matching lines in the log; null when nothing was logged. */
  readonly incident: string | null;
};

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorView };

/** Makes the compiler prove that a union was handled whole. */
export const assertNever = (value: never): never => {
  throw new TypeError(`unhandled case: ${String(value)}`);
};
