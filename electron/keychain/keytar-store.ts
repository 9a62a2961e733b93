import type { ConnectionId } from '../../shared/ids.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import { createCallLane } from './call-lane.ts';
import { maxItemBytes, parseMainItem, readLayout, toItems } from './chunks.ts';
import { type KeychainItems, type KeytarApi, keychainItems } from './keychain-items.ts';
import { readChunks, sweepChunks, writeItem } from './record-items.ts';
import type { SecretService } from './secret-service.ts';
import type { SecretStore } from './secret-store.ts';
import {
  type KeychainGate,
  keychainGate,
  type SentinelMemory,
  sentinelAccount,
} from './sentinel.ts';

export type KeytarStoreOptions = {
  /** `replace` gives up the call that hangs or the session that reads nothing; the next call has another. */
  readonly keytar: KeytarApi & { readonly replace?: () => void };
  /** See `platform/paths.ts`. */
  readonly service: string;
  readonly sentinel: SentinelMemory;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  /** Longest a single native call may take. Default 10,000. */
  readonly deadlineMs?: number;
  /** Needed on Linux, where a locked keychain answers "nothing found". */
  readonly secretService?: SecretService;
  /** Longest text of one item, in bytes of UTF-8; what is longer is laid out as chunks. */
  readonly itemBytes?: number;
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
export const createKeytarStore = (options: KeytarStoreOptions): SecretStore => {
  const { keytar, service, sentinel, random, secretService, itemBytes = maxItemBytes } = options;
  /** Without chunks a record is one item, and there is nothing to sweep. */
  const chunked = itemBytes !== Number.POSITIVE_INFINITY;
  const lane = createCallLane({
    clock: options.clock,
    deadlineMs: options.deadlineMs ?? 10_000,
    onHang: async () => {
      // A call that waits for the person to unlock the keychain is left alone.
      if (secretService === undefined || !(await secretService.answers())) keytar.replace?.();
    },
  });

  /**
   * Parts whose chunks may be strays, because a write or delete ended in an error or its native
   * call answered after the deadline.
   */
  const unsettled = new Map<ConnectionId, ReadonlySet<number>>();

  const identify = async () => (await secretService?.identify().catch(() => null)) ?? null;

  const turn = <T>(
    operation: (items: KeychainItems, gate: KeychainGate) => Promise<T>,
  ): Promise<T> =>
    lane.turn(async (call) => {
      const items = keychainItems(keytar, service, call, secretService);
      try {
        return await operation(items, keychainGate(items, { sentinel, random }));
      } catch (error) {
        throw await withProgram(error, identify);
      }
    });
  const openTurn: typeof turn = (operation) =>
    turn(async (items, gate) => {
      await gate.requireOpen();
      return operation(items, gate);
    });

  const settle = async (items: KeychainItems): Promise<void> => {
    for (const [id, parts] of [...unsettled]) {
      const main = await items.get(id);
      const inUse = main === null ? null : readLayout(main);
      for (const part of parts) {
        if (part !== inUse?.part) await sweepChunks(items, id, part);
      }
      unsettled.delete(id);
    }
  };

  return {
    label: (id, text) => turn(async (items) => items.label(id, text)).catch(() => undefined),

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
      turn(async (items, gate) => {
        const main = await gate.get(id);
        if (main === null) {
          await gate.requireOurs();
          return null;
        }
        // The digest proves that the record is whole and this connection's.
        const parsed = parseMainItem(id, main);
        return parsed.kind === 'inline' ? parsed.record : readChunks(items, gate, id, parsed);
      }),

    write: async (id, record) => {
      const { generation } = record;
      const firstPlan = toItems(id, record, { itemBytes });
      return turn(async (items, gate) => {
        // Reading the sentinel unlocks, by one dialog, and shows that it did.
        await gate.requireOurs();
        await settle(items);
        const formerMain = chunked ? await items.get(id) : null;
        const former = formerMain === null ? null : readLayout(formerMain);
        const part = generation + (former?.part === generation ? 1 : 0);
        const plan = part === generation ? firstPlan : toItems(id, record, { part, itemBytes });
        const stale = new Set(chunked ? [former?.part ?? 0, generation - 1] : []);
        stale.delete(0);
        if (chunked) unsettled.set(id, new Set([...stale, part]));

        for (const chunk of plan.chunks) await writeItem(items, gate, chunk);
        if (chunked) await sweepChunks(items, id, part, { from: plan.chunks.length });
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
      turn(async (items, gate) => {
        if (chunked) {
          await gate.requireOurs();
          await sweepAllChunks(items, id, unsettled.get(id) ?? []);
        }
        if (!(await items.remove(id))) {
          await gate.requireOpen();
          // Some services ask the person about an item, and only when it is read.
          if ((await gate.get(id)) === null) await gate.requireOurs();
          else await items.remove(id);
        }
        await requireGone(items, id);
        unsettled.delete(id);
      }),

    forget: () =>
      openTurn(async (items, gate) => {
        if (!(await items.remove(sentinelAccount)) && (await gate.get(sentinelAccount)) !== null) {
          await items.remove(sentinelAccount);
        }
        await requireGone(items, sentinelAccount);
      }),

    isLocked: async () => (await secretService?.isLocked()) === true,
    // Systems without such a service bring their keychain with them.
    isThere: async () => (await secretService?.isLocked()) !== null,
    identify,
  };
};

/** Says in an error which keychain it is about, so that the words for it can name that one. */
const withProgram = async (error: unknown, identify: SecretStore['identify']): Promise<unknown> => {
  if (!isAppError(error, 'keychain.locked', 'keychain.unavailable')) return error;
  const keychain = await identify();
  if (keychain === null) return error;
  const { code, params, retryable, cause } = error;
  return new AppError(code, { params: { ...params, keychain }, retryable, cause });
};

/** The last item tells where the chunks are, so it is left for last. */
const sweepAllChunks = async (
  items: KeychainItems,
  id: ConnectionId,
  unsettled: Iterable<number>,
): Promise<void> => {
  const main = await items.get(id);
  const layout = main === null ? null : readLayout(main);
  const around = layout === null ? blindParts : [layout.part - 1, layout.part + 1];
  for (const stray of new Set([...around, ...unsettled])) {
    if (stray > 0 && stray !== layout?.part) await sweepChunks(items, id, stray);
  }
  if (layout !== null) await sweepChunks(items, id, layout.part, { known: layout.chunkCount });
};

const requireGone = async (items: KeychainItems, account: string): Promise<void> => {
  if ((await items.get(account)) !== null) throw stillThere();
};

const stillThere = (): AppError =>
  new AppError('keychain.failed', { params: { reason: 'still-there' }, retryable: true });
