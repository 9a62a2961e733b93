import {
  type Condition,
  type ConditionInput,
  conditionOf,
  endOf,
  needsYou,
} from '../connection-rules.ts';
import type { ConnectionView, OperationView } from '../schemas.ts';
import { formatAgo, formatSpan } from './time.ts';

/** What a connection's chip shows. Icon and words carry the meaning; the tone only supports it. */
export type Status = {
  readonly kind: Condition['kind'];
  readonly tone: 'ok' | 'warn' | 'danger' | 'info' | 'quiet';
  readonly text: string;
  /** What a row has room for of an account that is well; null for all others. */
  readonly brief: string | null;
};

const tones: Readonly<Record<Status['kind'], Status['tone']>> = {
  valid: 'ok',
  expiring: 'warn',
  expired: 'danger',
  due: 'warn',
  'sign-in': 'danger',
  failing: 'warn',
  unverified: 'warn',
  broken: 'warn',
  pending: 'quiet',
  deleting: 'quiet',
  renewing: 'info',
  working: 'info',
  waiting: 'info',
  unknown: 'quiet',
};

const workingTexts: Readonly<Record<Exclude<OperationView['kind'], 'refresh'>, string>> = {
  connect: 'Connecting…',
  reconnect: 'Signing in…',
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

const textOf = (condition: Condition): string => {
  switch (condition.kind) {
    case 'working':
      return workingTexts[condition.task];
    case 'waiting':
      return waitingTexts[condition.prompt];
    case 'renewing':
      return 'Renewing…';
    case 'pending':
      return 'Connecting';
    case 'deleting':
      return 'Disconnecting';
    case 'unknown':
      if (condition.isVault)
        return condition.locked ? 'Unknown: vault locked' : 'Unknown: vault not readable';
      return condition.locked ? 'Unknown: keychain locked' : 'Unknown: no keychain';
    case 'sign-in':
      return condition.status === null
        ? 'Sign in again'
        : `Sign-in not accepted (${condition.status})`;
    case 'failing':
      return condition.leftSeconds > 0 ? 'Renewal failing' : 'Expired, renewal failing';
    case 'unverified':
      return 'Not checked';
    case 'broken':
      return 'Needs attention';
    case 'due':
      return 'Renewal is due';
    case 'expired':
      return 'Expired';
    case 'expiring':
      return `Expires in ${formatSpan(condition.leftSeconds)}`;
    case 'valid':
      if (condition.renews) return 'Renews itself';
      return 'expires' in condition ? 'Active' : `Expires in ${formatSpan(condition.leftSeconds)}`;
  }
};

const briefOf = (condition: Condition): string | null => {
  if (condition.kind !== 'valid') return null;
  if (condition.renews) return 'Automatic';
  return 'expires' in condition ? '' : formatSpan(condition.leftSeconds);
};

/** Says what to show for a connection at a moment. */
export const statusOf = (input: ConditionInput): Status => {
  const condition = conditionOf(input);
  return {
    kind: condition.kind,
    tone: tones[condition.kind],
    text: textOf(condition),
    brief: briefOf(condition),
  };
};

/** Says in one sentence how a connection is, where there is room for one. */
export const statusSentence = (input: ConditionInput): string => {
  const condition = conditionOf(input);
  switch (condition.kind) {
    case 'valid':
      if (condition.renews) return 'Active, renews itself';
      if ('expires' in condition)
        return condition.expires === 'never' ? 'Active, does not expire' : 'Active, expiry unknown';
      return `Active, expires in ${formatSpan(condition.leftSeconds)}`;
    case 'expired': {
      const end = endOf(input.connection.facts);
      return end === null ? 'Expired' : `Expired ${formatAgo(end, input.nowMs)}`;
    }
    case 'due':
      return 'Expired, and about to be renewed';
    case 'failing':
      return condition.leftSeconds > 0
        ? `Renewal failing, good for ${formatSpan(condition.leftSeconds)}`
        : 'Expired, renewal failing';
    case 'sign-in':
      return condition.status === null ? 'Needs you to sign in again' : textOf(condition);
    case 'unverified':
      return 'Saved without a check';
    case 'unknown':
      return condition.locked
        ? 'Status unknown: the keychain is locked'
        : 'Status unknown: there is no keychain';
    default:
      return textOf(condition);
  }
};

/** Says why there is no end to show. */
export const withoutEnd = ({ neverExpires }: ConnectionView['facts']): string =>
  neverExpires ? 'Does not expire' : 'Expiry unknown';

/** What else people call a status when they search for it. */
const statusSynonyms: Readonly<Partial<Record<Status['kind'], string>>> = {
  expiring: 'expiring soon',
  expired: 'renew',
  due: 'renew',
  'sign-in': 'signed out',
  broken: 'problem',
  failing: 'problem renew',
};

/** Gives the words by which a connection's status is found. */
export const statusWords = (input: ConditionInput): string => {
  const { kind, text } = statusOf(input);
  return `${text} ${statusSynonyms[kind] ?? ''} ${needsYou(input) ? 'needs you' : ''}`;
};

export const accountsText = (count: number): string =>
  count === 1 ? '1 account' : `${count} accounts`;
