import { parseArgs } from 'node:util';
import { copyFormatIds } from '../../shared/copy-formats.ts';
import {
  type CommandName,
  type CommandProblem,
  isCommandName,
  type OptionName,
} from '../../shared/words/command-line.ts';
import { shells } from './environment-document.ts';

/** What stands behind a command besides its options. */
type Operand = 'account' | 'provider' | 'tool' | 'command' | 'file' | readonly string[];

type OptionSyntax = true | 'text' | 'texts' | readonly string[];

type Syntax = {
  /** One word that has to be there; null for none. `help` alone can do without its own. */
  readonly operand: Operand | null;
  /** `true` for a switch, else the values that it takes, or any text, once or several times. */
  readonly options: Readonly<Partial<Record<OptionName, OptionSyntax>>>;
  /** The switch that all other options are for. */
  readonly only?: OptionName;
};

export const completedShells = ['bash', 'zsh', 'fish'] as const;
export type CompletedShell = (typeof completedShells)[number];

/** For how many minutes a vault is unlocked, 0 until the agent ends, by the words for that. */
export const vaultSpans = { '5m': 5, '15m': 15, '1h': 60, quit: 0 } as const;

/** What each command takes. */
export const syntax: Readonly<Record<CommandName, Syntax>> = {
  list: { operand: null, options: { json: true, names: true } },
  status: { operand: 'account', options: { json: true } },
  credentials: { operand: 'account', options: {} },
  token: { operand: 'account', options: { header: true, json: true, tool: 'text' } },
  env: { operand: 'account', options: { shell: shells } },
  exec: { operand: 'account', options: { endpoint: true } },
  copy: { operand: 'account', options: { as: copyFormatIds, json: true } },
  renew: { operand: 'account', options: { json: true } },
  verify: { operand: 'account', options: { json: true } },
  connect: {
    operand: 'provider',
    options: {
      'device-code': true,
      name: 'text',
      field: 'texts',
      secret: 'text',
      replace: true,
      json: true,
    },
    only: 'device-code',
  },
  'inspect-grant': { operand: null, options: {} },
  mcp: { operand: 'tool', options: {} },
  agent: { operand: null, options: { json: true } },
  doctor: { operand: null, options: { json: true } },
  unlock: {
    operand: null,
    options: {
      stdin: true,
      for: Object.keys(vaultSpans),
      create: true,
      'in-place': true,
      'leave-keys': true,
      'new-passphrase': true,
    },
  },
  lock: { operand: null, options: {} },
  'sign-bundle': { operand: 'file', options: { key: 'text' } },
  move: { operand: ['vault', 'keychain'], options: { stdin: true } },
  completion: { operand: completedShells, options: {} },
  help: { operand: 'command', options: {} },
};

export const optionsOf = (name: CommandName): readonly OptionName[] =>
  Object.keys(syntax[name].options) as readonly OptionName[];

/** A command line that is written as it has to be. */
export type Invocation = {
  readonly name: RunCommand;
  /** The word behind the command; empty for one that takes none. */
  readonly operand: string;
  readonly has: (option: OptionName) => boolean;
  readonly value: (option: OptionName) => string | null;
  /** Of an option that may come several times. */
  readonly values: (option: OptionName) => readonly string[];
};

/** `help` is answered from words alone, and `exec` by the launcher. */
export type RunCommand = Exclude<CommandName, 'help' | 'exec'>;

export type CommandLine =
  | { readonly kind: 'version' }
  | { readonly kind: 'overview' }
  | { readonly kind: 'explain'; readonly name: CommandName }
  | { readonly kind: 'run'; readonly invocation: Invocation }
  /** The launcher asks for the script that runs a command. */
  | {
      readonly kind: 'exec-script';
      readonly account: string;
      readonly wordsBefore: number;
      /** The command asks the endpoint for keys, and finds none in its environment. */
      readonly usesEndpoint: boolean;
    }
  /** On Windows, whose launcher cannot become a command, this program runs it. */
  | {
      readonly kind: 'exec';
      readonly account: string;
      readonly command: readonly string[];
      readonly usesEndpoint: boolean;
    }
  /** A command that an account was lent to has ended. */
  | { readonly kind: 'take-back'; readonly loan: string }
  /** `stowkey-credentials`: a consumer of its own asks, for the one account that it has or for this. */
  | { readonly kind: 'credentials-of'; readonly consumer: string; readonly account: string }
  | { readonly kind: 'wrong'; readonly problem: CommandProblem }
  | { readonly kind: 'misused'; readonly name: CommandName };

/** Reads what follows `--`. Never throws, and repeats nothing that it was given. */
export const readCommandLine = (
  words: readonly string[],
  platform: NodeJS.Platform,
): CommandLine => {
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'wrong', problem: 'no-command' };
  if (first === '--version') return { kind: 'version' };
  if (first === '--help' || first === '-h') return { kind: 'overview' };
  if (first === 'exec-script') return readExecScript(rest);
  if (first === 'take-back') return readLoan(rest);
  if (first === 'credentials-of') return readConsumer(rest);
  if (!isCommandName(first)) return { kind: 'wrong', problem: 'unknown-command' };
  if (rest.some(isHelp)) return { kind: 'explain', name: first };
  if (first === 'help') return readHelp(rest);
  if (first !== 'exec') return readCommand(first, rest);
  return platform === 'win32' ? readExec(rest) : { kind: 'wrong', problem: 'only-launcher' };
};

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

const readCommand = (name: RunCommand, rest: readonly string[]): CommandLine => {
  const { operand, options, only } = syntax[name];
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([option, takes]) => [
          option,
          {
            type: takes === true ? ('boolean' as const) : ('string' as const),
            multiple: takes === 'texts',
          },
        ]),
      ),
    });
    const [word = '', ...more] = positionals;
    const isUnknown = (value: unknown, known: Operand | OptionSyntax | null | undefined): boolean =>
      Array.isArray(known) && !known.includes(value);
    if (
      more.length > 0 ||
      (operand === null) !== (word === '') ||
      (only !== undefined && values[only] !== true && Object.keys(values).length > 0) ||
      isUnknown(word, operand) ||
      Object.entries(values).some(([option, value]) =>
        isUnknown(value, options[option as OptionName]),
      )
    )
      return { kind: 'misused', name };
    const valueGiven = (option: OptionName): string | null => {
      const value = values[option];
      return typeof value === 'string' ? value : null;
    };
    const valuesGiven = (option: OptionName): readonly string[] => {
      const given = values[option];
      return Array.isArray(given) ? given.map(String) : [];
    };
    const has = (option: OptionName): boolean => values[option] === true;
    const given = { has, value: valueGiven, values: valuesGiven };
    return { kind: 'run', invocation: { name, operand: word, ...given } };
  } catch {
    return { kind: 'misused', name };
  }
};

const readHelp = ([about, ...more]: readonly string[]): CommandLine => {
  if (about === undefined) return { kind: 'overview' };
  if (more.length > 0) return { kind: 'misused', name: 'help' };
  return isCommandName(about)
    ? { kind: 'explain', name: about }
    : { kind: 'wrong', problem: 'unknown-command' };
};

/** `NAME -- COMMAND …`. */
const readExec = (rest: readonly string[]): Extract<CommandLine, { kind: 'exec' | 'misused' }> => {
  const usesEndpoint = rest[1] === '--endpoint';
  const [account, separator, ...command] = usesEndpoint ? rest.toSpliced(1, 1) : rest;
  const isWhole = account !== undefined && !account.startsWith('-') && separator === '--';
  // A shell would take it for an option of its own.
  if (!isWhole || command[0] === undefined || command[0].startsWith('-'))
    return { kind: 'misused', name: 'exec' };
  return { kind: 'exec', account, command, usesEndpoint };
};

/** The command's own words are the launcher's to keep. */
const readExecScript = (rest: readonly string[]): CommandLine => {
  const read = readExec(rest);
  if (read.kind === 'misused') return read;
  const { account, command, usesEndpoint } = read;
  const wordsBefore = rest.length - command.length;
  return { kind: 'exec-script', account, wordsBefore, usesEndpoint };
};

const readLoan = (rest: readonly string[]): CommandLine => {
  const [loan] = rest;
  return rest.length === 1 && loan !== undefined && /^[0-9a-f-]{36}$/.test(loan)
    ? { kind: 'take-back', loan }
    : { kind: 'misused', name: 'exec' };
};

/** How a tool that was given access is called in paths. */
export const isToolHandle = (text: string): boolean => /^[A-Za-z0-9._-]+$/.test(text);

const readConsumer = (rest: readonly string[]): CommandLine => {
  const [consumer = '', account = consumer, ...more] = rest;
  return more.length === 0 && [consumer, account].every(isToolHandle)
    ? { kind: 'credentials-of', consumer, account }
    : { kind: 'misused', name: 'credentials' };
};
