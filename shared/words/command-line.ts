/** One line a command, and what its help says beyond that. `{…}` is none: texts stand as they are. */
type Help = {
  readonly usage: string;
  readonly summary: string;
  readonly details: readonly string[];
};

const nameRule =
  'NAME is an account: its whole name, the beginning of it that no other shares, or its id.';

/** Every command, in the order of the help. */
export const commandHelp = {
  list: {
    usage: 'list [--json | --names]',
    summary: 'Lists the accounts.',
    details: [],
  },
  status: {
    usage: 'status NAME [--json]',
    summary: 'Tells whether an account can be used.',
    details: [
      nameRule,
      'Exit code: 0 valid, 3 expiring, 4 expired, 5 sign-in needed, 1 anything else.',
    ],
  },
  credentials: {
    usage: 'credentials NAME',
    summary: 'Prints S3 keys as AWS tools take them from a credential_process.',
    details: [nameRule],
  },
  token: {
    usage: 'token NAME [--header | --json] [--tool TOOL]',
    summary: 'Prints an access token, or the Authorization header with it.',
    details: [nameRule],
  },
  env: {
    usage: 'env NAME [--shell sh|fish|powershell|cmd|dotenv]',
    summary: 'Prints S3 keys as environment variables.',
    details: [nameRule, 'In sh, bash and zsh: eval "$(stowkey env NAME)"'],
  },
  exec: {
    usage: 'exec NAME [--endpoint] -- COMMAND [ARGUMENT …]',
    summary: 'Runs a command with S3 keys in its environment, and nowhere else.',
    details: [
      nameRule,
      'The command takes the place of stowkey, so signals, exit code and terminal are its own.',
      'On Windows stowkey waits for the command, and ends with its exit code.',
      'It finds no AWS profile: files of profiles are hidden from it.',
      'With --endpoint it asks for keys as in a container, and again when they are renewed.',
    ],
  },
  copy: {
    usage: 'copy NAME [--as FORMAT] [--json]',
    summary: 'Copies S3 keys, or a token, to the clipboard.',
    details: [nameRule],
  },
  renew: {
    usage: 'renew NAME [--json]',
    summary: 'Renews an account now.',
    details: [nameRule],
  },
  verify: {
    usage: 'verify NAME [--json]',
    summary: 'Asks the provider whether an account still works.',
    details: [nameRule],
  },
  connect: {
    usage:
      'connect PROVIDER [--device-code [--name NAME] [--field FIELD=VALUE …] [--secret FIELD] [--replace] [--json]]',
    summary: 'Opens the window at the form of a provider, or signs in without one.',
    details: [
      'PROVIDER is its name or its id.',
      'With --device-code it prints a code, and the page to enter it at on any device, and waits until',
      'that is done or the code has run out. Ctrl-C ends it; nothing is saved then.',
      'Without a window, fields of the form are given here. A list is separated by commas.',
      'A secret is read from standard input: stowkey connect … --secret clientSecret < FILE',
    ],
  },
  'inspect-grant': {
    usage: 'inspect-grant < FILE',
    summary: 'Reads an access grant from standard input and prints what it allows, as JSON.',
    details: ['Nothing that decrypts or signs is printed.'],
  },
  mcp: {
    usage: 'mcp TOOL',
    summary: 'Serves an assistant on standard input and output (Model Context Protocol).',
    details: [
      'TOOL is what Stowkey named the assistant where it was given access, under “Tools”.',
      'The assistant starts this command by itself; what to write into its settings is shown there.',
      'It lists, links, reads and uploads by the rule that you chose, and never sees a key.',
    ],
  },
  agent: {
    usage: 'agent [--json]',
    summary: 'Starts Stowkey in the background to stay there, unless it runs.',
    details: ['Started by another command, it leaves after 15 minutes without use.'],
  },
  doctor: {
    usage: 'doctor [--json]',
    summary: 'Looks at everything that Stowkey needs of this computer.',
    details: [
      'Keychain, bus, ports, servers, folders and more, each with what mends it. Nothing secret is shown.',
      'Exit code: 0 when nothing is wrong, 1 otherwise.',
    ],
  },
  unlock: {
    usage:
      'unlock [--stdin] [--for 5m|15m|1h|quit | --create [--in-place] [--leave-keys] | --new-passphrase]',
    summary: 'Unlocks the vault file, where there is no keychain.',
    details: [
      'The passphrase is asked for at the terminal, or with --stdin read from standard input.',
      'With --create it makes the vault file: keys then lie in Stowkey’s folder, encrypted under the',
      'passphrase. It is for computers without a keychain, and worth what the passphrase is worth.',
      'With --new-passphrase the passphrase is changed; standard input holds the old one, then the new.',
    ],
  },
  lock: {
    usage: 'lock',
    summary: 'Locks the vault file.',
    details: [],
  },
  'sign-bundle': {
    usage: 'sign-bundle FILE --key KEYFILE',
    summary: 'Signs a bundle of an organisation, for administrators.',
    details: [
      'FILE is checked as it is where it is added, and the signed bundle printed: … > example.jws',
      'The key’s fingerprint is printed on standard error: tell it to people by another way.',
      'Make a key once and keep it: openssl genpkey -algorithm ed25519 -out key.pem',
    ],
  },
  move: {
    usage: 'move vault|keychain [--stdin]',
    summary: 'Moves all keys from the keychain to a vault file, or back.',
    details: [
      'They are copied and read back there before they are deleted here, so a move that fails changes nothing.',
      'Moving to a vault file asks for its new passphrase; moving back needs the vault to be unlocked.',
    ],
  },
  completion: {
    usage: 'completion bash|zsh|fish',
    summary: 'Prints what makes a shell complete the commands.',
    details: [
      'bash: eval "$(stowkey completion bash)" in ~/.bashrc',
      'zsh: eval "$(stowkey completion zsh)" in ~/.zshrc, after compinit',
      'fish: stowkey completion fish > ~/.config/fish/completions/stowkey.fish',
    ],
  },
  help: {
    usage: 'help [COMMAND]',
    summary: 'Explains a command.',
    details: [],
  },
} as const satisfies Readonly<Record<string, Help>>;
export type CommandName = keyof typeof commandHelp;

export const commandNames = Object.keys(commandHelp) as readonly CommandName[];

export const isCommandName = (text: string): text is CommandName =>
  Object.hasOwn(commandHelp, text);

/** What an option does, for help and completion. */
export const optionHelp = {
  json: 'Print JSON of a documented shape',
  names: 'Print the names alone, one a line',
  header: 'Print the whole header',
  shell: 'For which shell',
  as: 'In which format',
  'device-code': 'Sign in with a code that is entered on any device',
  name: 'What the account is to be called',
  field: 'One field of the form, as FIELD=VALUE; may come several times',
  secret: 'The field that standard input holds',
  replace: 'Put the new sign-in in the place of the same account',
  tool: 'Ask as a tool that was given access, and by its rule',
  stdin: 'Read the passphrase from standard input, a line each',
  for: 'Lock again after so long, or when Stowkey quits',
  create: 'Make a vault file and use it from now on',
  'in-place': 'Set a vault aside that nobody can open any more',
  'leave-keys': 'Go on without the keys in a keychain that cannot be reached',
  'new-passphrase': 'Change the passphrase',
  key: 'The file of the Ed25519 key, as PEM',
  endpoint: 'Lend the keys over 127.0.0.1, until the command has ended',
} as const;
export type OptionName = keyof typeof optionHelp;

/** Explains all commands. */
export const overview = (): string => {
  const width = Math.max(...commandNames.map((name) => name.length));
  return [
    'Hands your storage accounts to the tools that need them.',
    '',
    'usage: stowkey COMMAND [OPTION …]',
    '',
    ...commandNames.map((name) => `  ${name.padEnd(width)}  ${commandHelp[name].summary}`),
    '',
    'More about one: stowkey help COMMAND',
    '',
  ].join('\n');
};

/** Explains one command. `options` are those that it takes. */
export const explain = (name: CommandName, options: readonly OptionName[]): string => {
  const { usage, summary, details } = commandHelp[name];
  const width = Math.max(...options.map((option) => option.length));
  const rows = options.map((option) => `  --${option.padEnd(width)}  ${optionHelp[option]}`);
  return [
    `usage: stowkey ${usage}`,
    '',
    summary,
    ...(details.length === 0 ? [] : ['', ...details]),
    ...(rows.length === 0 ? [] : ['', ...rows]),
    '',
  ].join('\n');
};

/** Why a command ends without its document, where no error code of the program says it. */
export const commandProblems = {
  'no-command': 'Which command? See: stowkey help',
  'unknown-command': 'There is no such command. See: stowkey help',
  'not-running': 'Stowkey could not be started in the background, or took too long.',
  'no-answer': 'Stowkey did not answer in time. Open its window, then try again.',
  'lost-answer': 'Stowkey ended before it had answered. Try again.',
  'unreadable-answer': 'Stowkey gave an answer that cannot be read. Is it of another version?',
  'unsafe-token':
    'The command line’s token in Stowkey’s folder belongs to somebody else, or others can read it. Nothing was asked.',
  'unsafe-socket':
    'The folder of Stowkey’s socket belongs to somebody else, or others can enter it. Nothing was asked.',
  'only-launcher': 'This command needs the launcher: start it as “stowkey exec”.',
  'no-program': 'There is no such program to run.',
  'unfit-argument':
    'The command is a batch file, which cannot be given an argument with % or a line’s end in it.',
  'no-display': 'There is no display here to open the window on.',
  'field-unreadable': 'Each --field needs a name and a value: --field FIELD=VALUE',
  'unfit-tool': 'No tool is called so. What to write stands where the tool was given access.',
  'no-input': 'There is nothing on standard input.',
  'no-terminal': 'There is no terminal to type at. Give it on standard input: --stdin',
  'no-signing-key': 'By which key? Give its file: --key KEYFILE',
  'given-up': 'Nothing was done.',
  'different-passphrases': 'The two are not the same. Nothing was done.',
  failed: 'Something went wrong.',
} as const;
export type CommandProblem = keyof typeof commandProblems;

/** Says what to do with a device code. */
export const enterCode = (address: string, userCode: string): string =>
  `Open ${address} on any device and enter the code ${userCode}`;

/** One line that says how a command is written. */
export const usageLine = (name: CommandName): string => `usage: stowkey ${commandHelp[name].usage}`;

/** Words of the table that `list` prints. */
export const tableWords = {
  head: ['NAME', 'PROVIDER', 'STATE', 'UNTIL', 'ID'],
  states: {
    valid: 'valid',
    expiring: 'expiring',
    expired: 'expired',
    'sign-in-needed': 'sign in again',
    unavailable: 'unavailable',
  },
  noEnd: '-',
} as const;

/** Says that the agent runs. */
export const agentRuns = (version: string): string => `Stowkey ${version} runs and answers tools.`;

/** Says which key signed a bundle. */
export const signedBy = (key: string): string => `Signed by the key ${key}`;

/** Says that something was copied, and until when it stays. `clearsAt` is ISO 8601. */
export const copiedUntil = (clearsAt: string | null): string =>
  clearsAt === null ? 'Copied.' : `Copied. It leaves the clipboard at ${clearsAt}.`;

/** Stands in the script that profiles of AWS tools name. */
export const credentialsScriptNote =
  'Written by Stowkey: hands the keys of a profile to the tools that use it.';

/** Stands in what leads from a folder of `PATH` to the command, where that cannot be a link. */
export const commandNote = 'Written by Stowkey: leads to its command line.';
