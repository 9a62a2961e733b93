import type { ConnectionView, KeychainView, OperationView } from '../../shared/schemas.ts';
import { formatSpan } from './time.ts';

type StatusTone = 'ok' | 'warn' | 'danger' | 'info' | 'quiet';

/** What a connection's chip shows. Icon and words carry the meaning; the tone only supports it. */
export type Status = {
  readonly kind:
    | 'active'
    | 'expiring'
    | 'expired'
    | 'due'
    | 'sign-in'
    | 'attention'
    | 'connecting'
    | 'disconnecting'
    | 'working'
    | 'waiting'
    | 'unknown';
  readonly tone: StatusTone;
  readonly text: string;
};

/** Expiry is announced as near when less than this is left. */
const expiringSoonSeconds = 30 * 60;

const workingText: Readonly<Record<OperationView['kind'], string>> = {
  connect: 'Connecting…',
  reconnect: 'Signing in…',
  refresh: 'Refreshing…',
  verify: 'Verifying…',
  disconnect: 'Disconnecting…',
};

const waitingTexts: Readonly<Record<NonNullable<OperationView['prompt']>['kind'], string>> = {
  browser: 'Waiting for your browser',
  'device-code': 'Waiting for the code',
  secret: 'Waiting for your answer',
  'same-account': 'Waiting for your answer',
  'without-pkce': 'Waiting for your answer',
  'review-account': 'Waiting for your review',
  'review-grant': 'Waiting for your review',
  'retry-save': 'Waiting for your review',
  'keep-unchecked': 'Waiting for your answer',
};

/** Says whether what expires is renewed without asking the person, so that no end is announced. */
export const renewsQuietly = ({ facts, needsSignIn }: ConnectionView): boolean =>
  !needsSignIn && (facts.renewsItself || facts.tokens?.renewable === true);

/** Says why there is no end to show: a grant states its own, of other things nobody told us. */
export const withoutEnd = ({ grant, tokens }: ConnectionView['facts']): string =>
  tokens === null && grant !== null && grant.notAfterEpochSeconds === null
    ? 'Does not expire'
    : 'Expiry unknown';

/** When what tools use runs out, whether or not it is renewed by then. */
const endOf = ({ expiresAtEpochSeconds, tokens }: ConnectionView['facts']): number | null =>
  expiresAtEpochSeconds ?? tokens?.accessTokenExpiresAtEpochSeconds ?? null;

const expiryStatus = (connection: ConnectionView, nowMs: number, canRenew = true): Status => {
  const end = endOf(connection.facts);
  if (end === null) return { kind: 'active', tone: 'ok', text: 'Active' };
  const left = end - nowMs / 1000;
  if (canRenew && renewsQuietly(connection)) {
    return left > 0
      ? { kind: 'active', tone: 'ok', text: 'Renews itself' }
      : { kind: 'due', tone: 'warn', text: 'Renewal is due' };
  }
  if (left <= 0) return { kind: 'expired', tone: 'danger', text: 'Expired' };
  const text = `Expires in ${formatSpan(left)}`;
  return left < expiringSoonSeconds
    ? { kind: 'expiring', tone: 'warn', text }
    : { kind: 'active', tone: 'ok', text };
};

/** Works out what to show for a connection at a moment. The most pressing thing wins. */
export const statusOf = (input: {
  readonly connection: ConnectionView;
  readonly operation: OperationView | null;
  readonly keychain: Omit<KeychainView, 'id'>;
  readonly nowMs: number;
}): Status => {
  const { connection, operation, keychain, nowMs } = input;
  if (operation !== null && operation.status === 'running') {
    return operation.prompt === null
      ? { kind: 'working', tone: 'info', text: workingText[operation.kind] }
      : { kind: 'waiting', tone: 'info', text: waitingTexts[operation.prompt.kind] };
  }
  if (connection.state === 'connecting')
    return { kind: 'connecting', tone: 'quiet', text: 'Connecting' };
  if (connection.state === 'disconnecting')
    return { kind: 'disconnecting', tone: 'quiet', text: 'Disconnecting' };
  const { needsSignIn, problem } = connection;
  const isShut = keychain.status === 'trouble';
  // The list knows when an account ends and what its provider said; what was amiss with its secret
  // is to be looked at again.
  const isKnown =
    !problem?.code.startsWith('keychain.') && (needsSignIn || endOf(connection.facts) !== null);
  if (isShut && !isKnown) {
    const text =
      keychain.error?.code === 'keychain.locked'
        ? 'Unknown: keychain locked'
        : 'Unknown: no keychain';
    return { kind: 'unknown', tone: 'quiet', text };
  }
  if (needsSignIn) return { kind: 'sign-in', tone: 'danger', text: 'Sign in again' };
  if (problem?.code === 'oauth.renewal-refused') {
    const text = `Sign-in not accepted (${problem.params.status})`;
    return { kind: 'sign-in', tone: 'danger', text };
  }
  const expiry = expiryStatus(connection, nowMs, !isShut);
  if (expiry.kind !== 'expired' && problem !== null)
    return {
      kind: 'attention',
      tone: 'warn',
      text: problem.code === 'connection.unchecked' ? 'Not checked' : 'Needs attention',
    };
  return expiry;
};

/** What else people call a status when they search for it. */
const statusSynonyms: Readonly<Partial<Record<Status['kind'], string>>> = {
  expiring: 'expiring soon',
  expired: 'renew',
  due: 'renew',
  'sign-in': 'signed out needs you',
  attention: 'problem failing needs you',
};

/** Gives the words by which a connection's status is found. */
export const statusWords = (input: Parameters<typeof statusOf>[0]): string => {
  const { kind, text } = statusOf(input);
  return `${text} ${statusSynonyms[kind] ?? ''}`;
};

/** Finds the newest operation of a connection that has not been dismissed. */
export const operationOf = (
  operations: readonly OperationView[],
  connectionId: string,
): OperationView | null =>
  operations.findLast(
    (operation) => operation.connectionId === connectionId && operation.status === 'running',
  ) ??
  operations.findLast((operation) => operation.connectionId === connectionId) ??
  null;
