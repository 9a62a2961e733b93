import type { OperationView, StepId } from '../schemas.ts';
import { fillIn, messages } from './messages.ts';

/** `doing` names the step, `now` says that it goes on, `done` that it is over. */
type StepWords = { readonly doing: string; readonly now: string; readonly done: string };

const stepWording: Readonly<Record<StepId, StepWords>> = messages('operations.steps', {
  'check-input': {
    doing: 'Check your answers',
    now: 'Checking your answers…',
    done: 'Answers checked',
  },
  'open-listener': { doing: 'Open browser', now: 'Opening your browser…', done: 'Browser ready' },
  discover: {
    doing: 'Ask the server where to go',
    now: 'Asking the server where to go…',
    done: 'Server found',
  },
  'register-client': {
    doing: 'Register with the server',
    now: 'Registering with the server…',
    done: 'Registered with the server',
  },
  'wait-for-browser': {
    doing: 'Wait for your browser',
    now: 'Waiting for your browser…',
    done: 'Signed in',
  },
  'wait-for-device': {
    doing: 'Wait for the code to be entered',
    now: 'Waiting for the code…',
    done: 'Code entered',
  },
  'review-grant': {
    doing: 'Review what was granted',
    now: 'Reading what was granted…',
    done: 'Access grant accepted',
  },
  'exchange-code': { doing: 'Finish sign-in', now: 'Finishing sign-in…', done: 'Sign-in finished' },
  'exchange-grant': {
    doing: 'Get storage keys',
    now: 'Getting storage keys…',
    done: 'Storage keys received',
  },
  'refresh-tokens': {
    doing: 'Renew the access',
    now: 'Renewing the access…',
    done: 'Access renewed',
  },
  'get-temporary-keys': {
    doing: 'Get temporary keys',
    now: 'Getting temporary keys…',
    done: 'Temporary keys received',
  },
  identify: { doing: 'Look up the account', now: 'Looking up the account…', done: 'Account found' },
  save: {
    doing: 'Store in the keychain',
    now: 'Saving to the keychain…',
    done: 'Stored in the keychain',
  },
  verify: { doing: 'Check the keys', now: 'Checking the keys…', done: 'The keys work' },
  revoke: {
    doing: 'End it at the provider',
    now: 'Ending it at the provider…',
    done: 'Ended at the provider',
  },
  delete: {
    doing: 'Delete from the keychain',
    now: 'Deleting from the keychain…',
    done: 'Deleted from the keychain',
  },
});

const tokenVerification: StepWords = messages('operations.steps.verify-tokens', {
  doing: 'Check the access',
  now: 'Checking the access…',
  done: 'The access works',
});

const words = messages('operations.words', { oneMoment: 'One moment…' });

/** What a step's icon shows, for whoever does not see it. */
export const stepStates = messages('operations.stepStates', {
  waiting: 'not started',
  running: 'in progress',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} satisfies Readonly<Record<OperationView['steps'][number]['status'], string>>);

/** Words for a step of a long operation: while it waits or runs, and once it is done. */
export const stepWords = (step: StepId, holdsTokens: boolean): StepWords =>
  holdsTokens && step === 'verify' ? tokenVerification : stepWording[step];

/** Says in one line what an operation is at. */
export const statusLine = (
  { steps }: Pick<OperationView, 'steps'>,
  holdsTokens: boolean,
): string => {
  const step = steps.find(({ status }) => status === 'running');
  return step === undefined ? words.oneMoment : stepWords(step.id, holdsTokens).now;
};

type OperationWords = Readonly<Record<OperationView['status'], string>>;

/** Titles of an operation while it runs and after each way it can end. `{name}` is the account. */
const operationWording: Readonly<Record<OperationView['kind'], OperationWords>> = messages(
  'operations',
  {
    connect: {
      running: 'Connecting {name}',
      done: '{name} is connected',
      failed: '{name} could not be connected',
      cancelled: 'Connecting was cancelled',
    },
    reconnect: {
      running: 'Signing in again',
      done: 'Signed in again',
      failed: 'Could not sign in again',
      cancelled: 'Signing in again was cancelled',
    },
    refresh: {
      running: 'Getting new keys',
      done: 'New keys saved',
      failed: 'The keys could not be renewed',
      cancelled: 'Renewing was cancelled',
    },
    verify: {
      running: 'Checking the keys',
      done: 'The keys work',
      failed: 'The keys could not be verified',
      cancelled: 'Verifying was cancelled',
    },
    disconnect: {
      running: 'Disconnecting',
      done: 'Disconnected',
      failed: 'Disconnecting did not work',
      cancelled: 'Disconnecting was cancelled',
    },
  },
);

/** What is said otherwise of accounts that hold tokens and no keys. */
const tokenOperationWording: Readonly<Partial<Record<OperationView['kind'], OperationWords>>> =
  messages('operations.tokens', {
    refresh: {
      running: 'Renewing the access',
      done: 'Access renewed',
      failed: 'The access could not be renewed',
      cancelled: 'Renewing was cancelled',
    },
    verify: {
      running: 'Checking the access',
      done: 'The access works',
      failed: 'The access could not be verified',
      cancelled: 'Verifying was cancelled',
    },
  });

/** What is said otherwise of accounts whose keys were pasted: nobody signs in to them. */
const pastedReconnectWording: OperationWords = messages('operations.pasted', {
  running: 'Replacing the keys',
  done: 'New keys saved',
  failed: 'The keys could not be replaced',
  cancelled: 'Replacing the keys was cancelled',
});

/** Gives the title of an operation on the account of this name. */
export const describeOperation = (
  { kind, status }: Pick<OperationView, 'kind' | 'status'>,
  account: {
    readonly name: string;
    readonly holdsTokens: boolean;
    /** Its keys were made elsewhere and pasted, rather than given to a sign-in. */
    readonly pasted?: boolean;
  },
): string => {
  const titles =
    account.pasted === true && kind === 'reconnect'
      ? pastedReconnectWording
      : ((account.holdsTokens ? tokenOperationWording[kind] : null) ?? operationWording[kind]);
  return fillIn(titles[status], { name: account.name });
};
