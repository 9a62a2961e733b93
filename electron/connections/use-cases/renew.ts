import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../../providers/adapter.ts';
import { PartlyRenewed } from '../../providers/partly-renewed.ts';
import type { Operation } from '../operations.ts';
import type { ContextOptions } from '../provider-context.ts';
import { factsOf, problemOf } from '../records.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/** What is known to be wrong with the credentials or their account, not with the way to the server. */
const isCredentialFault = (error: unknown): error is AppError =>
  isAppError(
    error,
    's3.invalid-access-key',
    'grant.expired',
    'grant.wrong-network',
    'server.rejected',
  ) ||
  (isAppError(error, 's3.access-denied') && error.params.reason === 'suspended');

type Act = (
  adapter: ProviderAdapter,
  context: ProviderContext,
  current: Credential,
) => Promise<Credential>;

/** Whether the person wants it and may be asked, wants it unasked, or has no part in it. */
type Way = 'asking' | 'unasked' | 'by-itself';

/** Gets fresh credentials for a connection, proves them, or signs in again. */
export const createRenew = (dependencies: UseCaseDependencies) => {
  const { operations, vault, emit, renewalFailures, clock } = dependencies;

  /** Only the provider's own word costs a connection its sign-in. */
  const noteRejection = async (id: ConnectionId, error: unknown): Promise<void> => {
    if (isAppError(error, 'oauth.sign-in-again')) {
      await vault.note(id, { needsSignIn: true, problem: problemOf(error) });
    }
    if (isAppError(error, 'oauth.renewal-refused')) await vault.noteRefusal(id, error);
  };

  /**
   * Says that the sign-in was refused to something that verifying does not use: an access token or
   * temporary keys may work to their end with a dead refresh token, or dead keys, behind them.
   */
  const isBeyondVerifying = (id: ConnectionId, adapter: ProviderAdapter): boolean => {
    const { needsSignIn, problem, facts } = vault.find(id);
    const isRefused = needsSignIn || problem?.code === 'oauth.renewal-refused';
    return isRefused && adapter.refresh !== undefined && facts.tokens?.renewable !== false;
  };

  const replace = (
    operation: Operation,
    id: ConnectionId,
    adapter: ProviderAdapter,
    next: Credential,
  ): Promise<void> => dependencies.save(operation, () => vault.rotate(id, adapter, next));

  /** A sign-in as somebody else must not take an account's place without a word. */
  const requireSameAccount = (
    id: ConnectionId,
    adapter: ProviderAdapter,
    next: Credential,
  ): void => {
    const expected = vault.find(id).facts.account;
    const { account } = factsOf(adapter, next);
    if (expected !== null && account !== null && account !== expected) {
      throw new AppError('oauth.other-account', { params: { account, expected } });
    }
  };

  const run = async (
    operation: Operation,
    id: ConnectionId,
    options: { readonly context: ContextOptions; readonly current: Credential; readonly act: Act },
  ): Promise<void> => {
    const adapter = dependencies.adapterOf(vault.find(id).providerId);
    try {
      const context = dependencies.contextOf(operation, options.context);
      const next = await options.act(adapter, context, options.current);
      requireSameAccount(id, adapter, next);
      await replace(operation, id, adapter, next);
    } catch (error) {
      if (error instanceof PartlyRenewed) await replace(operation, id, adapter, error.credential);
      await noteRejection(id, error);
      throw error;
    }
  };

  const refresh = (id: ConnectionId, way: Way): OperationId => {
    const { providerId } = dependencies.requireSettled(id);
    const adapter = dependencies.adapterOf(providerId);
    return operations.start(
      { kind: 'refresh', providerId, connectionId: id, steps: adapter.steps.refresh },
      async (operation) => {
        try {
          await run(operation, id, {
            // A refresh token is spent by the request: its answer must not be cut off.
            context: { interactive: way === 'asking', finishRequests: true },
            current: await vault.open(id),
            act: (_adapter, context, current) => {
              if (adapter.refresh === undefined) throw new AppError('call.invalid-argument');
              return adapter.refresh(context, current);
            },
          });
        } catch (error) {
          const code = isAppError(error) ? error.code : 'internal';
          if (code === 'operation.cancelled') throw error;
          // What the person tried is told to them; that alone does not make it fail from now on.
          const sinceEpochSeconds =
            way === 'by-itself'
              ? renewalFailures.note(id, error)
              : (renewalFailures.of(id)?.sinceEpochSeconds ?? nowEpochSeconds(clock));
          emit({ kind: 'renewal-failed', connectionId: id, code, sinceEpochSeconds });
          throw error;
        }
      },
    );
  };

  /** `isWatched`: the person asked for it as well, and sees how it ends. */
  type Quiet = {
    readonly operation: OperationId;
    readonly ended: Promise<void>;
    isWatched: boolean;
  };
  const quiet = new Map<ConnectionId, Quiet>();

  const renewQuietly = (id: ConnectionId, way: Way): Promise<void> => {
    const operation = refresh(id, way);
    const ended = operations.ended(operation).finally(() => {
      if (!renewal.isWatched) operations.dismiss(operation);
      quiet.delete(id);
    });
    const renewal: Quiet = { operation, ended, isWatched: false };
    quiet.set(id, renewal);
    return ended;
  };

  /** Goes on without a secret that is gone or damaged: replacing it is the point. */
  const openForSignIn = async (id: ConnectionId): Promise<Credential> => {
    try {
      return await vault.open(id);
    } catch (error) {
      if (!isAppError(error, 'keychain.missing', 'keychain.corrupt')) throw error;
      return { settings: vault.find(id).settings, fields: {} };
    }
  };

  return {
    /** Renews, asking the person what it needs, or shows them the renewal that is under way. */
    refresh: (id: ConnectionId): OperationId => {
      const underWay = quiet.get(id);
      if (underWay === undefined) return refresh(id, 'asking');
      underWay.isWatched = true;
      return underWay.operation;
    },

    /**
     * Renews without asking the person anything, and leaves no ended operation behind unless they
     * watch it. Whoever asks while it is under way shares it.
     */
    renewInBackground: async (id: ConnectionId): Promise<void> =>
      quiet.get(id)?.ended ?? renewQuietly(id, 'by-itself'),

    /** As in the background, but because the person wants it, who is told how it ended. */
    renewUnasked: async (id: ConnectionId): Promise<void> =>
      quiet.get(id)?.ended ?? renewQuietly(id, 'unasked'),

    reconnect: (id: ConnectionId): OperationId => {
      const { providerId } = dependencies.requireSettled(id);
      const adapter = dependencies.adapterOf(providerId);
      return operations.start(
        { kind: 'reconnect', providerId, connectionId: id, steps: adapter.steps.connect },
        async (operation) =>
          run(operation, id, {
            context: {},
            current: await openForSignIn(id),
            act: (_adapter, context, current) => {
              if (adapter.reauthorize === undefined) throw new AppError('call.invalid-argument');
              return adapter.reauthorize(context, current);
            },
          }),
      );
    },

    /** Proves the credentials; with a bucket, also that they may write there. */
    verify: (id: ConnectionId, writeTo?: string): OperationId => {
      const { providerId } = dependencies.requireSettled(id);
      const adapter = dependencies.adapterOf(providerId);
      return operations.start(
        { kind: 'verify', providerId, connectionId: id, steps: ['verify'] },
        async (operation) => {
          if (adapter.verify === undefined) throw new AppError('call.invalid-argument');
          operation.step('verify');
          const current = await vault.open(id);
          try {
            // What was begun to be written is answered for, or nobody knows what lies there.
            const context = dependencies.contextOf(operation, {
              finishRequests: writeTo !== undefined,
            });
            const report = await adapter.verify(context, current, writeTo);
            if (report.renewed !== undefined) await replace(operation, id, adapter, report.renewed);
            const { verifiedAtEpochSeconds, s3Check = null, signInCheck } = report;
            await vault.note(id, {
              verifiedAtEpochSeconds,
              s3Check,
              ...(signInCheck === undefined ? {} : { signInCheck }),
              ...(isBeyondVerifying(id, adapter) ? {} : { problem: null, needsSignIn: false }),
            });
            emit({ kind: 'verified', connectionId: id });
          } catch (error) {
            if (isCredentialFault(error) && !vault.find(id).needsSignIn) {
              await vault.note(id, { problem: problemOf(error) });
            }
            await noteRejection(id, error);
            throw error;
          }
        },
      );
    },
  };
};
