import { sentinelLabel } from '../../shared/words/keychain-items.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Random } from '../platform/interfaces.ts';
import type { KeychainItems } from './keychain-items.ts';
import { sessionChanges } from './replaceable-keytar.ts';

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
  /**
   * Gets an item; null only for one that is not there. Opens the keychain where that is not to be
   * known otherwise, and throws `keychain.locked` when the person does not want that.
   */
  readonly get: (account: string) => Promise<string | null>;
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
 * until the service has said that it is not locked, or that it knows of no such item while it is:
 * KeePassXC shows none then, and KWallet calls itself locked from the sign-in until the first access.
 */
export const keychainGate = (
  items: KeychainItems,
  options: {
    readonly sentinel: SentinelMemory;
    readonly random: Pick<Random, 'token'>;
  },
): KeychainGate => {
  const { sentinel, random } = options;

  const get = async (account: string): Promise<string | null> => {
    for (let attempt = 1; ; attempt += 1) {
      const text = await items.get(account);
      if (text !== null) return text;
      const presence = await items.presence(account);
      if (presence === 'absent') return null;
      // Nobody was asked yet.
      if (presence === 'unknown' && attempt === 1) await items.unlock();
      // It is open, so it is this session that cannot read it.
      else if (presence === 'here' && attempt <= sessionChanges) items.changeSession();
      else throw new AppError('keychain.locked', { params: { reason: 'locked' }, retryable: true });
    }
  };

  const plant = async (): Promise<void> => {
    const value = random.token(16);
    await items.set(sentinelAccount, value);
    if ((await items.get(sentinelAccount)) !== value) {
      throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
    }
    items.label(sentinelAccount, sentinelLabel);
    await sentinel.remember(value);
  };

  return {
    requireOpen: items.unlock,
    get,
    requireOurs: async () => {
      const expected = sentinel.expected();
      if (expected !== null) {
        const found = await get(sentinelAccount);
        if (found === expected) return;
        throw replaced(found === null ? 'no-sentinel' : 'other-sentinel');
      }
      // The first write makes a keychain where there is none, so it is not looked into before.
      const found = await items.get(sentinelAccount);
      if (found === null) return plant();
      // Planted just before a crash, or the list on disk was lost: there are no records to betray.
      await sentinel.remember(found);
    },
  };
};

const replaced = (reason: string): AppError =>
  new AppError('keychain.replaced', { params: { reason } });
