import type { ConnectionFacts, ConnectionView, KeychainView, OperationView } from './schemas.ts';

/**
 * How long before its end a credential is renewed, at most. A tool may still be using it, and botocore asks
 * for another one from 15 minutes before the end on, at each request from 10 minutes on.
 */
const headStartMs = 16 * 60_000;
/** Nobody can use a credential that runs out while it is being pasted. */
const tooLateMs = 60_000;
/** Expiry is announced as near when less than this is left. */
const expiringSoonSeconds = 30 * 60;

/** How a connection is shown, by the state that the list keeps of it; others are not shown. */
export const shownStates = {
  pending: 'connecting',
  active: 'active',
  rotating: 'active',
  deleting: 'disconnecting',
} as const satisfies Readonly<Record<string, ConnectionView['state']>>;

/** Says whether what tools use is renewed without asking the person. */
const isRenewable = ({ renewsItself, tokens }: ConnectionFacts): boolean =>
  renewsItself || tokens?.renewable === true;

/** Says whether a connection is renewed without the person, so that no end is announced. */
export const renewsQuietly = ({
  facts,
  needsSignIn,
}: Pick<ConnectionView, 'facts' | 'needsSignIn'>): boolean => !needsSignIn && isRenewable(facts);

/** Gives the epoch second when what tools use runs out, whether or not it is renewed by then. */
export const endOf = ({ expiresAtEpochSeconds, tokens }: ConnectionFacts): number | null =>
  tokens?.accessTokenExpiresAtEpochSeconds ?? expiresAtEpochSeconds;

/** Gives the epoch second of the end that people are told of; null while it is none of their business. */
export const announcedEndOf = (connection: ConnectionView): number | null =>
  renewsQuietly(connection) ? null : connection.facts.expiresAtEpochSeconds;

/** Gives when a connection is to be renewed, in epoch milliseconds; null when it is not. */
export const renewalDueMs = (connection: ConnectionView): number | null => {
  const { facts, state, updatedAtEpochSeconds } = connection;
  const end = endOf(facts);
  if (!renewsQuietly(connection) || end === null || state !== 'active') return null;
  const lifetimeMs = (end - updatedAtEpochSeconds) * 1000;
  return end * 1000 - Math.min(headStartMs, Math.max(0, lifetimeMs) / 5);
};

/** Says whether a credential has to be renewed, and can be, before a tool is given it. */
export const renewsBeforeUse = (facts: ConnectionFacts, nowMs: number): boolean => {
  const end = endOf(facts);
  return isRenewable(facts) && end !== null && end * 1000 - nowMs < tooLateMs;
};

/** What a connection is at a moment, with what the words for it need to know. */
export type Condition =
  | { readonly kind: 'working'; readonly task: OperationView['kind'] }
  | {
      readonly kind: 'waiting';
      readonly prompt: NonNullable<OperationView['prompt']>['kind'];
    }
  | { readonly kind: 'connecting' | 'disconnecting' | 'expired' | 'due' }
  | { readonly kind: 'unknown'; readonly locked: boolean }
  /** `status`: with which HTTP status a renewal was refused; null when the sign-in is over. */
  | { readonly kind: 'sign-in'; readonly status: string | number | null }
  | { readonly kind: 'attention'; readonly unchecked: boolean }
  /** Both null: it has no end that is known. */
  | { readonly kind: 'active'; readonly renews: boolean; readonly leftSeconds: number | null }
  | { readonly kind: 'expiring'; readonly leftSeconds: number };

const expiryOf = (connection: RuledConnection, nowMs: number, canRenew: boolean): Condition => {
  const end = endOf(connection.facts);
  if (end === null) return { kind: 'active', renews: false, leftSeconds: null };
  const leftSeconds = end - nowMs / 1000;
  if (canRenew && renewsQuietly(connection))
    return leftSeconds > 0 ? { kind: 'active', renews: true, leftSeconds } : { kind: 'due' };
  if (leftSeconds <= 0) return { kind: 'expired' };
  return leftSeconds < expiringSoonSeconds
    ? { kind: 'expiring', leftSeconds }
    : { kind: 'active', renews: false, leftSeconds };
};

/** What the rules look at of a connection. */
export type RuledConnection = Pick<ConnectionView, 'state' | 'needsSignIn' | 'facts'> & {
  readonly problem: Pick<NonNullable<ConnectionView['problem']>, 'code' | 'params'> | null;
};

export type ConditionInput = {
  readonly connection: RuledConnection;
  readonly operation: OperationView | null;
  readonly keychain: Omit<KeychainView, 'id'>;
  readonly nowMs: number;
};

/** Works out what a connection is at a moment. The most pressing thing wins. */
export const conditionOf = (input: ConditionInput): Condition => {
  const { connection, operation, keychain, nowMs } = input;
  if (operation !== null && operation.status === 'running') {
    return operation.prompt === null
      ? { kind: 'working', task: operation.kind }
      : { kind: 'waiting', prompt: operation.prompt.kind };
  }
  const { state, needsSignIn, problem, facts } = connection;
  if (state !== 'active') return { kind: state };
  const isShut = keychain.status === 'trouble';
  // The list knows when an account ends and what its provider said; what was amiss with its secret
  // is to be looked at again.
  const isKnown = !problem?.code.startsWith('keychain.') && (needsSignIn || endOf(facts) !== null);
  if (isShut && !isKnown)
    return { kind: 'unknown', locked: keychain.error?.code === 'keychain.locked' };
  if (needsSignIn) return { kind: 'sign-in', status: null };
  if (problem?.code === 'oauth.renewal-refused')
    return { kind: 'sign-in', status: problem.params.status ?? '' };
  const expiry = expiryOf(connection, nowMs, !isShut);
  if (expiry.kind !== 'expired' && problem !== null)
    return { kind: 'attention', unchecked: problem.code === 'connection.unchecked' };
  return expiry;
};

/** What the person can do when a connection has run out or lost its sign-in. */
type NextAction = {
  /** What “Renew” stands for; null when nothing renews it. */
  readonly renewsBy: 'refresh' | 'reconnect' | null;
  readonly hasExpired: boolean;
  /** Nothing but a new sign-in helps. */
  readonly reconnectFirst: boolean;
};

export const nextActionOf = (
  { capabilities, problem }: Pick<ConnectionView, 'capabilities' | 'problem'>,
  kind: Condition['kind'],
): NextAction => {
  const { refresh, reconnect } = capabilities;
  return {
    renewsBy: refresh && kind !== 'sign-in' ? 'refresh' : reconnect ? 'reconnect' : null,
    hasExpired: problem === null ? kind === 'expired' : problem.code === 'grant.expired',
    reconnectFirst: kind === 'sign-in' || (kind === 'expired' && !refresh),
  };
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
