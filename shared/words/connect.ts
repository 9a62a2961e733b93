/** Why a dropped or pasted text is of no use. */
export const textDropWords = {
  empty: 'There is no text in it.',
  tooLong: 'This is too long. Take only the part that matters.',
  fileTooLarge: 'This file is too large to be the right one.',
  unreadableFile: 'The file could not be read.',
} as const;

/** What a file or block does that is given to the window. */
export const dropWords = {
  anywhere: 'Drop it to add an account',
  form: (provider: string) => `Drop it to fill in the form of ${provider}`,
  area: 'Have keys already? Drop the file or paste them: CSV, .env, credentials, rclone.conf or a client’s JSON.',
  areaLabel: 'Keys or client that an account is added with',
} as const;

/** Stands in a secret's field whose value is in main. */
export const keptSecretWords = {
  text: {
    help: 'Filled in already. Type here only to use another.',
    placeholder: '•••••••••••• filled in',
  },
  'last-try': {
    help: 'Kept from your last try. Type here only to use another.',
    placeholder: '•••••••••••• from your last try',
  },
} as const;

/** Says how many fields of a form are at fault. */
export const fieldsAtFault = (count: number): string =>
  count === 1 ? 'One field needs another look' : `${count} fields need another look`;

/** What goes before the import of a template; the names are of the provider with the same id. */
export const importTemplateWords = {
  drop: 'Drop a Stowkey template (.json) or a Cyberduck profile here. You will see what it does before anything is used.',
  shipped: (name: string | undefined) => ({
    title: 'This one cannot be imported',
    text: `${name ?? 'A provider'} comes with Stowkey under the same id and is never replaced. Give the template another id.`,
  }),
  replaces: (name: string | undefined) => ({
    title: `Replaces ${name ?? 'the imported template'}`,
    text: 'You imported a template with this id before. Accounts connected with it go on with the new one.',
  }),
  failed: 'It could not be imported',
} as const;

/** Says what the removal of a template means for the accounts connected with it. */
export const removeTemplateText = (accounts: number): string => {
  const goes = 'The template goes from your list of providers.';
  if (accounts === 0) return `${goes} No account is connected with it.`;
  const were = accounts === 1 ? 'One account was' : `${accounts} accounts were`;
  return `${goes} ${were} connected with it: what is stored can still be copied and disconnected, but not renewed until you import the template again.`;
};

/** Says what can be done with what was connected; `noun` names what there is to copy. */
export const connectedText = (noun: string): string =>
  noun === 'keys'
    ? 'The keys are in your keychain. Next, hand them to the tool that needs them.'
    : `What was received is in your keychain. Next, hand the ${noun} to the tool that needs it.`;
