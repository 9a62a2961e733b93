import type { ConnectionId } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock, Random } from '../platform/ports.ts';
import { createCallLane } from './call-lane.ts';
import {
  chunkAccount,
  generationOf,
  joinChunks,
  type MainItem,
  parseMainItem,
  toItems,
} from './chunks.ts';
import { type KeychainItems, type KeytarApi, keychainItems } from './keychain-items.ts';
import type { SecretRecord, SecretStore } from './secret-store.ts';
import { adoptKeychain, ensureOurKeychain, type SentinelMemory } from './sentinel.ts';

export type KeytarStoreOptions = {
  readonly keytar: KeytarApi;
  /** No `/`: Windows joins service and account with it. */
  readonly service: string;
  readonly sentinel: SentinelMemory;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  /** Longest a single native call may take. Default 10,000. */
  readonly deadlineMs?: number;
};

/** Generations looked at for stray chunks when no main item tells which one was in use. */
const blindGenerations = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Keeps records in the operating system's keychain through keytar.
 *
 * Calls are strictly ordered and one at a time. Chunks go in ascending order before the main item
 * and are removed in descending order, so what a crash leaves is always a run from index 0 that the
 * next write or delete of that connection finds.
 */
export const createKeytarStore = (options: KeytarStoreOptions): SecretStore => {
  const { keytar, service, sentinel, random } = options;
  const lane = createCallLane({ clock: options.clock, deadlineMs: options.deadlineMs ?? 10_000 });

  /** Connections whose last write or delete ended in an error: their chunks need a look. */
  const unsettled = new Map<ConnectionId, Set<number>>();

  const openTurn = <T>(
    operation: (items: KeychainItems, ensureOurs: () => Promise<void>) => Promise<T>,
  ): Promise<T> =>
    lane.turn(async (call) => {
      const items = keychainItems(keytar, service, call);
      const ensureOurs = () => ensureOurKeychain(items, sentinel, random);
      await ensureOurs();
      return operation(items, ensureOurs);
    });

  const settle = async (items: KeychainItems): Promise<void> => {
    for (const [id, generations] of [...unsettled]) {
      const main = await items.get(id);
      const current = main === null ? null : generationOf(main);
      for (const generation of generations) {
        if (generation !== current) await sweep(items, id, generation, 0);
      }
      unsettled.delete(id);
    }
  };

  return {
    check: () => openTurn((items) => settle(items)),

    adopt: () =>
      lane.turn((call) => adoptKeychain(keychainItems(keytar, service, call), sentinel, random)),

    read: (id) =>
      openTurn(async (items, ensureOurs) => {
        const main = await items.get(id);
        if (main === null) {
          // The keychain may have been locked since the first look.
          await ensureOurs();
          return null;
        }
        const parsed = parseMainItem(id, main);
        return parsed.kind === 'inline' ? parsed.record : readChunks(items, id, parsed, ensureOurs);
      }),

    write: async (id, record) => {
      const planned = toItems(id, record);
      return openTurn(async (items, ensureOurs) => {
        await settle(items);
        const before = await items.get(id);
        const formerGeneration = before === null ? null : generationOf(before);
        const stale = new Set([formerGeneration ?? record.generation - 1, record.generation - 1]);
        stale.delete(record.generation);
        stale.delete(0);
        unsettled.set(id, new Set([...stale, record.generation]));

        for (const chunk of planned.chunks) {
          await items.set(chunk.account, chunk.text);
          await requireSame(items, chunk.account, chunk.text, ensureOurs);
        }
        await sweep(items, id, record.generation, planned.chunks.length);
        await items.set(planned.main.account, planned.main.text);
        await requireSame(items, planned.main.account, planned.main.text, ensureOurs);
        try {
          for (const generation of stale) await sweep(items, id, generation, 0);
          unsettled.delete(id);
        } catch {
          // The new record is in place, which is what was asked; the rest waits in `unsettled`.
        }
      });
    },

    delete: (id) =>
      openTurn(async (items, ensureOurs) => {
        const main = await items.get(id);
        const generation = main === null ? null : generationOf(main);
        const around = generation === null ? blindGenerations : [generation - 1, generation + 1];
        for (const stray of [...around, ...(unsettled.get(id) ?? [])]) {
          if (stray > 0 && stray !== generation) await sweep(items, id, stray, 0);
        }
        // The main item goes last: as long as chunks are left it tells where they are.
        if (generation !== null) await sweep(items, id, generation, 0);
        if (main !== null) await items.remove(id);
        if ((await items.get(id)) !== null) {
          throw new AppError('keychain.failed', {
            params: { reason: 'still-there' },
            retryable: true,
          });
        }
        await ensureOurs();
        unsettled.delete(id);
      }),
  };
};

const readChunks = async (
  items: KeychainItems,
  id: ConnectionId,
  manifest: Extract<MainItem, { kind: 'manifest' }>,
  ensureOurs: () => Promise<void>,
): Promise<SecretRecord> => {
  const texts: string[] = [];
  for (let index = 0; index <= manifest.chunkCount; index += 1) {
    const text = await items.get(chunkAccount(id, manifest.generation, index));
    if (text !== null) texts.push(text);
    // One more than the manifest lists must be absent; one of the listed must not.
    else if (index < manifest.chunkCount) await ensureOurs();
  }
  return joinChunks(id, manifest, texts);
};

/** Removes the chunks of a generation from index `from` on, the last one first. */
const sweep = async (
  items: KeychainItems,
  id: ConnectionId,
  generation: number,
  from: number,
): Promise<void> => {
  let end = from;
  while ((await items.get(chunkAccount(id, generation, end))) !== null) end += 1;
  for (let index = end - 1; index >= from; index -= 1) {
    await items.remove(chunkAccount(id, generation, index));
  }
};

const requireSame = async (
  items: KeychainItems,
  account: string,
  text: string,
  ensureOurs: () => Promise<void>,
): Promise<void> => {
  const found = await items.get(account);
  if (found === text) return;
  if (found === null) await ensureOurs();
  throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
};
