import type { Account, AccountState } from '../../shared/agent-schemas.ts';
import {
  conditionOf,
  endOf,
  placeOf,
  renewsBeforeUse,
  renewsQuietly,
} from '../../shared/connection-rules.ts';
import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView, KeychainView } from '../../shared/schemas.ts';
import type { Connections } from '../connections/connections.ts';
import type { ConnectionEvent, Emit } from '../connections/events.ts';
import type { S3Credential } from '../connections/use-cases/hand-out.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { Consumer } from '../storage/consumer-store.ts';
import type { Approvals } from './approvals.ts';

/** What was read for a consumer, kept so that the keychain is not asked at each call. */
type Kept = { readonly keys?: S3Credential; readonly token?: Secret };

export type CredentialGate = {
  /** The accounts that the consumer may use. */
  readonly accounts: (consumer: Consumer) => readonly Account[];
  /** Finds one of them; see `findAccount`. */
  readonly find: (consumer: Consumer, account: string) => ConnectionView;
  readonly describe: (connection: ConnectionView) => Account;
  /** Throws `account.without-s3-keys`, `consumer.*`, `grant.expired`, or what renewing it threw. */
  readonly s3Keys: (consumer: Consumer, account: string, as: CopyFormat) => Promise<S3Credential>;
  /** Throws `account.without-token` and else as `s3Keys`. */
  readonly accessToken: (
    consumer: Consumer,
    account: string,
  ) => Promise<{ readonly token: Secret; readonly expiresAtEpochSeconds: number | null }>;
  /** Drops what is kept: all of it when the screen or the keychain was locked. */
  readonly drop: () => void;
};

/**
 * Finds an account by its id, its whole name, what the consumer calls its only account, or the
 * beginning of a name that no other shares. Throws `account.unknown` or `account.ambiguous`.
 */
const findAccount = (
  connections: readonly ConnectionView[],
  consumer: Pick<Consumer, 'handle' | 'connectionIds'>,
  text: string,
): ConnectionView => {
  const [only] = connections;
  const steps: readonly (readonly ConnectionView[])[] = [
    connections.filter(({ id }) => id === text),
    connections.filter(({ label }) => label === text),
    consumer.connectionIds?.length === 1 && consumer.handle === text && only !== undefined
      ? [only]
      : [],
    connections.filter(({ label }) => label.startsWith(text)),
  ];
  const found = steps.find((step) => step.length > 0) ?? [];
  const [first] = found;
  if (first === undefined) throw new AppError('account.unknown');
  if (found.length === 1) return first;
  const matches = found.map(({ label }) => label).join(', ');
  throw new AppError('account.ambiguous', { params: { matches } });
};

const isoOf = (epochSeconds: number | null): string | null =>
  epochSeconds === null ? null : new Date(epochSeconds * 1000).toISOString().replace('.000Z', 'Z');

const stateOf = (
  connection: ConnectionView,
  keychain: KeychainView,
  nowMs: number,
): AccountState => {
  const condition = conditionOf({ connection, operation: null, keychain, nowMs });
  switch (condition.kind) {
    case 'active':
    // What renews itself is fresh again once somebody asks for it.
    case 'due':
      return 'valid';
    case 'expiring':
    case 'expired':
      return condition.kind;
    case 'sign-in':
      return 'sign-in-needed';
    case 'attention':
      return condition.unchecked ? 'valid' : 'unavailable';
    default:
      return 'unavailable';
  }
};

const changesCredentials: ReadonlySet<ConnectionEvent['kind']> = new Set([
  'connected',
  'renewed',
  'signed-out',
  'disconnected',
]);

/** Gives credentials to consumers: the one way that they leave by. */
export const createCredentialGate = (dependencies: {
  readonly connections: Connections;
  readonly keychain: () => KeychainView;
  readonly approvals: Approvals;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly listen: (listener: Emit) => void;
  readonly noteUse: (consumer: Consumer) => void;
}): CredentialGate => {
  const { connections, keychain, approvals, clock, emit, listen, noteUse } = dependencies;
  const kept = new Map<ConnectionId, Kept>();
  const reading = new Map<string, Promise<unknown>>();
  listen(({ kind, connectionId }) => {
    if (changesCredentials.has(kind)) kept.delete(connectionId);
  });

  const viewsOf = ({ connectionIds }: Consumer): readonly ConnectionView[] => {
    const views = connections.views();
    return connectionIds === null ? views : views.filter(({ id }) => connectionIds.includes(id));
  };
  const find = (consumer: Consumer, account: string): ConnectionView =>
    findAccount(viewsOf(consumer), consumer, account);

  const describe = (connection: ConnectionView): Account => {
    const { id, label, providerId, facts } = connection;
    return {
      name: label,
      id,
      provider: providerId,
      place: placeOf(connection),
      state: stateOf(connection, keychain(), clock.nowEpochMs()),
      expiresAt: isoOf(endOf(facts)),
      renews: renewsQuietly(connection),
      holds: { s3Keys: facts.s3 !== null, accessToken: facts.tokens !== null },
    };
  };

  /** Reads once for all that ask in the meantime. */
  const shared = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const underWay =
      (reading.get(key) as Promise<T> | undefined) ?? read().finally(() => reading.delete(key));
    reading.set(key, underWay);
    return underWay;
  };

  const endNow = (id: ConnectionId): number | null => {
    const connection = connections.views().find((view) => view.id === id);
    return connection === undefined ? null : endOf(connection.facts);
  };
  const hasEnded = (id: ConnectionId): boolean => {
    const end = endNow(id);
    return end !== null && end * 1000 <= clock.nowEpochMs();
  };

  /** Gives what is kept while it is good, and reads it otherwise. */
  const readOr = async <Part extends keyof Kept>(
    connection: ConnectionView,
    part: Part,
    read: () => Promise<NonNullable<Kept[Part]>>,
  ): Promise<NonNullable<Kept[Part]>> => {
    const { id, facts } = connection;
    const held = kept.get(id)?.[part];
    if (held != null && !renewsBeforeUse(facts, clock.nowEpochMs()) && !hasEnded(id)) return held;
    const value = await shared(`${part} ${id}`, read);
    if (hasEnded(id)) throw new AppError('grant.expired');
    kept.set(id, { ...kept.get(id), [part]: value });
    return value;
  };

  const open = async (consumer: Consumer, account: string): Promise<ConnectionView> => {
    const connection = find(consumer, account);
    await approvals.require(consumer, connection.id);
    return connection;
  };
  const handed = (consumer: Consumer, connectionId: ConnectionId, as: CopyFormat): void => {
    noteUse(consumer);
    emit({ kind: 'handed-out', connectionId, to: { kind: 'consumer', name: consumer.name }, as });
  };

  return {
    accounts: (consumer) => viewsOf(consumer).map(describe),
    find,
    describe,
    s3Keys: async (consumer, account, as) => {
      if (find(consumer, account).facts.s3 === null) throw new AppError('account.without-s3-keys');
      const connection = await open(consumer, account);
      const keys = await readOr(connection, 'keys', () =>
        connections.s3Keys(connection.id, 'until-its-end'),
      );
      handed(consumer, connection.id, as);
      return keys;
    },
    accessToken: async (consumer, account) => {
      if (find(consumer, account).facts.tokens === null)
        throw new AppError('account.without-token');
      const connection = await open(consumer, account);
      const token = await readOr(connection, 'token', () =>
        connections.accessToken(connection.id, 'until-its-end'),
      );
      handed(consumer, connection.id, 'access-token');
      return { token, expiresAtEpochSeconds: endNow(connection.id) };
    },
    drop: () => {
      kept.clear();
      approvals.forget();
    },
  };
};
