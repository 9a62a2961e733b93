import { toSh } from '../handoff/formats/environment/sh.ts';
import type { Variable } from '../handoff/formats/environment/variables.ts';
import { quoteForShell } from '../handoff/quoting.ts';

type Lent = {
  readonly loan: string;
  /** Where the pipe is made whose end tells that the command has ended. */
  readonly held: string;
};

/**
 * Has a loan taken back when the command ends, in whatever way. The command holds a pipe, and a process
 * that nobody waits for reads it: it comes to its end when the last that holds it is gone, which needs no
 * process between the command and whoever started it. Begins before the environment is changed.
 */
const takeBackAtEnd = ({ loan, held }: Lent): string => {
  const pipe = quoteForShell(held);
  return `command -p mkfifo -m 600 ${pipe} || { stowkey take-back ${loan}; exit 1; }
(
  trap '' HUP INT QUIT TERM TSTP
  { read -r end <${pipe}; stowkey take-back ${loan}; } </dev/null >/dev/null 2>&1 &
)
exec 9>${pipe}
`;
};

/**
 * Writes what the launcher evaluates to become the command: its environment, then the command in the
 * shell's place, so that signals, exit code, streams and terminal are the command's own and nothing of
 * ours is left to clean up, however it ends; but what was lent is taken back.
 *
 * The files of profiles are nobody's: keys in one's `[default]` section beat some of what is set here,
 * and its region and endpoint belong to another account. Everything that such a file would have to say
 * is in the variables.
 */
export const execScript = (
  environment: readonly Variable[],
  wordsBefore: number,
  lent: Lent | null = null,
): string =>
  [
    ...(lent === null ? [] : [takeBackAtEnd(lent)]),
    toSh([
      ...environment,
      ['AWS_SHARED_CREDENTIALS_FILE', '/dev/null'],
      ['AWS_CONFIG_FILE', '/dev/null'],
    ]),
    `shift ${wordsBefore}\n`,
    'exec "$@"\n',
  ].join('');
