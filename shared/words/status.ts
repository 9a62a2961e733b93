import { type Condition, type ConditionInput, conditionOf } from '../connection-rules.ts';
import type { ConnectionView, OperationView } from '../schemas.ts';
import { formatSpan } from './time.ts';

/** What a connection's chip shows. Icon and words carry the meaning; the tone only supports it. */
export type Status = {
  readonly kind: Condition['kind'];
  readonly tone: 'ok' | 'warn' | 'danger' | 'info' | 'quiet';
  readonly text: string;
};

const tones: Readonly<Record<Status['kind'], Status['tone']>> = {
  active: 'ok',
  expiring: 'warn',
  expired: 'danger',
  due: 'warn',
  'sign-in': 'danger',
  attention: 'warn',
  connecting: 'quiet',
  disconnecting: 'quiet',
  working: 'info',
  waiting: 'info',
  unknown: 'quiet',
};

const workingTexts: Readonly<Record<OperationView['kind'], string>> = {
  connect: 'Connecting…',
  reconnect: 'Signing in…',
  refresh: 'Renewing…',
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
    case 'connecting':
      return 'Connecting';
    case 'disconnecting':
      return 'Disconnecting';
    case 'unknown':
      return condition.locked ? 'Unknown: keychain locked' : 'Unknown: no keychain';
    case 'sign-in':
      return condition.status === null
        ? 'Sign in again'
        : `Sign-in not accepted (${condition.status})`;
    case 'attention':
      return condition.unchecked ? 'Not checked' : 'Needs attention';
    case 'due':
      return 'Renewal is due';
    case 'expired':
      return 'Expired';
    case 'expiring':
      return `Expires in ${formatSpan(condition.leftSeconds)}`;
    case 'active':
      if (condition.renews) return 'Renews itself';
      return condition.leftSeconds === null
        ? 'Active'
        : `Expires in ${formatSpan(condition.leftSeconds)}`;
  }
};

/** Says what to show for a connection at a moment. */
export const statusOf = (input: ConditionInput): Status => {
  const condition = conditionOf(input);
  return { kind: condition.kind, tone: tones[condition.kind], text: textOf(condition) };
};

/** Says why there is no end to show: a grant states its own, of other things nobody told us. */
export const withoutEnd = ({ grant, tokens }: ConnectionView['facts']): string =>
  tokens === null && grant !== null && grant.notAfterEpochSeconds === null
    ? 'Does not expire'
    : 'Expiry unknown';

/** What else people call a status when they search for it. */
const statusSynonyms: Readonly<Partial<Record<Status['kind'], string>>> = {
  expiring: 'expiring soon',
  expired: 'renew',
  due: 'renew',
  'sign-in': 'signed out needs you',
  attention: 'problem failing needs you',
};

/** Gives the words by which a connection's status is found. */
export const statusWords = (input: ConditionInput): string => {
  const { kind, text } = statusOf(input);
  return `${text} ${statusSynonyms[kind] ?? ''}`;
};

export const accountsText = (count: number): string =>
  count === 1 ? '1 account' : `${count} accounts`;
