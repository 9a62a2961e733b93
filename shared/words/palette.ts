/** Accounts, and what can be done with them, by typing. */
export const paletteWords = {
  title: 'Find an account or an action',
  field: 'Search accounts and actions',
  results: 'Accounts and actions',
  nothingFound: 'No account or action matches.',
  more: (count: number) => `${count} more. Type another word to narrow them down.`,
  secret: 'holds a secret',
  keys: { choose: 'to choose', run: 'to run', searchList: 'searches the list alone' },
} as const;

/** Headings of the groups. */
export const commandGroups = {
  recent: 'Recent',
  here: 'This account',
  open: 'Accounts',
  copy: 'Copy',
  act: 'Actions',
  go: 'Go to',
} as const;

export type CommandWords = {
  readonly label: string;
  /** What else people call it. */
  readonly otherNames: string;
};

/** What can be done with an account; where the label is a verb, the account's name follows it. */
export const verbWords = {
  open: { label: 'Open', otherNames: 'show details' },
  refresh: { label: 'Renew', otherNames: 'refresh' },
  verify: { label: 'Verify', otherNames: 'check test' },
  reconnect: { label: 'Sign in again to', otherNames: 'reconnect renew replace keys' },
  rename: { label: 'Rename', otherNames: 'name label' },
  tags: { label: 'Tag', otherNames: 'tags label group' },
  disconnect: { label: 'Disconnect', otherNames: 'delete remove sign out' },
} as const satisfies Readonly<Record<string, CommandWords>>;

/** Where the window can go. */
export const placeWords = {
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
} as const satisfies Readonly<Record<string, CommandWords>>;
