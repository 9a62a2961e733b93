import { messages, says } from './messages.ts';
import { formatDuration } from './time.ts';

/** What the first start says. */
export const welcomeWords = messages('window.welcome', {
  title: 'Connect your first storage account',
  lead: 'Sign in once in your browser. Stowkey keeps the keys safe and ready for the tools that need them.',
  haveKeys: 'I already have keys',
  ways: says('Or press {shortcut}, or drop a file with keys here.', (shortcut: string) => ({
    shortcut,
  })),
  restore: 'Restore from a backup',
  signIn: {
    title: 'Sign in',
    text: 'Choose a provider and allow access on its own page, in your browser.',
  },
  review: {
    title: 'Review and keep',
    text: says(
      'See what the keys may do. They are stored in this computer’s {keychain} only.',
      (keychain: string) => ({ keychain }),
    ),
  },
  use: {
    title: 'Use them',
    text: 'Copy keys as variables, AWS profile or JSON. Copied secrets clear themselves.',
  },
});

/** The other views, and what the window is kept in. */
export const placesWords = messages('window.places', {
  title: 'More of Stowkey',
  noKeychain: says('{keychain} not available', (keychain: string) => ({ keychain })),
});

/** What the window says while no account is open. */
export const summaryWords = messages('window.summary', {
  needYou: says(
    '{count, plural, one {# account needs you} other {# accounts need you}}',
    (count: number) => ({ count }),
  ),
  showAll: says('Show all {count}', (count: number) => ({ count })),
  well: {
    title: 'All is well',
    text: says(
      '{count, plural, =1 {Your account works.} one {All # account works, or renews itself.} other {All # accounts work, or renew themselves.}}',
      (count: number) => ({ count }),
    ),
  },
  next: 'Next to expire',
  endsIn: says('Expires in {left}', (left: string) => ({ left })),
  find: says('{shortcut} finds accounts and actions.', (shortcut: string) => ({ shortcut })),
});

/** Asks before another keychain takes the place of the one that is gone. */
export const startOverWords = messages('window.startOver', {
  title: 'Start over with this keychain?',
  text: 'Your accounts stay in the list, and each one asks you to sign in again. Nothing is deleted from any keychain. If the earlier keychain may come back, cancel and choose “Try again” then.',
});

/** Notices above everything else. */
export const bannerWords = messages('window.banners', {
  evaluation: {
    title: says(
      'Evaluation runtime (Electron {version}): not for real accounts',
      (version: string) => ({ version }),
    ),
    text: says(
      'This build is made for Electron {expected}. Use it with the stand-in servers only.',
      (expected: string) => ({ expected }),
    ),
  },
  readOnly: {
    title: 'The list of accounts is read-only',
    text: 'You can look and copy, but changes cannot be saved.',
  },
  clockOff: {
    title: says(
      'This computer’s clock is {span} {ahead, select, true {ahead} other {behind}}',
      (minutesAhead: number) => ({
        span: formatDuration(Math.abs(minutesAhead) * 60),
        ahead: minutesAhead > 0,
      }),
    ),
    text: 'Sign-ins and keys can fail, and ends are shown wrong. Set date and time automatically in the system settings.',
  },
  outdated: {
    title: 'Stowkey was updated',
    text: 'This is still the version before. Restart when you like: accounts and keys stay.',
    restart: 'Restart',
  },
  paused: {
    title: 'Renewals are paused',
    text: 'No account renews itself until you resume, or restart Stowkey.',
    resume: 'Resume',
  },
  leftBehind: says('Disconnected from {provider} here, but not there', (provider: string) => ({
    provider,
  })),
});
