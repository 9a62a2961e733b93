import type { ConnectionId } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import { chunkAccount, type Item, joinChunks, type Manifest } from './chunks.ts';
import type { KeychainItems } from './keychain-items.ts';
import type { SecretRecord } from './secret-store.ts';
import type { KeychainGate } from './sentinel.ts';

/** Fetches and joins what a manifest lists; one chunk more than it lists is corrupt as well. */
export const readChunks = async (
  items: KeychainItems,
  gate: KeychainGate,
  id: ConnectionId,
  manifest: Manifest,
): Promise<SecretRecord> => {
  const texts: string[] = [];
  for (let index = 0; index <= manifest.chunkCount; index += 1) {
    const text = await items.get(chunkAccount(id, manifest.part, index));
    if (text !== null) texts.push(text);
    // A keychain that was locked meanwhile must not look like a damaged record.
    else if (index < manifest.chunkCount) await gate.requireOurs();
  }
  return joinChunks(id, manifest, texts);
};

/**
 * Removes the chunks of one part from index `from` on: the `known` ones and any run after them.
 *
 * The last one goes first, so that a crash leaves a run without gaps that is found again.
 */
export const sweepChunks = async (
  items: KeychainItems,
  id: ConnectionId,
  part: number,
  { from = 0, known = 0 }: { readonly from?: number; readonly known?: number } = {},
): Promise<void> => {
  let end = Math.max(from, known);
  while ((await items.get(chunkAccount(id, part, end))) !== null) end += 1;
  for (let index = end - 1; index >= from; index -= 1) {
    await items.remove(chunkAccount(id, part, index));
  }
};

/** Writes one item and reads it back; throws `keychain.failed` when it comes back different. */
export const writeItem = async (
  items: KeychainItems,
  gate: KeychainGate,
  item: Item,
): Promise<void> => {
  await items.set(item.account, item.text);
  const found = await items.get(item.account);
  if (found === item.text) return;
  if (found === null) await gate.requireOurs();
  throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
};
