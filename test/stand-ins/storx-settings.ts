/** Switches that can be turned while the site runs. */
export type StorxSettings = {
  /** Sends `state` back with a grant. The real site does not. */
  echoState: boolean;
  /** What a refused consent looks like at the redirect URI. */
  denyStyle: 'error=access_denied' | 'error=REJECTED' | 'code=REJECTED';
  /** Lifetime of new grants; null gives grants without an end, as the real site does. */
  grantLifetimeSeconds: number | null;
  /** Stores `bucket:` scopes as `<name>/`, as the real server does. */
  bucketSlashBug: boolean;
  consentLifetimeSeconds: number;
  codeLifetimeSeconds: number;
  /** Applies the real limit to the token endpoint: five at once, one more each five minutes. */
  rateLimit: boolean;
  /** The word for a code that was used before. */
  replayedCodeWord: 'invalid_code' | 'code_already_used';
};

export const defaultStorxSettings: Readonly<StorxSettings> = {
  echoState: false,
  denyStyle: 'error=access_denied',
  grantLifetimeSeconds: null,
  bucketSlashBug: false,
  consentLifetimeSeconds: 60,
  codeLifetimeSeconds: 60,
  rateLimit: false,
  replayedCodeWord: 'invalid_code',
};
