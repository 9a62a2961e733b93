import { toSh } from '../handoff/formats/environment/sh.ts';
import type { Variable } from '../handoff/formats/environment/variables.ts';
import { quoteForShell } from '../handoff/quoting.ts';

/** What there is for one command beside its environment, and goes with it. */
type Beside = {
  /** Where the pipe is made whose end tells that the command has ended. */
  readonly held: string;
  /** What the launcher then runs. */
  readonly atEnd: string;
};

/** Gives back what was lent. */
export const takeBack = (loan: string): string => `stowkey take-back ${loan}`;
/** Removes a command's folder. */
export const removeFolder = (path: string): string => `command -p rm -rf ${quoteForShell(path)}`;

/**
 * Has something done when the command ends, in whatever way. The command holds a pipe, and a process
 * that nobody waits for reads it: it comes to its end when the last that holds it is gone, which needs no
 * process between the command and whoever started it. Begins before the environment is changed.
 */
const whenItEnds = ({ held, atEnd }: Beside): string => {
  const pipe = quoteForShell(held);
  return `command -p mkfifo -m 600 ${pipe} || { ${atEnd}; exit 1; }
(
  trap '' HUP INT QUIT TERM TSTP
  { read -r end <${pipe}; ${atEnd}; } </dev/null >/dev/null 2>&1 &
)
exec 9>${pipe}
`;
};

/**
 * Lists the variables of a command. The files of profiles are nobody's: keys in one's `[default]` section
 * beat some of what is set here, and its region and endpoint belong to another account. Everything that
 * such a file would have to say is in the variables, or in a file of ours.
 */
export const commandVariables = (
  environment: readonly Variable[],
  config: string,
  nowhere: string,
): readonly Variable[] => [
  ...environment,
  ['AWS_SHARED_CREDENTIALS_FILE', nowhere],
  ['AWS_CONFIG_FILE', config],
];

/**
 * Writes what the launcher evaluates to become the command: its environment, then the command in the
 * shell's place, so that signals, exit code, streams and terminal are the command's own; what there is
 * beside it goes when it ends, however it does.
 */
export const execScript = (
  environment: readonly Variable[],
  wordsBefore: number,
  { beside = null, config = null }: { beside?: Beside | null; config?: string | null } = {},
): string =>
  [
    ...(beside === null ? [] : [whenItEnds(beside)]),
    toSh(commandVariables(environment, config ?? '/dev/null', '/dev/null')),
    `shift ${wordsBefore}\n`,
    'exec "$@"\n',
  ].join('');
