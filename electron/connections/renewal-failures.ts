import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { ConnectionEvent, Emit } from './events.ts';

type Failure = NonNullable<ConnectionView['renewalFailure']>;

/**
 * Remembers which renewals fail in the background, since when and why, as long as the program runs. The
 * list is not written for it: the first try after a start shows it again.
 */
export type RenewalFailures = {
  /** The same object until something of it changes. */
  readonly of: (id: ConnectionId) => Failure | null;
  /** Gives the epoch second since when it has failed, in a row. */
  readonly note: (id: ConnectionId, error: unknown) => number;
  readonly noteNextTry: (id: ConnectionId, epochMs: number) => void;
};

const endsFailure: ReadonlySet<ConnectionEvent['kind']> = new Set([
  'renewed',
  'signed-out',
  'disconnected',
]);

export const createRenewalFailures = (dependencies: {
  readonly clock: Clock;
  readonly listen: (listener: Emit) => void;
  readonly onChange: () => void;
}): RenewalFailures => {
  const { clock, listen, onChange } = dependencies;
  const failures = new Map<ConnectionId, Failure>();
  const set = (id: ConnectionId, failure: Failure): void => {
    failures.set(id, failure);
    onChange();
  };
  listen(({ kind, connectionId }) => {
    if (endsFailure.has(kind) && failures.delete(connectionId)) onChange();
  });
  return {
    of: (id) => failures.get(id) ?? null,
    note: (id, error) => {
      const first = { sinceEpochSeconds: nowEpochSeconds(clock), nextTryEpochSeconds: null };
      const failure = { ...(failures.get(id) ?? first), error: toErrorView(error) };
      set(id, failure);
      return failure.sinceEpochSeconds;
    },
    noteNextTry: (id, epochMs) => {
      const failure = failures.get(id);
      if (failure !== undefined)
        set(id, { ...failure, nextTryEpochSeconds: Math.ceil(epochMs / 1000) });
    },
  };
};
