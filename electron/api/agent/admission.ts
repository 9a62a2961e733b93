import { AppError } from '../../diagnostics/errors.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What the agent must know of a consumer. */
type Known = { readonly id: string };

/** Gives each consumer calls of its own, counted by themselves, which end with its token. */
export const createAdmission = <Consumer extends Known>(dependencies: {
  /** Null once it is revoked. */
  readonly byId: (id: string) => Consumer | null;
  /** Makes the calls of a consumer; it is asked for at each of them, and throws once it is gone. */
  readonly dispatcherOf: (consumer: () => Consumer) => Dispatcher;
}): ((consumer: Consumer) => Dispatcher) => {
  const { byId, dispatcherOf } = dependencies;
  const dispatchers = new Map<string, Dispatcher>();
  return ({ id }) => {
    const before = dispatchers.get(id);
    if (before !== undefined) return before;
    // Each loan comes with an id of its own, and none comes back.
    for (const known of dispatchers.keys()) if (byId(known) === null) dispatchers.delete(known);
    const made = dispatcherOf(() => {
      const now = byId(id);
      if (now === null) throw new AppError('consumer.unknown');
      return now;
    });
    dispatchers.set(id, made);
    return made;
  };
};
