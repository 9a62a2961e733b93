import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { credentialsScriptNote } from '../../shared/words/command-line.ts';
import { writeError } from '../storage/atomic-file.ts';
import { batchFile } from './batch-file.ts';
import { quoteForShell } from './quoting.ts';

export type ScriptPlaces = {
  readonly socket: string;
  /** Holds one file with a token a consumer, named by its handle. */
  readonly headersFolder: string;
  /** The program and its switches, in front of `--`. */
  readonly program: readonly string[];
  readonly platform: NodeJS.Platform;
};

const plainName = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-';

/**
 * Writes the script that profiles name as their `credential_process`: its one argument is a consumer's
 * handle, and what it prints is that consumer's account. It stands at a path without blanks, which the
 * program's own may have, and names everything by its whole path: no variable of the caller leads it
 * elsewhere. It does as the launcher does: curl where the agent runs, else the program.
 */
export const credentialsScript = ({
  socket,
  headersFolder,
  program,
}: Omit<ScriptPlaces, 'platform'>): string => `#!/bin/sh
# ${credentialsScriptNote}
socket=${quoteForShell(socket)}
case $1 in
  '' | -* | *[!${plainName}]*) ;;
  *)
    header=${quoteForShell(headersFolder)}/$1
    folder=\${socket%/*}
    if [ ! -L "$folder" ] && [ -O "$folder" ] && [ ! -L "$socket" ] && [ -S "$socket" ] && [ -O "$socket" ] \\
      && [ ! -L "$header" ] && [ -O "$header" ] && [ -x /usr/bin/curl ]; then
      answer=$(/usr/bin/curl -q -sS --fail-with-body -m 30 --noproxy '*' --unix-socket "$socket" \\
        -H "@$header" "http://stowkey/v1/credentials/$1" 2>/dev/null </dev/null)
      case $? in
        0) printf '%s\\n' "$answer"; exit ;;
        22) printf 'stowkey: %s\\n' "$answer" >&2; exit 1 ;;
      esac
    fi
    ;;
esac
exec ${program.map(quoteForShell).join(' ')} -- credentials-of "$@"
`;

/**
 * Does the same on Windows by the program alone: what Windows has can ask a named pipe for nothing. A file
 * of commands is what cmd waits for in any case, which it does not for every program with windows.
 */
export const credentialsBatch = (path: string, program: readonly string[]): string =>
  batchFile(path, [...program, '--', 'credentials-of'], credentialsScriptNote);

/** Writes the script in one step, in folders that it makes for this user alone. Throws `metadata.*`. */
export const writeCredentialsScript = async (path: string, places: ScriptPlaces): Promise<void> => {
  const text =
    places.platform === 'win32'
      ? credentialsBatch(path, places.program)
      : credentialsScript(places);
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return;
  const beside = `${path}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(beside, { force: true });
    await writeFile(beside, text, { flag: 'wx', mode: 0o700 });
    await rename(beside, path);
  } catch (error) {
    throw writeError(error);
  }
};
