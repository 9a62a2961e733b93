import { AppError } from '../diagnostics/errors.ts';
import type { Random } from '../platform/ports.ts';
import type { KeychainItems } from './keychain-items.ts';

/**
 * Remembers, outside the keychain, which sentinel this profile put into it. The value is no secret.
 */
export type SentinelMemory = {
  readonly expected: () => string | null;
  /** Null forgets it. */
  readonly remember: (value: string | null) => Promise<void>;
};

export const sentinelAccount = 'sentinel';

/** Looks at the keychain for one turn of the store. */
export type KeychainGate = {
  /** Opens a locked keychain, asking the person once; goes before what writes or deletes. */
  readonly requireOpen: () => Promise<void>;
  /** Makes sure that what was not found is not there, rather than locked. */
  readonly requireAbsent: (account: string) => Promise<void>;
  /**
   * Makes sure that the keychain is the one this profile wrote to, and still open: only then does
   * finding nothing mean that nothing is there.
   */
  readonly requireOurs: () => Promise<void>;
};

/**
 * Makes the gate of one turn.
 *
 * What libsecret does with a locked collection, measured with gnome-keyring: get raises a dialog and
 * answers null, set raises one and rejects, delete answers false without a dialog, and getting an
 * absent item answers null without one. So nothing is asked of keytar again after it found nothing,
 * until the service has said that it is not locked.
 */
export const keychainGate = (
  items: KeychainItems,
  options: {
    readonly sentinel: SentinelMemory;
    readonly random: Pick<Random, 'token'>;
  },
): KeychainGate => {
  const { sentinel, random } = options;

  const requireAbsent = async (account: string): Promise<void> => {
    if ((await items.look(account)) === 'absent') return;
    throw new AppError('keychain.locked', { params: { reason: 'locked' }, retryable: true });
  };

  const plant = async (): Promise<void> => {
    const value = random.token(16);
    await items.set(sentinelAccount, value);
    if ((await items.get(sentinelAccount)) !== value) {
      throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
    }
    await sentinel.remember(value);
  };

  return {
    requireOpen: items.unlock,
    requireAbsent,
    requireOurs: async () => {
      const expected = sentinel.expected();
      const found = await items.get(sentinelAccount);
      if (found === null && expected === null) return plant();
      if (found === null) {
        await requireAbsent(sentinelAccount);
        throw replaced('no-sentinel');
      }
      if (found === expected) return;
      if (expected !== null) throw replaced('other-sentinel');
      // Planted just before a crash, or the list on disk was lost: there are no records to betray.
      await sentinel.remember(found);
    },
  };
};

const replaced = (reason: string): AppError =>
  new AppError('keychain.replaced', { params: { reason } });
