import type { ProviderDescriptor } from './provider-descriptor.ts';
import type { ConnectionFacts, ConnectionView, KeychainView, OperationView } from './schemas.ts';

const hour = 3600;
const day = 24 * hour;
/**
 * How long before its end a credential is renewed, at most. A tool may still be using it, and botocore asks
 * for another one from 15 minutes before the end on, at each request from 10 minutes on.
 */
const headStartMs = 16 * 60_000;
/** Nobody can use a credential that runs out while it is being pasted. */
const tooLateMs = 60_000;
/** A renewal that has failed for so long is not a short outage any more. */
const lastingFailureSeconds = hour;

/** After waking the network takes a while: what has run out meanwhile is told as such only after this. */
const briefFailureSeconds = 5 * 60;

/** How a connection is shown, by the state that the list keeps of it; others are not shown. */
export const shownStates = {
  pending: 'connecting',
  active: 'active',
  rotating: 'active',
  deleting: 'disconnecting',
} as const satisfies Readonly<Record<string, ConnectionView['state']>>;

/** What the rules look at of a connection. */
export type RuledConnection = Pick<
  ConnectionView,
  'state' | 'needsSignIn' | 'facts' | 'updatedAtEpochSeconds' | 'renewalPolicy' | 'renewalFailure'
> & {
  readonly problem: Pick<NonNullable<ConnectionView['problem']>, 'code' | 'params'> | null;
};

type Renewing = Pick<RuledConnection, 'facts' | 'renewalPolicy'>;

/** Says whether what tools use can be renewed without asking the person. */
export const canRenewItself = ({ renewsItself, tokens }: ConnectionFacts): boolean =>
  renewsItself || tokens?.renewable === true;

/** Says whether it is, too: the person lets it. */
const isRenewable = ({ facts, renewalPolicy }: Renewing): boolean =>
  renewalPolicy === 'automatic' && canRenewItself(facts);

/** Says whether a connection is renewed without the person, so that no end is announced. */
export const renewsQuietly = (
  connection: Renewing & Pick<RuledConnection, 'needsSignIn'>,
): boolean => !connection.needsSignIn && isRenewable(connection);

/** Gives the epoch second when what tools use runs out, whether or not it is renewed by then. */
export const endOf = ({ expiresAtEpochSeconds, tokens }: ConnectionFacts): number | null =>
  tokens?.accessTokenExpiresAtEpochSeconds ?? expiresAtEpochSeconds;

/** Gives the epoch second of the end that people are told of; null while it is none of their business. */
export const announcedEndOf = (connection: RuledConnection): number | null =>
  renewsQuietly(connection) ? null : endOf(connection.facts);

/** Gives when a connection is to be renewed, in epoch milliseconds; null when it is not. */
export const renewalDueMs = (connection: RuledConnection): number | null => {
  const { facts, state, updatedAtEpochSeconds } = connection;
  const end = endOf(facts);
  if (!renewsQuietly(connection) || end === null || state !== 'active') return null;
  const lifetimeMs = (end - updatedAtEpochSeconds) * 1000;
  return end * 1000 - Math.min(headStartMs, Math.max(0, lifetimeMs) / 5);
};

/** Says whether a credential has to be renewed, and can be, before a tool is given it. */
export const renewsBeforeUse = (connection: Renewing, nowMs: number): boolean => {
  const end = endOf(connection.facts);
  return isRenewable(connection) && end !== null && end * 1000 - nowMs < tooLateMs;
};

/**
 * Gives how many seconds before its end a credential counts as about to expire: a week of a year and as
 * much of any other life, but no less than half an hour, which is half of an hour's life.
 */
export const soonSeconds = (lifetimeSeconds: number): number =>
  Math.min(7 * day, Math.max(hour / 2, lifetimeSeconds / 52), Math.max(0, lifetimeSeconds / 2));

/** A grant may have been made long before it was connected here. */
const lifetimeSecondsOf = ({ facts, updatedAtEpochSeconds }: RuledConnection, end: number) =>
  end - Math.min(updatedAtEpochSeconds, facts.grant?.notBeforeEpochSeconds ?? end);

/** Gives how much of a credential's life is left at a moment; null where nobody knows when it ends. */
export const lifeOf = (
  connection: RuledConnection,
  nowMs: number,
): {
  readonly endEpochSeconds: number;
  readonly leftSeconds: number;
  readonly lifetimeSeconds: number;
} | null => {
  const end = endOf(connection.facts);
  if (end === null) return null;
  const lifetimeSeconds = Math.max(1, lifetimeSecondsOf(connection, end));
  const leftSeconds = Math.min(lifetimeSeconds, Math.max(0, end - nowMs / 1000));
  return { endEpochSeconds: end, leftSeconds, lifetimeSeconds };
};

/** What a connection is at a moment, with what the words for it need to know. */
export type Condition =
  /** Something other than a renewal is being done. */
  | { readonly kind: 'working'; readonly task: Exclude<OperationView['kind'], 'refresh'> }
  | {
      readonly kind: 'waiting';
      readonly prompt: NonNullable<OperationView['prompt']>['kind'];
    }
  /** `due`: it has run out and is about to be renewed. */
  | { readonly kind: 'pending' | 'deleting' | 'renewing' | 'due' }
  | { readonly kind: 'unknown'; readonly locked: boolean; readonly isVault: boolean }
  /** `status`: with which HTTP status a renewal was refused; null when the sign-in is over. */
  | { readonly kind: 'sign-in'; readonly status: string | number | null }
  /** Nobody has seen it work yet. */
  | { readonly kind: 'unverified' }
  /** Its problem says why. */
  | { readonly kind: 'broken' }
  /** `leftSeconds` is below zero once what tools use has run out. */
  | {
      readonly kind: 'failing';
      readonly failure: NonNullable<ConnectionView['renewalFailure']>;
      readonly leftSeconds: number;
    }
  | { readonly kind: 'valid'; readonly renews: boolean; readonly leftSeconds: number }
  /** `never`: its provider says that it does not expire; `unknown`: nobody says when. */
  | { readonly kind: 'valid'; readonly renews: false; readonly expires: 'never' | 'unknown' }
  | { readonly kind: 'expiring'; readonly leftSeconds: number }
  | { readonly kind: 'expired' };

const expiryOf = (connection: RuledConnection, nowMs: number, canRenew: boolean): Condition => {
  const { facts, renewalFailure: failure } = connection;
  const end = endOf(facts);
  if (end === null)
    return { kind: 'valid', renews: false, expires: facts.neverExpires ? 'never' : 'unknown' };
  const leftSeconds = end - nowMs / 1000;
  if (canRenew && renewsQuietly(connection)) {
    if (failure !== null) return { kind: 'failing', failure, leftSeconds };
    return leftSeconds > 0 ? { kind: 'valid', renews: true, leftSeconds } : { kind: 'due' };
  }
  if (leftSeconds <= 0) return { kind: 'expired' };
  return leftSeconds < soonSeconds(lifetimeSecondsOf(connection, end))
    ? { kind: 'expiring', leftSeconds }
    : { kind: 'valid', renews: false, leftSeconds };
};

export type ConditionInput = {
  readonly connection: RuledConnection;
  readonly operation: OperationView | null;
  readonly keychain: Omit<KeychainView, 'id'>;
  readonly nowMs: number;
};

const listedStates = {
  connecting: 'pending',
  disconnecting: 'deleting',
} as const satisfies Partial<Record<ConnectionView['state'], Condition['kind']>>;

/** Works out what a connection is at a moment. The most pressing thing wins. */
export const conditionOf = (input: ConditionInput): Condition => {
  const { connection, operation, keychain, nowMs } = input;
  if (operation !== null && operation.status === 'running') {
    const { kind: task, prompt } = operation;
    if (prompt !== null) return { kind: 'waiting', prompt: prompt.kind };
    return task === 'refresh' ? { kind: 'renewing' } : { kind: 'working', task };
  }
  const { state, needsSignIn, problem, facts } = connection;
  if (state !== 'active') return { kind: listedStates[state] };
  const isShut = keychain.status === 'trouble';
  // The list knows when an account ends and what its provider said; what was amiss with its secret
  // is to be looked at again.
  const isKnown = !problem?.code.startsWith('keychain.') && (needsSignIn || endOf(facts) !== null);
  if (isShut && !isKnown)
    return {
      kind: 'unknown',
      locked: keychain.error?.code === 'keychain.locked',
      isVault: keychain.error?.params.keychain === 'vault',
    };
  if (needsSignIn) return { kind: 'sign-in', status: null };
  if (problem?.code === 'oauth.renewal-refused')
    return { kind: 'sign-in', status: problem.params.status ?? '' };
  const expiry = expiryOf(connection, nowMs, !isShut);
  if (problem === null || expiry.kind === 'expired') return expiry;
  if (problem.code !== 'connection.unchecked') return { kind: 'broken' };
  return expiry.kind === 'failing' ? expiry : { kind: 'unverified' };
};

/** How far a connection is towards its end, as whoever listens is told; null while all is well. */
export type ExpiryStage = 'expiring' | 'expired';

/**
 * Works out what is to be told of a connection's end. What renews itself has run out only once
 * renewing it has failed for some minutes, and of what the person lets lapse nothing is told. With
 * `leadSeconds` that is how long before the end it is near.
 */
export const expiryStageOf = (
  connection: RuledConnection,
  nowMs: number,
  leadSeconds: number | null = null,
): ExpiryStage | null => {
  const { state, needsSignIn, renewalPolicy } = connection;
  if (state !== 'active' || needsSignIn || renewalPolicy === 'lapse') return null;
  const expiry = expiryOf(connection, nowMs, true);
  if (expiry.kind === 'failing') {
    const failedSeconds = nowMs / 1000 - expiry.failure.sinceEpochSeconds;
    return expiry.leftSeconds <= 0 && failedSeconds >= briefFailureSeconds ? 'expired' : null;
  }
  if (expiry.kind === 'expired') return expiry.kind;
  if (leadSeconds === null || !('leftSeconds' in expiry))
    return expiry.kind === 'expiring' ? expiry.kind : null;
  const isQuiet = expiry.kind === 'valid' && expiry.renews;
  return !isQuiet && expiry.leftSeconds < leadSeconds ? 'expiring' : null;
};

/** Gives the moments, in epoch milliseconds, at which `expiryStageOf` may answer something else. */
export const expiryMomentsMs = (
  connection: RuledConnection,
  leadSeconds: number | null = null,
): readonly number[] => {
  const end = endOf(connection.facts);
  if (end === null) return [];
  const soon = leadSeconds ?? soonSeconds(lifetimeSecondsOf(connection, end));
  return [(end - soon) * 1000, end * 1000];
};

/** Gives the moments, in epoch milliseconds, after which `conditionOf` or `urgencyOf` may answer something else. */
export const turningPointsMs = (connection: RuledConnection): readonly number[] => {
  const since = connection.renewalFailure?.sinceEpochSeconds;
  const lasting = since === undefined ? [] : [(since + lastingFailureSeconds) * 1000];
  return [...expiryMomentsMs(connection), ...lasting];
};

const urgencyRanks: Readonly<Partial<Record<Condition['kind'], number>>> = {
  expired: 0,
  'sign-in': 1,
  broken: 2,
  failing: 3,
  expiring: 4,
};

/**
 * Says how much a connection needs the person, the least number first, or null when it does not: within
 * a kind what has ended or ends first comes first. Of what they let lapse nobody needs them, and a
 * renewal may fail for a while as long as what it renews is good.
 */
export const urgencyOf = (
  input: ConditionInput,
): { readonly rank: number; readonly atEpochSeconds: number } | null => {
  const { connection, nowMs } = input;
  const condition = conditionOf(input);
  const rank = urgencyRanks[condition.kind];
  if (rank === undefined || connection.renewalPolicy === 'lapse') return null;
  if (condition.kind === 'failing' && condition.leftSeconds > 0) {
    const failedSeconds = nowMs / 1000 - condition.failure.sinceEpochSeconds;
    if (failedSeconds < lastingFailureSeconds) return null;
  }
  return { rank, atEpochSeconds: endOf(connection.facts) ?? connection.updatedAtEpochSeconds };
};

/** Says whether a connection belongs to “Needs you”. */
export const needsYou = (input: ConditionInput): boolean => urgencyOf(input) !== null;

/** Orders what needs the person, the most pressing first. */
export const byUrgency = (
  a: NonNullable<ReturnType<typeof urgencyOf>>,
  b: NonNullable<ReturnType<typeof urgencyOf>>,
): number => a.rank - b.rank || a.atEpochSeconds - b.atEpochSeconds;

/** Tells whether the person types keys there: others of them are what a new sign-in is elsewhere. */
export const takesKeys = (
  provider: Pick<ProviderDescriptor, 'prefill'> | null | undefined,
): boolean => provider?.prefill === 's3-keys' || provider?.prefill === 'long-term-keys';

/** Gives the one thing that mends a connection; null where nothing is wrong, or nothing but waiting helps. */
export const nextActionOf = (
  {
    capabilities,
    problem,
  }: Pick<ConnectionView, 'capabilities'> & Pick<RuledConnection, 'problem'>,
  kind: Condition['kind'],
): 'refresh' | 'reconnect' | 'verify' | null => {
  const { refresh, reconnect, verify } = capabilities;
  const renew = refresh ? 'refresh' : reconnect ? 'reconnect' : null;
  switch (kind) {
    case 'expired':
    case 'expiring':
    case 'failing':
    case 'due':
      return renew;
    case 'sign-in':
      return reconnect ? 'reconnect' : null;
    case 'broken':
      return problem?.code === 'grant.expired' ? renew : verify ? 'verify' : renew;
    case 'unverified':
      return verify ? 'verify' : null;
    default:
      return null;
  }
};

/**
 * Gives what “Renew” does: it renews where that can be done, and signs in or asks for keys otherwise. Null
 * where nothing ends.
 */
export const renewalOf = (
  { capabilities, facts }: Pick<ConnectionView, 'capabilities' | 'facts'>,
  kind: Condition['kind'],
): 'refresh' | 'reconnect' | null => {
  const { refresh, reconnect } = capabilities;
  if (kind === 'sign-in') return reconnect ? 'reconnect' : null;
  if (refresh) return 'refresh';
  return reconnect && endOf(facts) !== null ? 'reconnect' : null;
};

/** Finds the newest operation of a connection that has not been dismissed, a running one first. */
export const operationOf = (
  operations: readonly OperationView[],
  connectionId: string,
): OperationView | null =>
  operations.findLast(
    (operation) => operation.connectionId === connectionId && operation.status === 'running',
  ) ??
  operations.findLast((operation) => operation.connectionId === connectionId) ??
  null;

/** Shortens `nodeId@host:port` to the part that a person recognises; 7777 is the usual port. */
export const satelliteHost = (address: string): string => {
  const afterNode = address.slice(address.lastIndexOf('@') + 1);
  const query = afterNode.indexOf('?');
  const host = query === -1 ? afterNode : afterNode.slice(0, query);
  return host.replace(/:7777$/, '');
};

/**
 * Says in one short text where a connection leads: the account, else the satellite, the endpoint or
 * the app behind a broker.
 */
export const placeOf = ({ facts }: Pick<ConnectionView, 'facts'>): string | null => {
  if (facts.account !== null) return facts.account;
  if (facts.grant !== null) return satelliteHost(facts.grant.satellite);
  if (facts.s3 !== null) return facts.s3.endpoint.replace(/^https?:\/\//, '');
  return facts.broker?.connector ?? null;
};

/** Says whether there is something in it that a tool can be given. */
export const canBeGiven = ({ facts }: Pick<ConnectionView, 'facts'>): boolean =>
  facts.s3 !== null || facts.tokens !== null;

/** Says whose a connection is and where it leads, in one line. */
export const whereOf = (
  connection: Pick<ConnectionView, 'facts'>,
  providerName: string,
): string => {
  const place = placeOf(connection);
  return place === null ? providerName : `${providerName} · ${place}`;
};
