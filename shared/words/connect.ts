import { messages, says } from './messages.ts';
/** Why a dropped or pasted text is of no use. */
export const textDropWords = messages('connect.textDrop', {
  empty: 'There is no text in it.',
  tooLong: 'This is too long. Take only the part that matters.',
  fileTooLarge: 'This file is too large to be the right one.',
  unreadableFile: 'The file could not be read.',
});

/** What a file or block does that is given to the window. */
export const dropWords = messages('connect.drop', {
  anywhere: 'Drop it to add an account',
  form: says('Drop it to fill in the form of {provider}', (provider: string) => ({ provider })),
  area: 'Have keys already? Drop the file or paste them: CSV, .env, credentials, rclone.conf or a client’s JSON.',
  areaLabel: 'Keys or client that an account is added with',
});

/** Stands in a secret's field whose value is in main. */
export const keptSecretWords = messages('connect.keptSecret', {
  text: {
    help: 'Filled in already. Type here only to use another.',
    placeholder: '•••••••••••• filled in',
  },
  'last-try': {
    help: 'Kept from your last try. Type here only to use another.',
    placeholder: '•••••••••••• from your last try',
  },
});

const words = messages('connect', {
  fieldsAtFault: says(
    '{count, plural, =1 {One field needs another look} one {# field needs another look} other {# fields need another look}}',
    (count: number) => ({ count }),
  ),
  templateRemoved: says('{provider} removed', (provider: string) => ({ provider })),
  removeTemplate: says(
    'The template goes from your list of providers. {accounts, plural, =0 {No account is connected with it.} =1 {One account was connected with it: what is stored can still be copied and disconnected, but not renewed until you import the template again.} one {# account was connected with it: what is stored can still be copied and disconnected, but not renewed until you import the template again.} other {# accounts were connected with it: what is stored can still be copied and disconnected, but not renewed until you import the template again.}}',
    (accounts: number) => ({ accounts }),
  ),
  connected: {
    keys: 'The keys are in your keychain. Next, hand them to the tool that needs them.',
    token: 'What was received is in your keychain. Next, hand the token to the tool that needs it.',
    connectionId:
      'What was received is in your keychain. Next, hand the connection ID to the tool that needs it.',
  },
});

/** Says how many fields of a form are at fault. */
export const fieldsAtFault = words.fieldsAtFault;

/** What goes before the import of a template; the names are of the provider with the same id. */
export const importTemplateWords = messages('connect.importTemplate', {
  drop: 'Drop a Stowkey template (.json) or a Cyberduck profile here. You will see what it does before anything is used.',
  shipped: {
    title: 'This one cannot be imported',
    text: says(
      '{known, select, true {{name}} other {A provider}} comes with Stowkey under the same id and is never replaced. Give the template another id.',
      (name: string | undefined) => ({ known: name !== undefined, name: name ?? '' }),
    ),
  },
  replaces: {
    title: says(
      'Replaces {known, select, true {{name}} other {the imported template}}',
      (name: string | undefined) => ({ known: name !== undefined, name: name ?? '' }),
    ),
    text: 'You imported a template with this id before. Accounts connected with it go on with the new one.',
  },
  failed: 'It could not be imported',
  imported: says('{name} imported.', (name: string) => ({ name })),
});

/** Says that a template went. */
export const templateRemoved = words.templateRemoved;

/** Says what the removal of a template means for the accounts connected with it. */
export const removeTemplateText = words.removeTemplate;

/** What there is to copy of an account. */
export type CopyNoun = keyof typeof words.connected;

/** Says what can be done with what was connected. */
export const connectedText = (noun: CopyNoun): string => words.connected[noun];
