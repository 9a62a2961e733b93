import type { ConnectionId } from '../../shared/ids.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Clock, Random } from '../platform/ports.ts';
import { createCallLane } from './call-lane.ts';
import { layoutOf, parseMainItem, toItems } from './chunks.ts';
import { type KeychainItems, type KeytarApi, keychainItems } from './keychain-items.ts';
import { readChunks, sweepChunks, writeItem } from './record-items.ts';
import type { SecretStore } from './secret-store.ts';
import {
  type KeychainGate,
  keychainGate,
  probeAccount,
  type SentinelMemory,
  sentinelAccount,
} from './sentinel.ts';

export type KeytarStoreOptions = {
  readonly keytar: KeytarApi;
  /** See `platform/paths.ts`. */
  readonly service: string;
  readonly sentinel: SentinelMemory;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  /** Longest a single native call may take. Default 10,000. */
  readonly deadlineMs?: number;
  /**
   * True on Linux, where a locked keychain answers "nothing found". Default true; elsewhere it only
   * costs a write a turn.
   */
  readonly lockedLooksEmpty?: boolean;
};

export type KeytarStore = SecretStore & {
  /** Removes what the store keeps for itself, once every record is deleted. */
  readonly forget: () => Promise<void>;
};

/** Parts looked at for stray chunks when no main item tells which one was in use. */
const blindParts = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Keeps records in the operating system's keychain through keytar.
 *
 * Calls are strictly ordered, one at a time. Chunks are written in ascending order before the main
 * item and removed in descending order, so what a crash leaves is always a run from index 0, which
 * the next write or delete of that connection finds and removes.
 */
export const createKeytarStore = (options: KeytarStoreOptions): KeytarStore => {
  const { keytar, service, sentinel, random, lockedLooksEmpty = true } = options;
  const lane = createCallLane({ clock: options.clock, deadlineMs: options.deadlineMs ?? 10_000 });

  /**
   * Parts whose chunks may be strays, because a write or delete ended in an error or its native
   * call answered after the deadline.
   */
  const unsettled = new Map<ConnectionId, ReadonlySet<number>>();

  const openTurn = <T>(
    operation: (items: KeychainItems, gate: KeychainGate) => Promise<T>,
  ): Promise<T> =>
    lane.turn(async (call) => {
      const items = keychainItems(keytar, service, call);
      const gate = keychainGate(items, { sentinel, random, lockedLooksEmpty });
      await gate.requireOpen();
      return operation(items, gate);
    });

  const settle = async (items: KeychainItems): Promise<void> => {
    for (const [id, parts] of [...unsettled]) {
      const main = await items.get(id);
      const inUse = main === null ? null : layoutOf(main);
      for (const part of parts) {
        if (part !== inUse?.part) await sweepChunks(items, id, part);
      }
      unsettled.delete(id);
    }
  };

  return {
    check: () =>
      openTurn(async (items, gate) => {
        await gate.requireOurs();
        await settle(items);
      }),

    adopt: () =>
      openTurn(async (_items, gate) => {
        try {
          await gate.requireOurs();
        } catch (error) {
          if (!isAppError(error, 'keychain.replaced')) throw error;
          await sentinel.remember(null);
          await gate.requireOurs();
        }
      }),

    read: (id) =>
      openTurn(async (items, gate) => {
        const main = await items.get(id);
        if (main === null) {
          await gate.requireOurs();
          return null;
        }
        // The digest proves that the record is whole and this connection's.
        const parsed = parseMainItem(id, main);
        return parsed.kind === 'inline' ? parsed.record : readChunks(items, gate, id, parsed);
      }),

    write: async (id, record) => {
      const firstPlan = toItems(id, record);
      return openTurn(async (items, gate) => {
        await gate.requireOurs();
        await settle(items);
        const formerMain = await items.get(id);
        const former = formerMain === null ? null : layoutOf(formerMain);
        const part = record.generation + (former?.part === record.generation ? 1 : 0);
        const plan = part === record.generation ? firstPlan : toItems(id, record, part);
        const stale = new Set([former?.part ?? 0, record.generation - 1]);
        stale.delete(0);
        unsettled.set(id, new Set([...stale, part]));

        for (const chunk of plan.chunks) await writeItem(items, gate, chunk);
        await sweepChunks(items, id, part, { from: plan.chunks.length });
        await writeItem(items, gate, plan.main);
        try {
          for (const old of stale) {
            const known = old === former?.part ? former.chunkCount : 0;
            await sweepChunks(items, id, old, { known });
          }
          // Having found no chunk counts only while the keychain is open.
          if (stale.size > 0) await gate.requireOurs();
          unsettled.delete(id);
        } catch {
          // The new record is in place, which is what was asked; strays wait in `unsettled`.
        }
      });
    },

    delete: (id) =>
      openTurn(async (items, gate) => {
        await gate.requireOurs();
        const main = await items.get(id);
        const layout = main === null ? null : layoutOf(main);
        const around = layout === null ? blindParts : [layout.part - 1, layout.part + 1];
        const strays = new Set([...around, ...(unsettled.get(id) ?? [])]);
        for (const stray of strays) {
          if (stray > 0 && stray !== layout?.part) await sweepChunks(items, id, stray);
        }
        // The main item goes last: as long as chunks are left, it tells where they are.
        if (layout !== null) {
          await sweepChunks(items, id, layout.part, { known: layout.chunkCount });
        }
        if (main !== null) await items.remove(id);
        await requireGone(items, id);
        await gate.requireOurs();
        unsettled.delete(id);
      }),

    forget: () =>
      openTurn(async (items) => {
        for (const account of [probeAccount, sentinelAccount]) {
          await items.remove(account);
          await requireGone(items, account);
        }
      }),
  };
};

const requireGone = async (items: KeychainItems, account: string): Promise<void> => {
  if ((await items.get(account)) === null) return;
  throw new AppError('keychain.failed', { params: { reason: 'still-there' }, retryable: true });
};
