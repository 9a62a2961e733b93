import type { ActivityEntry, ActivityPage, ActivityQuery } from '../../shared/activity.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import type { ActivityLog, Happening } from '../storage/activity/activity-log.ts';
import { pageOf } from '../storage/activity/page.ts';
import type { ConnectionEvent } from './events.ts';
import { createHandOutCounts } from './hand-out-counts.ts';

/** How many lines wait for a disk that takes none; then the oldest are lost, and a line says so. */
const maxWaiting = 1_000;
const maxBatch = 100;

type Dependencies = {
  readonly log: ActivityLog;
  readonly clock: Clock;
  /** What the account is called now. */
  readonly labelOf: (id: ConnectionId) => string;
  readonly onChange: () => void;
  /** Called once for a disk that takes no lines, however many it does not take. */
  readonly report: (error: unknown) => void;
};

/** Writes down what happens to connections, and tells it. Nobody waits for it, and nothing fails with it. */
export type ActivityRecord = {
  readonly record: (event: ConnectionEvent) => void;
  /** Writes down what happened to no one account alone, or was done with one for an assistant. */
  readonly note: (
    entry: Extract<ActivityEntry, { kind: 'backed-up' | 'restored' | 'assisted' }>,
  ) => void;
  readonly list: (query: ActivityQuery) => Promise<ActivityPage>;
  /** The lines as they are kept. */
  readonly text: () => Promise<string>;
  readonly state: () => Snapshot['activity'];
  /** Removes every line, and those that wait. */
  readonly erase: () => Promise<void>;
  /** Resolves once everything is written that can be. */
  readonly stop: () => Promise<void>;
};

export const createActivityRecord = (dependencies: Dependencies): ActivityRecord => {
  const { log, clock, labelOf, onChange, report } = dependencies;
  let waiting: readonly Happening[] = [];
  let lost = 0;
  let written = 0;
  let trouble: Snapshot['activity']['trouble'] = null;
  const inTurn = createSerialQueue();

  const keep = (happenings: readonly Happening[]): void => {
    waiting = happenings.slice(-maxWaiting);
    lost += happenings.length - waiting.length;
  };

  const writeBatch = async (): Promise<void> => {
    const batch = waiting.slice(0, maxBatch);
    const [first] = batch;
    if (first === undefined) return;
    const gone = lost;
    const gap: readonly Happening[] =
      gone === 0 ? [] : [{ ...first, entry: { kind: 'lines-lost', count: gone } }];
    waiting = waiting.slice(batch.length);
    try {
      await log.append([...gap, ...batch]);
      lost -= gone;
      written += batch.length;
      trouble = null;
    } catch (error) {
      // The next event tries again, and whoever looks.
      keep([...batch, ...waiting]);
      if (trouble === null) report(error);
      trouble = isAppError(error, 'metadata.disk-full') ? 'disk-full' : 'unwritable';
    }
    onChange();
  };
  /** Writes all that waits by then, unless the disk takes no more. */
  const write = (): Promise<void> =>
    inTurn(async () => {
      do await writeBatch();
      while (waiting.length > 0 && trouble === null);
    });
  const add = (entry: ActivityEntry): void => {
    keep([...waiting, { atEpochMs: clock.nowEpochMs(), entry }]);
    void write();
  };
  const handOuts = createHandOutCounts(clock, add);

  return {
    record: (event) => {
      const { connectionId: id, ...what } = event;
      const label = what.kind === 'disconnected' ? what.label : labelOf(id);
      const account = { id, label };
      switch (what.kind) {
        case 'handed-out':
          if (what.to.kind === 'clipboard') add({ kind: 'copied', as: what.as, account });
          else handOuts.add({ kind: what.kind, consumer: what.to.name, as: what.as, account });
          break;
        case 'renewal-failed':
          add({ kind: what.kind, code: what.code, account });
          break;
        case 'revealed':
          add({ kind: what.kind, field: what.field, account });
          break;
        case 'disconnected':
          add({ kind: what.kind, account });
          break;
        default:
          add({ ...what, account });
      }
    },
    note: add,
    list: async (query) => {
      await write();
      return pageOf(await log.read(), query);
    },
    text: async () => {
      await write();
      return log.text();
    },
    state: () => ({ written, trouble }),
    erase: async () => {
      handOuts.stop();
      await write();
      waiting = [];
      lost = 0;
      await log.erase();
      onChange();
    },
    stop: async () => {
      handOuts.stop();
      await write();
    },
  };
};
