import { toSh } from '../handoff/formats/environment/sh.ts';
import type { Variable } from '../handoff/formats/environment/variables.ts';

/**
 * Writes what the launcher evaluates to become the command: its environment, then the command in the
 * shell's place, so that signals, exit code, streams and terminal are the command's own and nothing of
 * ours is left to clean up, however it ends.
 *
 * The files of profiles are nobody's: keys in one's `[default]` section beat some of what is set here,
 * and its region and endpoint belong to another account. Everything that such a file would have to say
 * is in the variables.
 */
export const execScript = (environment: readonly Variable[], wordsBefore: number): string =>
  [
    toSh([
      ...environment,
      ['AWS_SHARED_CREDENTIALS_FILE', '/dev/null'],
      ['AWS_CONFIG_FILE', '/dev/null'],
    ]),
    `shift ${wordsBefore}\n`,
    'exec "$@"\n',
  ].join('');
