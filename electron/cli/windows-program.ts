import { win32 } from 'node:path';
import type { Variable } from '../handoff/formats/environment/variables.ts';
import { failure } from './failure.ts';

/** One program as Windows is told to begin it. */
export type WindowsCall = {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are one command line already, and are joined by blanks alone. */
  readonly isVerbatim: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables have no case of their own on Windows: one of the same letters is the same. */
const same = (name: string, other: string): boolean => name.toUpperCase() === other.toUpperCase();

const valueIn = (env: Environment, name: string): string =>
  Object.entries(env).find(([each]) => same(each, name))?.[1] ?? '';

/** Gives an environment with these variables set or unset in it, in whatever case they stood there. */
export const withVariables = (
  env: Environment,
  variables: readonly Variable[],
): Record<string, string> => {
  const others = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || variables.some(([changed]) => same(changed, name))
      ? []
      : [[name, value] as const],
  );
  const set = variables.flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries([...others, ...set]);
};

/** What can be begun without an interpreter of its own, in the order in which Windows looks. */
const programEndings = ['.com', '.exe', '.bat', '.cmd'] as const;
const isBatch = (path: string): boolean => /\.(?:bat|cmd)$/i.test(path);

/**
 * Finds a program as PowerShell does: by its path, or in the folders of `PATH`. The folder that the
 * command runs in is none of them, for anybody's file may lie there.
 */
const find = (name: string, env: Environment, isFile: (path: string) => boolean): string | null => {
  const isEnded = programEndings.some((ending) => name.toLowerCase().endsWith(ending));
  const names = isEnded ? [name] : programEndings.map((ending) => name + ending);
  const folders = /[\\/:]/.test(name)
    ? ['']
    : valueIn(env, 'PATH')
        .split(';')
        .map((folder) => folder.replaceAll('"', ''))
        .filter((folder) => win32.isAbsolute(folder));
  const paths = folders.flatMap((folder) => names.map((each) => win32.join(folder, each)));
  return paths.find(isFile) ?? null;
};

/**
 * Quotes an argument for a batch file: for cmd, which reads the line first, and for the program that the
 * file hands its arguments on to. Throws where no quoting helps: cmd replaces `%` even between quotes.
 *
 * Source: `append_bat_arg` of Rust's standard library, which answered CVE-2024-24576 with it.
 */
const quoteForBatch = (argument: string): string => {
  if (/[%\r\n\0]/.test(argument)) throw failure('unfit-argument');
  return `"${argument.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => slashes + slashes + quote + quote)}"`;
};

/**
 * Says how Windows begins a command. Programs get their arguments as Node quotes them; a batch file is
 * begun by cmd, with extensions on, `!` plain and nothing of the registry run first.
 *
 * Throws a `CommandFailure` where there is no such program, or an argument that it cannot be given.
 */
export const windowsCall = (
  [name = '', ...args]: readonly string[],
  env: Environment,
  isFile: (path: string) => boolean,
): WindowsCall => {
  const file = find(name, env, isFile);
  if (file === null) throw failure('no-program');
  if (!isBatch(file)) return { file, args, isVerbatim: false };
  const line = [file, ...args].map(quoteForBatch).join(' ');
  return {
    file: win32.join(valueIn(env, 'SystemRoot') || 'C:\\Windows', 'System32', 'cmd.exe'),
    args: ['/e:ON', '/v:OFF', '/d', '/c', `"${line}"`],
    isVerbatim: true,
  };
};
