import { execFile } from 'node:child_process';
import { win32 } from 'node:path';

/** Has cmd write a path with the short names that Windows gave its folders; null where that fails. */
const askCmd = (path: string): Promise<string | null> =>
  new Promise((resolve) => {
    const { SystemRoot = 'C:\\Windows' } = process.env;
    const words = ['/d', '/c', 'for %I in ("%STOWKEY_PATH%") do @echo %~sI'];
    const asked = { env: { SystemRoot, STOWKEY_PATH: path }, timeout: 5_000, windowsHide: true };
    execFile(win32.join(SystemRoot, 'System32', 'cmd.exe'), words, asked, (error, stdout) =>
      resolve(error === null ? stdout.trim() : null),
    );
  });

/** A path that no tool takes apart; cmd and AWS tools read others in code pages of their own. */
const isPlain = (path: string): boolean => /^[A-Za-z0-9\\:._~+@-]+$/.test(path);

/**
 * Names a folder of Windows so that AWS tools take it from their files as one word: by its short names where
 * it has blanks or other letters, and with capitals where `\t` or `\n` would be another character. Gives it
 * as it is where there are no short names, which can be switched off.
 */
export const plainFolder = async (folder: string, shortOf = askCmd): Promise<string> => {
  const short = isPlain(folder) ? folder : await shortOf(folder);
  return short !== null && isPlain(short)
    ? short.replace(/\\[tn]/g, (each) => each.toUpperCase())
    : folder;
};
