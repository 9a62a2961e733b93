import { messages, says } from './messages.ts';
/** Accounts, and what can be done with them, by typing. */
export const paletteWords = messages('palette', {
  title: 'Find an account or an action',
  field: 'Search accounts and actions',
  results: 'Accounts and actions',
  nothingFound: 'No account or action matches.',
  more: says('{count} more. Type another word to narrow them down.', (count: number) => ({
    count,
  })),
  secret: 'holds a secret',
  keys: { choose: 'to choose', run: 'to run', searchList: 'searches the list alone' },
});

/** Headings of the groups. */
export const commandGroups = messages('palette.groups', {
  recent: 'Recent',
  here: 'This account',
  open: 'Accounts',
  copy: 'Copy',
  act: 'Actions',
  go: 'Go to',
});

export type CommandWords = {
  readonly label: string;
  /** What else people call it. */
  readonly otherNames: string;
};

/** What can be done with an account; where the label is a verb, the account's name follows it. */
export const verbWords = messages('palette.verbs', {
  open: { label: 'Open', otherNames: 'show details' },
  refresh: { label: 'Renew', otherNames: 'refresh' },
  verify: { label: 'Verify', otherNames: 'check test' },
  reconnect: { label: 'Sign in again to', otherNames: 'reconnect renew replace keys' },
  rename: { label: 'Rename', otherNames: 'name label' },
  tags: { label: 'Tag', otherNames: 'tags label group' },
  disconnect: { label: 'Disconnect', otherNames: 'delete remove sign out' },
} satisfies Readonly<Record<string, CommandWords>>);

/** What can be done with a vault file that is in use. */
export const vaultCommands = messages('palette.vault', {
  lock: { label: 'Lock the vault', otherNames: 'close keys' },
  unlock: { label: 'Unlock the vault', otherNames: 'open passphrase keys' },
} satisfies Readonly<Record<string, CommandWords>>);

const named = (account: string) => ({ account });

/** Commands with the account that they are for. */
export const onAccountWords = messages('palette.onAccount', {
  refresh: says('Renew {account}', named),
  verify: says('Verify {account}', named),
  reconnect: says('Sign in again to {account}', named),
  rename: says('Rename {account}', named),
  tags: says('Tag {account}', named),
  disconnect: says('Disconnect {account}', named),
  copy: says('Copy {account} as {format}', (account: string, format: string) => ({
    account,
    format,
  })),
});

/** Where the window can go. */
export const placeWords = messages('palette.places', {
  connect: { label: 'Connect account', otherNames: 'add new provider' },
  tools: { label: 'Tools', otherNames: 'consumers programs allow revoke rules' },
  settings: {
    label: 'Settings',
    otherNames: 'preferences options theme dark light proxy clipboard',
  },
  doctor: { label: 'Doctor', otherNames: 'diagnose check problem trouble keychain ports proxy' },
  help: { label: 'Help', otherNames: 'about version licences shortcuts log report problem moving' },
  activity: { label: 'Activity', otherNames: 'history log who took what' },
  backup: { label: 'Backup', otherNames: 'back up restore export import move new computer' },
} satisfies Readonly<Record<string, CommandWords>>);
