import type { Account, AccountState } from '../../shared/agent-schemas.ts';
import {
  canBeGiven,
  conditionOf,
  endOf,
  placeOf,
  renewsBeforeUse,
  renewsQuietly,
} from '../../shared/connection-rules.ts';
import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConsumerKind } from '../../shared/organisation.ts';
import type { ConnectionFacts, ConnectionView, KeychainView } from '../../shared/schemas.ts';
import type { ConnectionNames, Connections } from '../connections/connections.ts';
import type { ConnectionEvent, Emit } from '../connections/events.ts';
import type { Need, S3Credential } from '../connections/use-cases/hand-out.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { Clock, OnLeave } from '../platform/interfaces.ts';
import type { Consumer } from '../storage/consumer-store.ts';
import type { Approvals } from './approvals.ts';
import { consumerKindOf } from './consumers.ts';

/** What was read, kept so that the keychain is not asked at each call, and the facts that it came with. */
type Kept<Value> = { readonly value: Value; readonly facts: ConnectionFacts };

export type CredentialGate = {
  /** The accounts that the consumer may use. */
  readonly accounts: (consumer: Consumer) => readonly Account[];
  /** Finds one of them; see `findAccount`. */
  readonly find: (consumer: Consumer, account: string) => ConnectionView;
  readonly describe: (connection: ConnectionView) => Account;
  /** Finds one that the person lets the consumer have now; for what is handed over by another way. */
  readonly allow: (
    consumer: Consumer,
    account: string,
    onLeave: OnLeave,
  ) => Promise<{ readonly id: ConnectionId; readonly name: string }>;
  /** Throws `account.without-s3-keys`, `consumer.*`, `account.expired`, or what renewing it threw. */
  readonly s3Keys: (
    consumer: Consumer,
    account: string,
    as: CopyFormat,
    onLeave: OnLeave,
  ) => Promise<S3Credential>;
  /** Throws `account.without-token` and else as `s3Keys`. */
  readonly accessToken: (
    consumer: Consumer,
    account: string,
    onLeave: OnLeave,
  ) => Promise<{ readonly token: Secret; readonly expiresAtEpochSeconds: number | null }>;
  /** Throws `organisation.locked` for a consumer that the organisation lets have nothing. */
  readonly requireMay: (consumer: Consumer) => void;
  /** Drops what is kept: all of it when the screen or the keychain was locked. */
  readonly drop: () => void;
};

/**
 * Finds an account by its id, its whole name, what the consumer calls its only account, or the
 * beginning of a name that no other shares. Throws `account.unknown` or `account.ambiguous`.
 */
const findAccount = (
  { all, byId, byLabel }: ConnectionNames,
  { handle, connectionIds }: Pick<Consumer, 'handle' | 'connectionIds'>,
  text: string,
): ConnectionId => {
  const withId = (id: string) => {
    const named = byId.get(id);
    return named === undefined ? [] : [named];
  };
  const [only = '', ...others] = connectionIds ?? [];
  const steps: readonly (() => ConnectionNames['all'])[] = [
    () => withId(text),
    () => byLabel.get(text) ?? [],
    () => (handle === text && others.length === 0 ? withId(only) : []),
    () => all.filter(({ label }) => label.startsWith(text)),
  ];
  let found: ConnectionNames['all'] = [];
  for (const step of steps) {
    found = step().filter(({ id }) => connectionIds?.includes(id) !== false);
    if (found.length > 0) break;
  }
  const [first] = found;
  if (first === undefined) throw new AppError('account.unknown');
  if (found.length === 1) return first.id;
  const matches = found.map(({ label }) => label).join(', ');
  throw new AppError('account.ambiguous', { params: { matches } });
};

/** Says what an account lacks, and where it has nothing else to offer, that as well. */
export const lacks = (
  code: 'account.without-s3-keys' | 'account.without-token',
  connection: Pick<ConnectionView, 'facts'>,
): AppError => new AppError(code, canBeGiven(connection) ? {} : { params: { reason: 'neither' } });

/** The first second that ISO 8601 has no four digits for. */
const year10000 = 253_402_300_800;

/** Null also for an end that cannot be written: a server or a backup may say any number. */
const isoOf = (epochSeconds: number | null): string | null =>
  epochSeconds === null || epochSeconds < 0 || epochSeconds >= year10000
    ? null
    : new Date(epochSeconds * 1000).toISOString().replace('.000Z', 'Z');

const stateOf = (
  connection: ConnectionView,
  keychain: KeychainView,
  nowMs: number,
): AccountState => {
  const condition = conditionOf({ connection, operation: null, keychain, nowMs });
  switch (condition.kind) {
    case 'valid':
    case 'unverified':
    // What renews itself is fresh again once somebody asks for it.
    case 'due':
      return 'valid';
    case 'expiring':
    case 'expired':
      return condition.kind;
    case 'sign-in':
      return 'sign-in-needed';
    case 'failing':
      return condition.leftSeconds > 0 ? 'valid' : 'expired';
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

/** A keychain tells nobody that it was locked, so it is asked, and not by each caller. */
const lockLookMs = 2_000;

/** Changes that come while it is read are few: a renewal that the reading itself asked for, mostly. */
const maxReads = 5;

/** Keeps what was read of each connection until it changes. */
const createKept = <Value>() => {
  const kept = new Map<ConnectionId, Kept<Value>>();
  type Reading = { readonly result: Promise<Kept<Value>>; isOutdated: boolean };
  const underWay = new Map<ConnectionId, Reading>();

  const readUntilSettled = async (
    id: ConnectionId,
    read: () => Promise<Kept<Value>>,
  ): Promise<Kept<Value>> => {
    for (let count = 1; ; count += 1) {
      const value = await read();
      const reading = underWay.get(id);
      if (reading?.isOutdated !== true || count === maxReads) return value;
      reading.isOutdated = false;
    }
  };

  return {
    get: (id: ConnectionId) => kept.get(id),
    /** Reads it once for all that ask in the meantime, and again when it changed meanwhile. */
    read: (id: ConnectionId, read: () => Promise<Kept<Value>>): Promise<Kept<Value>> => {
      const known = underWay.get(id);
      if (known !== undefined) return known.result;
      const result = readUntilSettled(id, read)
        .then((value) => {
          kept.set(id, value);
          return value;
        })
        .finally(() => underWay.delete(id));
      underWay.set(id, { result, isOutdated: false });
      return result;
    },
    drop: (id: ConnectionId): void => {
      kept.delete(id);
      const reading = underWay.get(id);
      if (reading !== undefined) reading.isOutdated = true;
    },
    clear: (): void => {
      kept.clear();
      for (const reading of underWay.values()) reading.isOutdated = true;
    },
  };
};

/** Gives credentials to consumers: the one way that they leave by. */
export const createCredentialGate = (dependencies: {
  readonly connections: Connections;
  readonly keychain: () => KeychainView;
  /** Known to be locked; asks the person nothing. */
  readonly isKeychainLocked: () => Promise<boolean>;
  readonly approvals: Approvals;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly listen: (listener: Emit) => void;
  /** Null once it is revoked. */
  readonly consumerNow: (id: string) => Consumer | null;
  readonly noteUse: (consumer: Consumer) => void;
  /** Throws for a kind of consumer that the organisation lets have nothing. */
  readonly requireConsumer: (kind: ConsumerKind) => void;
}): CredentialGate => {
  const {
    connections,
    keychain,
    isKeychainLocked,
    approvals,
    clock,
    emit,
    listen,
    noteUse,
    consumerNow,
  } = dependencies;
  const requireMay = (consumer: Consumer): void =>
    dependencies.requireConsumer(consumerKindOf(consumer));
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  /** Whoever locks the keychain wants nothing handed out of it, wherever it lies meanwhile. */
  const requireUnlocked = async (): Promise<void> => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lookedAtMs < lockLookMs) return;
    if (await isKeychainLocked()) {
      drop();
      throw new AppError('keychain.locked', { retryable: true });
    }
    lookedAtMs = nowMs;
  };

  const keptKeys = createKept<S3Credential>();
  const keptTokens = createKept<Secret>();
  listen(({ kind, connectionId }) => {
    if (!changesCredentials.has(kind)) return;
    keptKeys.drop(connectionId);
    keptTokens.drop(connectionId);
  });

  let drops = 0;
  const drop = (): void => {
    drops += 1;
    keptKeys.clear();
    keptTokens.clear();
    approvals.forget();
  };

  const viewOf = (id: ConnectionId): ConnectionView => {
    const view = connections.view(id);
    if (view === null) throw new AppError('connection.unknown');
    return view;
  };
  const find = (consumer: Consumer, account: string): ConnectionView =>
    viewOf(findAccount(connections.names(), consumer, account));

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

  const hasEnded = (facts: ConnectionFacts): boolean => {
    const end = endOf(facts);
    return end !== null && end * 1000 <= clock.nowEpochMs();
  };

  /** Gives what is kept while it is good; reads it otherwise, once for all that ask in the meantime. */
  const give = async <Value>(
    kept: ReturnType<typeof createKept<Value>>,
    { id, renewalPolicy }: ConnectionView,
    read: (id: ConnectionId, need: Need) => Promise<Value>,
  ): Promise<Kept<Value>> => {
    if (kept.get(id) !== undefined) await requireUnlocked();
    const held = kept.get(id);
    if (
      held !== undefined &&
      !renewsBeforeUse({ facts: held.facts, renewalPolicy }, clock.nowEpochMs()) &&
      !hasEnded(held.facts)
    )
      return held;
    const fresh = await kept.read(id, async () => {
      const value = await read(id, 'until-its-end');
      return { value, facts: viewOf(id).facts };
    });
    if (hasEnded(fresh.facts)) throw new AppError('account.expired');
    return fresh;
  };

  /** Reading takes a while, in which a consumer can be revoked, get another rule, or the screen be locked. */
  const giveTo = async <Value>(
    consumer: Consumer,
    connection: ConnectionView,
    onLeave: OnLeave,
    ...[kept, read]: [
      ReturnType<typeof createKept<Value>>,
      (id: ConnectionId, need: Need) => Promise<Value>,
    ]
  ): Promise<Kept<Value>> => {
    requireMay(consumer);
    await approvals.require(consumer, connection, onLeave);
    const dropsBefore = drops;
    const given = await give(kept, connection, read);
    const now = consumerNow(consumer.id);
    if (now === null) throw new AppError('consumer.unknown');
    if (now.connectionIds?.includes(connection.id) === false) throw new AppError('account.unknown');
    if (now.rule !== consumer.rule || drops !== dropsBefore)
      await approvals.require(now, connection, onLeave);
    return given;
  };
  const handed = (consumer: Consumer, connectionId: ConnectionId, as: CopyFormat): void => {
    noteUse(consumer);
    emit({ kind: 'handed-out', connectionId, to: { kind: 'consumer', name: consumer.name }, as });
  };

  return {
    accounts: ({ connectionIds }) =>
      connections
        .views()
        .filter(({ id }) => connectionIds?.includes(id) !== false)
        .map(describe),
    find,
    describe,
    allow: async (consumer, account, onLeave) => {
      requireMay(consumer);
      const connection = find(consumer, account);
      await approvals.require(consumer, connection, onLeave);
      noteUse(consumer);
      return { id: connection.id, name: consumer.name };
    },
    s3Keys: async (consumer, account, as, onLeave) => {
      const connection = find(consumer, account);
      if (connection.facts.s3 === null) throw lacks('account.without-s3-keys', connection);
      const keys = await giveTo(consumer, connection, onLeave, keptKeys, connections.s3Keys);
      handed(consumer, connection.id, as);
      return keys.value;
    },
    accessToken: async (consumer, account, onLeave) => {
      const connection = find(consumer, account);
      if (connection.facts.tokens === null) throw lacks('account.without-token', connection);
      const token = await giveTo(
        consumer,
        connection,
        onLeave,
        keptTokens,
        connections.accessToken,
      );
      handed(consumer, connection.id, 'access-token');
      return { token: token.value, expiresAtEpochSeconds: endOf(token.facts) };
    },
    requireMay,
    drop,
  };
};
