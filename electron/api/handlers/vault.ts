import type { VaultUse } from '../../connections/vault-use.ts';
import type { Handlers } from './index.ts';

export const vaultHandlers = (vault: VaultUse): Handlers['vault'] => ({
  create: ({ passphrase, ...how }) => vault.create(passphrase, how),
  unlock: ({ passphrase }) => vault.unlock(passphrase),
  lock: () => vault.lock(),
  changePassphrase: ({ from, to }) => vault.changePassphrase(from, to),
  moveToKeychain: () => vault.moveToKeychain(),
});
