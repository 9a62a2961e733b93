import { AppError } from '../../diagnostics/errors.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { Admit } from './requests.ts';

/** What the agent must know of a consumer. */
type Known = { readonly id: string };

/**
 * Lets in who shows a consumer's token. Each consumer has calls of its own, counted by themselves, which
 * end with its token.
 */
export const createAdmission = <Consumer extends Known>(dependencies: {
  readonly find: (token: string) => Consumer | null;
  /** Null once it is revoked. */
  readonly byId: (id: string) => Consumer | null;
  /** Makes the calls of a consumer; it is asked for at each of them, and throws once it is gone. */
  readonly dispatcherOf: (consumer: () => Consumer) => Dispatcher;
}): Admit => {
  const { find, byId, dispatcherOf } = dependencies;
  const dispatchers = new Map<string, Dispatcher>();
  return (token) => {
    const consumer = find(token);
    if (consumer === null) return null;
    const { id } = consumer;
    const before = dispatchers.get(id);
    if (before !== undefined) return before;
    const made = dispatcherOf(() => {
      const now = byId(id);
      if (now === null) throw new AppError('consumer.unknown');
      return now;
    });
    dispatchers.set(id, made);
    return made;
  };
};
