import { formatDuration } from './time.ts';

/** What the first start says. */
export const welcomeWords = {
  title: 'Connect your first storage account',
  lead: 'Sign in once in your browser. Stowkey keeps the keys safe and ready for the tools that need them.',
  haveKeys: 'I already have keys',
  ways: (shortcut: string) => `Or press ${shortcut}, or drop a file with keys here.`,
  restore: 'Restore from a backup',
  signIn: {
    title: 'Sign in',
    text: 'Choose a provider and allow access on its own page, in your browser.',
  },
  review: {
    title: 'Review and keep',
    text: (keychain: string) =>
      `See what the keys may do. They are stored in this computer’s ${keychain} only.`,
  },
  use: {
    title: 'Use them',
    text: 'Copy keys as variables, AWS profile or JSON. Copied secrets clear themselves.',
  },
} as const;

/** The other views, and what the window is kept in. */
export const placesWords = {
  title: 'More of Stowkey',
  noKeychain: (keychain: string) => `${keychain} not available`,
} as const;

/** What the window says while no account is open. */
export const summaryWords = {
  needYou: (count: number) => (count === 1 ? '1 account needs you' : `${count} accounts need you`),
  showAll: (count: number) => `Show all ${count}`,
  well: {
    title: 'All is well',
    text: (count: number) =>
      count === 1 ? 'Your account works.' : `All ${count} accounts work, or renew themselves.`,
  },
  next: 'Next to expire',
  endsIn: (left: string) => `Expires in ${left}`,
  find: (shortcut: string) => `${shortcut} finds accounts and actions.`,
} as const;

/** Asks before another keychain takes the place of the one that is gone. */
export const startOverWords = {
  title: 'Start over with this keychain?',
  text: 'Your accounts stay in the list, and each one asks you to sign in again. Nothing is deleted from any keychain. If the earlier keychain may come back, cancel and choose “Try again” then.',
} as const;

/** Notices above everything else. */
export const bannerWords = {
  evaluation: (version: string, expected: string) => ({
    title: `Evaluation runtime (Electron ${version}): not for real accounts`,
    text: `This build is made for Electron ${expected}. Use it with the stand-in servers only.`,
  }),
  readOnly: {
    title: 'The list of accounts is read-only',
    text: 'You can look and copy, but changes cannot be saved.',
  },
  clockOff: (minutesAhead: number) => ({
    title: `This computer’s clock is ${formatDuration(Math.abs(minutesAhead) * 60)} ${minutesAhead > 0 ? 'ahead' : 'behind'}`,
    text: 'Sign-ins and keys can fail, and ends are shown wrong. Set date and time automatically in the system settings.',
  }),
  paused: {
    title: 'Renewals are paused',
    text: 'No account renews itself until you resume, or restart Stowkey.',
    resume: 'Resume',
  },
  leftBehind: (provider: string) => `Disconnected from ${provider} here, but not there`,
} as const;
