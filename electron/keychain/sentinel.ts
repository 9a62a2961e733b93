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
export const probeAccount = 'probe';

/** Looks at the keychain for one turn of the store. */
export type KeychainGate = {
  /**
   * Makes sure that the keychain is open.
   *
   * Where a locked keychain looks empty, this is a write and goes before everything else. Of the
   * calls that can raise an unlock dialog it is the only one that also tells how the dialog ended;
   * a turn that begins with it and stops at its first refusal raises one dialog at most.
   */
  readonly requireOpen: () => Promise<void>;
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
 * absent item answers null without one.
 */
export const keychainGate = (
  items: KeychainItems,
  options: {
    readonly sentinel: SentinelMemory;
    readonly random: Pick<Random, 'token'>;
    readonly lockedLooksEmpty: boolean;
  },
): KeychainGate => {
  const { sentinel, random } = options;

  const requireOpen = async (): Promise<void> => {
    if (options.lockedLooksEmpty) await items.set(probeAccount, 'probe');
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
    requireOpen,
    requireOurs: async () => {
      const expected = sentinel.expected();
      const found = await items.get(sentinelAccount);
      if (found === null && expected === null) return plant();
      if (found === null) {
        await requireOpen();
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
