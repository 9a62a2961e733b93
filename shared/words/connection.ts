import type { Condition } from '../connection-rules.ts';
import { describeError } from './errors.ts';
import { messages, says } from './messages.ts';
import { asSentence, inSequence } from './sentences.ts';
import { formatMoment, formatSpan } from './time.ts';

type StateNotice = { readonly title: string; readonly text?: string };

const notices = messages('connection.notices', {
  signIn: {
    title: 'Sign in again to keep using this account',
    text: 'The provider no longer accepts what is stored. Your settings are kept.',
  },
  due: {
    title: 'Renewal is due',
    text: 'Stowkey renews this by itself as soon as it can reach the provider. Choose Renew to try now.',
  },
  failing: {
    title: says('Could not be renewed since {moment}', (moment: string) => ({ moment })),
    goodFor: says('What you have is good for {span}.', (span: string) => ({ span })),
    nextTry: says('Next try in {span}.', (span: string) => ({ span })),
    tryingNow: 'Trying again.',
  },
  expired: { title: 'This access has expired' },
});

/** Says what is amiss with an account whose provider gave no error to go with it; null when nothing is. */
export const stateNoticeOf = (condition: Condition, nowMs: number): StateNotice | null => {
  switch (condition.kind) {
    case 'sign-in':
      return notices.signIn;
    case 'due':
      return notices.due;
    case 'failing': {
      const { failing } = notices;
      const { sinceEpochSeconds, nextTryEpochSeconds: next, error } = condition.failure;
      const waitSeconds = next === null ? 0 : next - nowMs / 1000;
      return {
        title: failing.title(formatMoment(sinceEpochSeconds)),
        text: inSequence([
          asSentence(describeError(error).title),
          ...(condition.leftSeconds > 0
            ? [failing.goodFor(formatSpan(condition.leftSeconds))]
            : []),
          waitSeconds > 0 ? failing.nextTry(formatSpan(waitSeconds)) : failing.tryingNow,
        ]),
      };
    }
    case 'expired':
      return notices.expired;
    default:
      return null;
  }
};

/** What stands around an account's details. */
export const detailsWords = messages('connection.details', {
  back: 'All accounts',
  renew: 'Renew',
  more: 'More actions',
  keys: 'Keys',
  atBroker: says('Connection at {provider}', (provider: string) => ({ provider })),
  connector: 'Connector',
  brokerKeeps: says(
    '{provider} keeps the tokens of this app and renews them. Programs name the connection by its ID, together with your API key.',
    (provider: string) => ({ provider }),
  ),
  access: 'Access',
  account: 'Account',
  permissions: 'Permissions',
  setAtProvider: 'Set at the provider',
  showAll: says('Show all {count}', (count: number) => ({ count })),
  expires: 'Expires',
  lifetimeLeft: 'Lifetime left',
  left: says('{left} of {lifetime} left', (left: string, lifetime: string) => ({ left, lifetime })),
  nothingLeft: says(
    '{renews, select, true {Renewal is due} other {Nothing left}}',
    (renews: boolean) => ({ renews }),
  ),
  renewsBefore: 'renews itself before',
  renewal: 'Renewal',
  tools: 'Tools',
  connected: 'Connected',
  renewed: 'Renewed',
  signedIn: 'Signed in again',
  verified: 'Verified',
  notYet: 'Not yet',
});

/** The choice of what happens when an account ends. */
export const renewalPolicyWords = messages('connection.renewalPolicy', {
  label: 'When it ends',
  options: {
    automatic: { label: 'Renew by itself', help: 'Before it expires, without asking you.' },
    warn: { label: 'Warn me', help: 'Before it expires and when it has. You choose Renew.' },
    lapse: { label: 'Let it expire', help: 'Nothing is renewed, and nothing reminds you.' },
  },
});

/** The choice of when the person is told that an account is about to expire. */
export const reminderWords = messages('connection.reminder', {
  label: 'Tell me',
  options: {
    default: { label: 'As in the settings', help: 'Before it expires.' },
    never: { label: 'Not before it expires', help: 'You are told once it has.' },
    hour: { label: '1 hour before' },
    day: { label: '1 day before' },
    week: { label: '7 days before' },
  },
});

/** How tokens are renewed. */
export const renewalWords = messages('connection.renewal', {
  byHand: 'When you choose Renew',
  afterSignIn: 'Once you have signed in again',
  automatic: 'Automatic',
  whenItStops: 'Sign in again if it stops working',
  whenItExpires: 'Sign in again when it expires',
});

const words = messages('connection', {
  unconfirmed: says(
    'Not confirmed: {provider} does not say which sign-in its answer belongs to. Check that {known, select, true {{account}} other {this account}} is yours.',
    (provider: string, account: string | null) => ({
      provider,
      known: account !== null,
      account: account ?? '',
    }),
  ),
  unencrypted:
    'This endpoint does not encrypt: anyone in the network can read and change files on their way.',
});

/** Asks to check whose account it is, where the sign-in's answer bore no mark of it. */
export const unconfirmedAccount = words.unconfirmed;

export const unencryptedEndpoint = (): string => words.unencrypted;
