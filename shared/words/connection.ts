import type { Condition } from '../connection-rules.ts';
import { describeError } from './errors.ts';
import { formatMoment, formatSpan } from './time.ts';

type StateNotice = { readonly title: string; readonly text?: string };

/** Says what is amiss with an account whose provider gave no error to go with it; null when nothing is. */
export const stateNoticeOf = (condition: Condition, nowMs: number): StateNotice | null => {
  switch (condition.kind) {
    case 'sign-in':
      return {
        title: 'Sign in again to keep using this account',
        text: 'The provider no longer accepts what is stored. Your settings are kept.',
      };
    case 'due':
      return {
        title: 'Renewal is due',
        text: 'Stowkey renews this by itself as soon as it can reach the provider. Choose Renew to try now.',
      };
    case 'failing': {
      const { sinceEpochSeconds, nextTryEpochSeconds: next, error } = condition.failure;
      const waitSeconds = next === null ? 0 : next - nowMs / 1000;
      const left =
        condition.leftSeconds > 0
          ? `What you have is good for ${formatSpan(condition.leftSeconds)}. `
          : '';
      const nextTry = waitSeconds > 0 ? `Next try in ${formatSpan(waitSeconds)}.` : 'Trying again.';
      return {
        title: `Could not be renewed since ${formatMoment(sinceEpochSeconds)}`,
        text: `${describeError(error).title}. ${left}${nextTry}`,
      };
    }
    case 'expired':
      return { title: 'This access has expired' };
    default:
      return null;
  }
};

/** What stands around an account's details. */
export const detailsWords = {
  back: 'All accounts',
  renew: 'Renew',
  more: 'More actions',
  keys: 'Keys',
  atBroker: (provider: string) => `Connection at ${provider}`,
  connector: 'Connector',
  brokerKeeps: (provider: string) =>
    `${provider} keeps the tokens of this app and renews them. Programs name the connection by its ID, together with your API key.`,
  access: 'Access',
  account: 'Account',
  permissions: 'Permissions',
  setAtProvider: 'Set at the provider',
  showAll: (count: number) => `Show all ${count}`,
  expires: 'Expires',
  lifetimeLeft: 'Lifetime left',
  left: (left: string, lifetime: string) => `${left} of ${lifetime} left`,
  nothingLeft: (renews: boolean) => (renews ? 'Renewal is due' : 'Nothing left'),
  renewsBefore: 'renews itself before',
  renewal: 'Renewal',
  tools: 'Tools',
  connected: 'Connected',
  renewed: 'Renewed',
  signedIn: 'Signed in again',
  verified: 'Verified',
  notYet: 'Not yet',
} as const;

/** The choice of what happens when an account ends. */
export const renewalPolicyWords = {
  label: 'When it ends',
  options: {
    automatic: { label: 'Renew by itself', help: 'Before it expires, without asking you.' },
    warn: { label: 'Warn me', help: 'Before it expires and when it has. You choose Renew.' },
    lapse: { label: 'Let it expire', help: 'Nothing is renewed, and nothing reminds you.' },
  },
} as const;

/** The choice of when the person is told that an account is about to expire. */
export const reminderWords = {
  label: 'Tell me',
  options: {
    default: { label: 'As in the settings', help: 'Before it expires.' },
    never: { label: 'Not before it expires', help: 'You are told once it has.' },
    hour: { label: '1 hour before' },
    day: { label: '1 day before' },
    week: { label: '7 days before' },
  },
} as const;

/** How tokens are renewed. */
export const renewalWords = {
  byHand: 'When you choose Renew',
  afterSignIn: 'Once you have signed in again',
  automatic: 'Automatic',
  whenItStops: 'Sign in again if it stops working',
  whenItExpires: 'Sign in again when it expires',
} as const;

/** Asks to check whose account it is, where the sign-in's answer bore no mark of it. */
export const unconfirmedAccount = (provider: string, account: string | null): string =>
  `Not confirmed: ${provider} does not say which sign-in its answer belongs to. Check that ${account ?? 'this account'} is yours.`;

export const unencryptedEndpoint =
  'This endpoint does not encrypt: anyone in the network can read and change files on their way.';
