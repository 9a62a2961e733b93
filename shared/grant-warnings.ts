/** What a person should know about an access grant before using it. */
export const grantWarnings = [
  'never-valid',
  'nothing-allowed',
  'no-bucket-left',
  'bucket-name-slash',
  'no-list',
  'no-encryption-key',
  'unknown-restriction',
] as const;
export type GrantWarning = (typeof grantWarnings)[number];
