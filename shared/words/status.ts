import {
  type Condition,
  type ConditionInput,
  conditionOf,
  endOf,
  needsYou,
} from '../connection-rules.ts';
import type { ConnectionView, OperationView } from '../schemas.ts';
import { messages, says } from './messages.ts';
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

const workingTexts: Readonly<Record<Exclude<OperationView['kind'], 'refresh'>, string>> = messages(
  'status.working',
  {
    connect: 'Connecting…',
    reconnect: 'Signing in…',
    verify: 'Verifying…',
    disconnect: 'Disconnecting…',
  },
);

const waitingTexts: Readonly<Record<NonNullable<OperationView['prompt']>['kind'], string>> =
  messages('status.waiting', {
    browser: 'Waiting for your browser',
    'device-code': 'Waiting for the code',
    secret: 'Waiting for your answer',
    'same-account': 'Waiting for your answer',
    'without-pkce': 'Waiting for your answer',
    'review-account': 'Waiting for your review',
    'review-grant': 'Waiting for your review',
    'retry-save': 'Waiting for your review',
    'keep-unchecked': 'Waiting for your answer',
  });

const spanned = (span: string) => ({ span });

const words = messages('status', {
  renewing: 'Renewing…',
  pending: 'Connecting',
  deleting: 'Disconnecting',
  unknown: {
    vaultLocked: 'Unknown: vault locked',
    vaultUnreadable: 'Unknown: vault not readable',
    keychainLocked: 'Unknown: keychain locked',
    noKeychain: 'Unknown: no keychain',
  },
  signIn: 'Sign in again',
  notAccepted: says('Sign-in not accepted ({status})', (status: string | number) => ({ status })),
  failing: 'Renewal failing',
  failingExpired: 'Expired, renewal failing',
  unverified: 'Not checked',
  broken: 'Needs attention',
  due: 'Renewal is due',
  expired: 'Expired',
  expiresIn: says('Expires in {span}', spanned),
  renewsItself: 'Renews itself',
  active: 'Active',
  automatic: 'Automatic',
  sentences: {
    renewsItself: 'Active, renews itself',
    never: 'Active, does not expire',
    unknown: 'Active, expiry unknown',
    expiresIn: says('Active, expires in {span}', spanned),
    expired: says('Expired {ago}', (ago: string) => ({ ago })),
    due: 'Expired, and about to be renewed',
    failing: says('Renewal failing, good for {span}', spanned),
    signIn: 'Needs you to sign in again',
    unverified: 'Saved without a check',
    keychainLocked: 'Status unknown: the keychain is locked',
    noKeychain: 'Status unknown: there is no keychain',
  },
  withoutEnd: { never: 'Does not expire', unknown: 'Expiry unknown' },
  needsYou: 'needs you',
});

/** What else people call a status when they search for it. */
const synonyms: Readonly<Partial<Record<Status['kind'], string>>> = messages('status.synonyms', {
  expiring: 'expiring soon',
  expired: 'renew',
  due: 'renew',
  'sign-in': 'signed out',
  broken: 'problem',
  failing: 'problem renew',
});

const textOf = (condition: Condition): string => {
  switch (condition.kind) {
    case 'working':
      return workingTexts[condition.task];
    case 'waiting':
      return waitingTexts[condition.prompt];
    case 'unknown':
      if (condition.isVault)
        return condition.locked ? words.unknown.vaultLocked : words.unknown.vaultUnreadable;
      return condition.locked ? words.unknown.keychainLocked : words.unknown.noKeychain;
    case 'sign-in':
      return condition.status === null ? words.signIn : words.notAccepted(condition.status);
    case 'failing':
      return condition.leftSeconds > 0 ? words.failing : words.failingExpired;
    case 'expiring':
      return words.expiresIn(formatSpan(condition.leftSeconds));
    case 'valid':
      if (condition.renews) return words.renewsItself;
      return 'expires' in condition
        ? words.active
        : words.expiresIn(formatSpan(condition.leftSeconds));
    default:
      return words[condition.kind];
  }
};

const briefOf = (condition: Condition): string | null => {
  if (condition.kind !== 'valid') return null;
  if (condition.renews) return words.automatic;
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
  const { sentences } = words;
  switch (condition.kind) {
    case 'valid':
      if (condition.renews) return sentences.renewsItself;
      if ('expires' in condition) return sentences[condition.expires];
      return sentences.expiresIn(formatSpan(condition.leftSeconds));
    case 'expired': {
      const end = endOf(input.connection.facts);
      return end === null ? words.expired : sentences.expired(formatAgo(end, input.nowMs));
    }
    case 'due':
      return sentences.due;
    case 'failing':
      return condition.leftSeconds > 0
        ? sentences.failing(formatSpan(condition.leftSeconds))
        : words.failingExpired;
    case 'sign-in':
      return condition.status === null ? sentences.signIn : textOf(condition);
    case 'unverified':
      return sentences.unverified;
    case 'unknown':
      return condition.locked ? sentences.keychainLocked : sentences.noKeychain;
    default:
      return textOf(condition);
  }
};

/** Says why there is no end to show. */
export const withoutEnd = ({ neverExpires }: ConnectionView['facts']): string =>
  words.withoutEnd[neverExpires ? 'never' : 'unknown'];

/** Gives the words by which a connection's status is found. */
export const statusWords = (input: ConditionInput): string => {
  const condition = conditionOf(input);
  const needing = needsYou(input) ? words.needsYou : '';
  return `${textOf(condition)} ${synonyms[condition.kind] ?? ''} ${needing}`;
};
