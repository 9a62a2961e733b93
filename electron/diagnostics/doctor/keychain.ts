import type { ConnectionId } from '../../../shared/ids.ts';
import type { SecretStore } from '../../keychain/secret-store.ts';
import type { Random } from '../../platform/interfaces.ts';
import { isAppError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { type Check, found } from './examine.ts';

/** No account's: the next look replaces and deletes what one leaves that was cut off. */
const canaryId = '00000000-0000-4000-8000-00000000d0c7' as ConnectionId;

/** Has the keychain keep, give back and delete something of no worth. A locked one is not asked to open. */
export const checkKeychain =
  (store: SecretStore, random: Pick<Random, 'token'>): Check =>
  async () => {
    const isVault = (await store.identify()) === 'vault';
    const locked = found(isVault ? 'vault.locked' : 'keychain.locked');
    if (await store.isLocked()) return [locked];
    const canary = random.token(16);
    try {
      await store.check();
      await store.write(canaryId, { generation: 1, fields: { canary: new Secret(canary) } });
      const record = await store.read(canaryId);
      await store.delete(canaryId);
      const isGone = (await store.read(canaryId)) === null;
      const isSame = record?.fields.canary?.expose() === canary;
      const works = isVault ? 'vault.works' : 'keychain.works';
      return [found(isSame && isGone ? works : 'keychain.lost')];
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'keychain.locked') return [locked];
      return [found('keychain.fails', { ...error.params, code: error.code })];
    }
  };
