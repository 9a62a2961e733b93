import { AppError, isAppError } from '../diagnostics/errors.ts';
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

/**
 * Makes sure that the keychain is open and is the one this profile wrote to.
 *
 * libsecret answers "nothing found" for a locked keychain, so finding nothing proves nothing by
 * itself. Finding the sentinel does; not finding it leads to a write, the one call that a locked
 * keychain refuses aloud.
 */
export const ensureOurKeychain = async (
  items: KeychainItems,
  memory: SentinelMemory,
  random: Pick<Random, 'token'>,
): Promise<void> => {
  const expected = memory.expected();
  const found = await items.get(sentinelAccount);
  if (found !== null && found === expected) return;
  if (found !== null && expected !== null) throw replaced('other-sentinel');
  if (found !== null) {
    // Written just before a crash, or the list on disk was lost: there is nothing it could betray.
    await memory.remember(found);
    return;
  }
  if (expected !== null) {
    await items.set(probeAccount, 'probe');
    await items.remove(probeAccount);
    throw replaced('no-sentinel');
  }
  const value = random.token(16);
  await items.set(sentinelAccount, value);
  if ((await items.get(sentinelAccount)) !== value) {
    throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
  }
  await memory.remember(value);
};

/** Gives up a former keychain that is known to be gone; does nothing when ours is there. */
export const adoptKeychain = async (
  items: KeychainItems,
  memory: SentinelMemory,
  random: Pick<Random, 'token'>,
): Promise<void> => {
  try {
    await ensureOurKeychain(items, memory, random);
  } catch (error) {
    if (!isAppError(error, 'keychain.replaced')) throw error;
    await memory.remember(null);
    await ensureOurKeychain(items, memory, random);
  }
};

const replaced = (reason: string): AppError =>
  new AppError('keychain.replaced', { params: { reason } });
