import { passphraseGuesses } from '../../shared/limits.ts';
import type { VaultView } from '../../shared/schemas.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { SecretPlace } from '../keychain/secret-store.ts';
import type { Clock } from '../platform/interfaces.ts';
import { createTokenBucket } from '../platform/token-bucket.ts';

/** What a person does with a vault file, and for how long it stays open. */
export type VaultUse = {
  /** Null where no vault is in use. */
  readonly view: () => VaultView | null;
  /**
   * Begins one, where there is no keychain; see `SecretPlace`. Throws `vault.not-needed` elsewhere, and
   * `vault.leaves-keys` where that would leave accounts without their keys and nobody said that it may.
   */
  readonly create: (
    passphrase: string,
    how: { readonly inPlace: boolean; readonly leavesKeys: boolean },
  ) => Promise<VaultView>;
  /** `minutes` holds for this once, 0 until the program ends; left out, the setting holds. */
  readonly unlock: (passphrase: string, minutes?: number) => Promise<VaultView>;
  readonly lock: () => Promise<void>;
  /** As `lock`, for whom it is all the same whether there is a vault. */
  readonly lockIfOpen: () => Promise<void>;
  readonly changePassphrase: (from: string, to: string) => Promise<void>;
  readonly moveToKeychain: () => Promise<void>;
  /** Begins a vault with all that is in the keychain, and empties that. */
  readonly moveToVault: (passphrase: string) => Promise<VaultView>;
  /** Looks whether a keychain has appeared that it could be moved into; asks the person nothing. */
  readonly lookForKeychain: () => Promise<void>;
  /** Counts the time from now on, after another one was chosen. */
  readonly lockLater: () => void;
  readonly stop: () => void;
};

export const createVaultUse = (dependencies: {
  readonly place: SecretPlace;
  readonly clock: Pick<Clock, 'after' | 'nowEpochMs' | 'monotonicMs'>;
  /** As the person chose; 0 until the program ends. */
  readonly lockMinutes: () => number;
  /** Looks at the keychain, or the vault. */
  readonly check: () => Promise<unknown>;
  readonly hasAccounts: () => boolean;
  /** Finishes what was left half done while it was shut; nobody waits for that. */
  readonly settle: () => void;
  readonly isKeychainMissing: () => boolean;
  /** Drops what was read of the vault. */
  readonly onLock: () => void;
  readonly onMoved: () => void;
  readonly onChange: () => void;
}): VaultUse => {
  const { place, clock, lockMinutes, check, settle, isKeychainMissing, hasAccounts } = dependencies;
  const { onLock, onMoved, onChange } = dependencies;
  let cancelTimer: () => void = () => {};
  let locksAtEpochMs: number | null = null;
  let keychainFound = false;
  const guesses = createTokenBucket(passphraseGuesses, clock);
  /** Counts together what the window, the command line and each call of theirs may guess. */
  const requireGuess = (): void => {
    if (!guesses.take()) throw new AppError('call.rate-limited');
  };

  const view = (): VaultView | null => {
    if (!place.isVault()) return null;
    const open = place.isVaultOpen();
    return { open, locksAtEpochMs: open ? locksAtEpochMs : null, keychainFound };
  };
  const viewNow = (): VaultView => {
    const now = view();
    if (now === null) throw new AppError('vault.unused');
    return now;
  };

  const lockIfOpen = async (): Promise<void> => {
    if (!place.isVaultOpen()) return;
    cancelTimer();
    place.lockVault();
    onLock();
    await check();
    onChange();
  };
  const lockIn = (minutes: number): void => {
    cancelTimer();
    const afterMs = minutes * 60_000;
    locksAtEpochMs = minutes === 0 ? null : clock.nowEpochMs() + afterMs;
    if (minutes > 0) cancelTimer = clock.after(afterMs, () => void lockIfOpen());
  };
  const opened = async (minutes: number): Promise<VaultView> => {
    lockIn(minutes);
    onChange();
    await check();
    settle();
    return viewNow();
  };

  return {
    view,
    create: async (passphrase, { inPlace, leavesKeys }) => {
      await check();
      if (!place.isVault()) {
        if (!isKeychainMissing()) throw new AppError('vault.not-needed');
        if (hasAccounts() && !leavesKeys) throw new AppError('vault.leaves-keys');
      }
      await place.createVault(new Secret(passphrase), inPlace);
      return opened(lockMinutes());
    },
    unlock: async (passphrase, minutes = lockMinutes()) => {
      requireGuess();
      await place.unlockVault(new Secret(passphrase));
      return opened(minutes);
    },
    lock: async () => {
      viewNow();
      await lockIfOpen();
    },
    lockIfOpen,
    changePassphrase: async (from, to) => {
      requireGuess();
      await place.changePassphrase(new Secret(from), new Secret(to));
      await opened(lockMinutes());
    },
    moveToKeychain: async () => {
      await place.moveToKeychain();
      cancelTimer();
      onMoved();
      onChange();
      await check();
      settle();
    },
    moveToVault: async (passphrase) => {
      await place.moveToVault(new Secret(passphrase));
      return opened(lockMinutes());
    },
    lookForKeychain: async () => {
      const before = keychainFound;
      keychainFound = place.isVault() && (await place.hasKeychain());
      if (keychainFound !== before) onChange();
    },
    lockLater: () => {
      if (view()?.open !== true) return;
      lockIn(lockMinutes());
      onChange();
    },
    stop: () => {
      cancelTimer();
      place.lockVault();
    },
  };
};
