import { type DeriveVaultKey, deriveVaultKey } from '../../../electron/keychain/vault/key.ts';

/** As good as the real one where nobody guesses, for tests that open many vaults. */
export const cheapVaultKey: DeriveVaultKey = (text, salt) =>
  deriveVaultKey(text, salt, { N: 16, r: 8, p: 1 });
