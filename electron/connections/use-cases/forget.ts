import type { ConnectionId } from '../../../shared/ids.ts';
import type { AppError } from '../../diagnostics/errors.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import type { createDisconnectWhole } from './disconnect.ts';

/** Deletes every account, and then what keeps the list and the keychain together. */
export const createForget = (
  dependencies: UseCaseDependencies,
  disconnectWhole: ReturnType<typeof createDisconnectWhole>,
) => {
  const { metadata, operations, providers, secrets, vault } = dependencies;

  /** Deletes it here alone. A crash on the way ends it without a word to the provider. */
  const deleteOne = async (id: ConnectionId): Promise<void> => {
    const { providerId } = vault.find(id);
    const operation = operations.start(
      { kind: 'disconnect', providerId, connectionId: id, steps: ['delete'] },
      async () => {
        try {
          await vault.remove(id, 'abandoned');
        } catch (error) {
          // What is not deleted stays in the list.
          await vault.keep(id);
          throw error;
        }
      },
    );
    await operations.ended(operation).finally(() => operations.dismiss(operation));
  };

  return {
    /** Throws what would keep everything from being deleted: a shut keychain, a list that is read only. */
    requireForgettable: async (): Promise<void> => {
      dependencies.requireWritable();
      if (metadata.state().connections.length > 0) await secrets.check();
    },

    /** Deletes an account. Gives why its provider did not end it, null where it did or was not asked. */
    forgetOne: async (id: ConnectionId, revokes: boolean): Promise<AppError | null> => {
      const { providerId } = vault.find(id);
      if (revokes && providers.get(providerId)?.revoke !== undefined) return disconnectWhole(id);
      await deleteOne(id);
      return null;
    },

    /** What is left once no account is, in this order: a mark without a list is found again. */
    forgetTraces: {
      /** The secrets of lines that could not be read. */
      setAside: async (): Promise<void> => {
        for (const id of metadata.setAsideIds()) await secrets.delete(id);
      },
      list: metadata.erase,
      mark: secrets.forget,
    },
  };
};
