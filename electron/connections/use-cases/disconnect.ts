import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { isKeychainOutage } from '../keychain-watch.ts';
import type { Operation } from '../operations.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/**
 * Disconnects an account and waits until it is gone. Gives why its provider did not end it; null where it did,
 * or was not asked. Throws what kept it from being deleted.
 */
export const createDisconnectWhole =
  ({ operations }: UseCaseDependencies, disconnect: ReturnType<typeof createDisconnect>) =>
  async (id: ConnectionId): Promise<AppError | null> => {
    const operation = disconnect(id);
    await operations.ended(operation);
    const notice = operations.views().find((view) => view.id === operation)?.notice ?? null;
    operations.dismiss(operation);
    return notice === null ? null : new AppError(notice.code);
  };

/**
 * Disconnects an account: ends it at the provider, then deletes it here.
 *
 * Until the provider has answered, a cancel leaves the connection as it was. While the keychain cannot
 * be read the connection is marked as `deleting`, and `reconcile` starts this again once it can. What the
 * provider does not end is told to the person and deleted here all the same.
 */
export const createDisconnect =
  (dependencies: UseCaseDependencies) =>
  (id: ConnectionId): OperationId => {
    const { operations, vault, providers } = dependencies;
    const { providerId } = vault.find(id);
    const revoke = providers.get(providerId)?.revoke;

    const revokeFirst = async (operation: Operation): Promise<void> => {
      if (revoke === undefined) return;
      operation.step('revoke');
      try {
        await revoke(dependencies.contextOf(operation), await vault.open(id));
      } catch (error) {
        if (isAppError(error, 'operation.cancelled')) throw error;
        if (isKeychainOutage(error)) {
          await vault.beginRemoval(id);
          throw error;
        }
        // A secret that is gone or damaged ends nothing at the provider either.
        const isSaid = isAppError(error, 'oauth.not-revoked');
        operation.notice(isSaid ? error : new AppError('oauth.not-revoked', { cause: error }));
      }
    };

    return operations.start(
      {
        kind: 'disconnect',
        providerId,
        connectionId: id,
        steps: revoke === undefined ? ['delete'] : ['revoke', 'delete'],
      },
      async (operation) => {
        await revokeFirst(operation);
        operation.step('delete');
        await vault.remove(id);
      },
    );
  };
