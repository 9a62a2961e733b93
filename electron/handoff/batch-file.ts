import { win32 } from 'node:path';
import { AppError } from '../diagnostics/errors.ts';

/**
 * Quotes a text in a batch file, where `%` begins a variable even between quotes. cmd reads such a file in
 * the code page of the terminal, so ASCII alone is sure. Throws `aws-config.unfit-value` for anything else.
 */
const quoted = (text: string): string => {
  if (!/^[\x20\x21\x23-\x7e]*$/.test(text))
    throw new AppError('aws-config.unfit-value', { params: { reason: 'command' } });
  return `"${text.replaceAll('%', '%%').replace(/\\+$/, '$&$&')}"`;
};

/** Names a file from the batch file's own folder, which cmd knows by itself, whatever letters are in it. */
const fromFolderOf = (path: string, target: string): string => {
  const way = win32.relative(win32.dirname(path), target);
  return win32.isAbsolute(way) ? quoted(way) : quoted(way).replace('"', '"%~dp0');
};

/** Writes the batch file at `path` that runs a program with these words and then those that it is given. */
export const batchFile = (
  path: string,
  [program = '', ...words]: readonly string[],
  note: string,
): string =>
  [
    '@echo off',
    `rem ${note}`,
    'setlocal DisableDelayedExpansion',
    [fromFolderOf(path, program), ...words.map(quoted), '%*'].join(' '),
    'exit /b %errorlevel%',
    '',
  ].join('\r\n');
