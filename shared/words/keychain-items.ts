/** Names an account's item where the keychain's own program lists it. */
export const itemLabel = (account: string, provider: string | null): string =>
  `Stowkey: ${account}${provider === null ? '' : ` (${provider})`}`;

/** Names the item that tells this keychain from another one. */
export const sentinelLabel = 'Stowkey: check of this keychain';

/** Names the process that keychain calls move to, in the system's list of processes. */
export const helperProcessName = 'Stowkey keychain';
