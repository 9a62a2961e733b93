import { messages, says } from './messages.ts';
import { inSentence } from './sentences.ts';

const noun = (what: string) => ({ what: inSentence(what) });

/** What many views say. */
export const commonWords = messages('common', {
  back: 'Back',
  backToAccounts: 'Back to accounts',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  close: 'Close',
  done: 'Done',
  copy: 'Copy',
  copyWhat: says('Copy {what}', noun),
  copied: says('{what} copied.', (what: string) => ({ what })),
  notCopied: says('{what} could not be copied.', (what: string) => ({ what })),
  textCopied: 'Copied.',
  textNotCopied: 'That could not be copied.',
  copiedFor: says(
    '{what} copied. {seconds, plural, one {Clears in # second} other {Clears in # seconds}}.',
    (what: string, seconds: number) => ({ what, seconds }),
  ),
  clearsIn: says('{what} copied. Clears in {seconds} s', (what: string, seconds: number) => ({
    what,
    seconds,
  })),
  shownFor: says(
    '{what} shown. {seconds, plural, one {Hides in # second} other {Hides in # seconds}}.',
    (what: string, seconds: number) => ({ what, seconds }),
  ),
  hidden: says('{what} hidden.', noun),
  hidesIn: says('Hides in {seconds} s', (seconds: number) => ({ seconds })),
  beginsWith: says(', begins with {text}', (text: string) => ({ text })),
  hide: 'Hide',
  show: 'Show',
  hideWhat: says('Hide {what}', noun),
  showWhat: says('Show {what}', noun),
  undo: 'Undo',
  remove: 'Remove',
  discard: 'Discard',
  keepIt: 'Keep it',
  tryAgain: 'Try again',
  optional: ' (optional)',
  /** As they stand on keyboards. */
  keys: { control: 'Ctrl', delete: 'Del' },
  savedAs: says('Saved as {fileName}.', (fileName: string) => ({ fileName })),
  textDrop: { placeholder: 'Paste it here', use: 'Use it', choose: 'Choose file' },
  details: {
    copy: 'Copy details',
    copied: 'Details copied.',
    notCopied: 'The details could not be copied.',
    error: says('Error {incident}', (incident: string) => ({ incident })),
  },
});

/** What the frame of the window says. */
export const frameWords = messages('frame', {
  accounts: 'Accounts',
  connect: 'Connect account',
  connectBy: says('Connect account ({shortcut})', (shortcut: string) => ({ shortcut })),
  search: 'Search accounts',
  clearSearch: 'Clear search',
  found: says(
    '{count, plural, one {# account found} other {# accounts found}}',
    (count: number) => ({
      count,
    }),
  ),
  nothingFound: 'Nothing found',
  noMatch: says('No account matches “{query}”.', (query: string) => ({ query })),
  notices: 'Notices',
  understood: 'Understood',
  startOver: 'Start over',
  connecting: 'Connecting an account',
  clearNow: 'Clear now',
  cleared: 'Clipboard cleared',
  notCleared: 'The clipboard could not be cleared',
  copyOf: {
    keys: says('Copy keys of {account}', (account: string) => ({ account })),
    token: says('Copy token of {account}', (account: string) => ({ account })),
    connectionId: says('Copy connection ID of {account}', (account: string) => ({ account })),
  },
  copyNoun: { keys: 'Copy keys', token: 'Copy token', connectionId: 'Copy connection ID' },
  copyText: says('Copy {text}', (text: string) => ({ text })),
  mendShort: says('{act} {account}', (act: string, account: string) => ({ act, account })),
  mend: says('{act}: {account}', (act: string, account: string) => ({ act, account })),
  exportActivity: 'Export',
  showEverything: 'Show everything',
});

/** What the sheet says in which accounts are connected. */
export const connectSheetWords = messages('connect.sheet', {
  theAccount: 'The account',
  backToProviders: 'Back to providers',
  leave: {
    title: 'Discard what you entered?',
    text: 'Nothing of this form is stored yet.',
    stay: 'Keep editing',
  },
  titles: {
    keys: 'Add your keys',
    connect: 'Connect an account',
    connecting: 'Connecting',
    provider: says('Connect {provider}', (provider: string) => ({ provider })),
  },
  form: {
    keychain: says('{trouble}: keys cannot be stored until that is solved.', (trouble: string) => ({
      trouble,
    })),
    name: 'Name in Stowkey',
    nameHelp: 'How this account appears in your list.',
    more: 'More options',
    browser: 'Continue in browser',
    connect: 'Connect',
    address: 'Address',
    portInUse: 'Port in use?',
    furtherPorts: 'Add these as well and tick them: the next one is used while a port is taken.',
    filledIn: 'The form was filled in',
    fill: 'File or block that fills the form',
    readFrom: says(
      'Read from {isFile, select, true {your file} other {what you pasted}}: {fields}.',
      (isFile: boolean, fields: string) => ({ isFile, fields }),
    ),
  },
  gallery: {
    providers: 'Providers',
    search: 'Search providers',
    keys: 'Arrow keys move between providers.',
    found: says(
      '{count, plural, one {# provider found} other {# providers found}}.',
      (count: number) => ({ count }),
    ),
    none: says(
      'No provider matches “{query}”. Under “Your own” any OAuth 2 server can be connected, under “S3 keys” any S3 storage.',
      (query: string) => ({ query }),
    ),
    template: 'Template',
    templateOf: says('Template of {provider}', (provider: string) => ({ provider })),
    export: 'Export…',
    remove: 'Remove…',
    removeTitle: says('Remove {provider}?', (provider: string) => ({ provider })),
  },
  guide: {
    about: 'About this provider',
    before: 'Before you connect',
    more: 'Read more',
    notes: 'Good to know',
    contacts: 'Stowkey will contact',
    typed: 'Addresses that you enter',
    export: 'Export as a template…',
  },
  import: {
    title: 'Import a template',
    text: 'Text of the template',
    replace: 'Replace',
    import: 'Import',
    contacts: 'It will contact',
    typedOnly: 'Only the addresses that you enter in its form.',
    secrets: 'It asks for these secrets and sends them there',
    links: 'Its links lead to',
    notTaken: 'Not taken over',
  },
  progress: {
    deviceCode: 'Use a device code instead',
    title: 'Progress',
    startAgain: 'Start again',
    nothingSaved: 'Nothing was saved.',
    mayStay: says(
      'The access that you just allowed may stay valid at {place}.',
      (place: string) => ({ place }),
    ),
    open: 'Open account',
  },
});

/** What the details of an account say besides `detailsWords`. */
export const accountWords = messages('connection.account', {
  copyCommand: 'Copy command',
  copyCommandFor: says('Copy command for {profile}', (profile: string) => ({ profile })),
  removeProfile: says('Remove profile {profile}', (profile: string) => ({ profile })),
  disconnectTitle: says('Disconnect {account}?', (account: string) => ({ account })),
  deletedHere: 'Deleted on this computer',
  disconnect: 'Disconnect',
  permissions: { read: 'Read', write: 'Write', list: 'List', delete: 'Delete' },
  allowed: 'Allowed',
  notAllowed: 'Not allowed',
  allowedToo: ': allowed',
  notAllowedToo: ': not allowed',
  signIn: 'Sign-in',
  satellite: 'Satellite',
  buckets: 'Buckets',
  allBuckets: 'All buckets of the project',
  none: 'None',
  validFrom: 'Valid from',
  filesLive: 'Files live',
  atMost: says('at most {span} after upload', (span: string) => ({ span })),
  fingerprint: 'Fingerprint',
  warnings: 'Warnings',
  neverExpires: 'Does not expire',
  name: 'Name',
  saveName: 'Save name',
  keepName: 'Keep the old name',
  copyAs: says('Copy as {format}', (format: string) => ({ format })),
  otherFormats: 'Other formats',
});

/** What stands around the questions of an operation. */
export const operationPanelWords = messages('operations.panel', {
  enterCode: 'Enter this code at the provider',
  openAddress: says(
    'Open {address} in any browser, on this computer or on your phone, and type the code there. This window goes on by itself.',
    (address: string) => ({ address }),
  ),
  code: says('Code: {code}', (code: string) => ({ code })),
  waitingForCode: says('Waiting for the code to be entered… {time} left', (time: string) => ({
    time,
  })),
  openPage: 'Open page',
  copyCode: 'Copy code',
  codeCopied: 'Code copied.',
  codeNotCopied: 'The code could not be copied.',
  waitingForBrowser: says('Waiting for your browser… {time} left', (time: string) => ({ time })),
  openAgain: 'Open again',
  openBrowser: 'Open browser',
  linkCopied: 'Sign-in link copied.',
  copyLink: 'Copy link',
  paste: 'Paste the address instead',
  address: 'Address',
  useAddress: 'Use address',
  accept: 'Accept',
  acceptAnyway: 'Accept anyway',
  fillIn: 'Fill this in to continue.',
  continue: 'Continue',
  same: {
    title: says('{account} is connected already', (account: string) => ({ account })),
    text: says(
      'It is in your list as “{label}”. Replace what is stored there with what you just got, or keep both side by side.',
      (label: string) => ({ label }),
    ),
    signInStays: says(
      'The older sign-in stays active at {place} until you remove it there.',
      (place: string) => ({ place }),
    ),
    keysStay: 'The older keys stay valid until you delete them where they were made.',
    replace: 'Replace it',
    keepBoth: 'Keep both',
  },
});
