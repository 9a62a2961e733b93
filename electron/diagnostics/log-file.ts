import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { LogSink } from './logger.ts';

const maxLogFileBytes = 1024 * 1024;

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
// Windows has neither flag; there the folder of the profile is the person's alone.
const appendFlags =
  O_WRONLY |
  O_APPEND |
  O_CREAT |
  (O_NOFOLLOW ?? 0) |
  (process.platform === 'win32' ? 0 : O_NONBLOCK);

/**
 * Appends lines to a file that only its owner can read, and keeps one older file (`<path>.1`) once
 * it would grow past `maxBytes`.
 *
 * Writes are synchronous, so that the last line before a crash is there. Throws when the path is
 * a link, a pipe or a folder: a line never goes anywhere else.
 */
export const createLogFile = (path: string, maxBytes = maxLogFileBytes): LogSink => {
  let file: { readonly descriptor: number; bytes: number } | null = null;

  const open = () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(path, appendFlags, 0o600);
    const status = fstatSync(descriptor);
    if (!status.isFile()) {
      closeSync(descriptor);
      throw new TypeError('the log is not a regular file');
    }
    // An older file may have been made under another mask.
    if (process.platform !== 'win32') fchmodSync(descriptor, 0o600);
    return { descriptor, bytes: status.size };
  };

  return (line) => {
    const data = Buffer.from(`${line}\n`);
    file ??= open();
    if (file.bytes > 0 && file.bytes + data.length > maxBytes) {
      closeSync(file.descriptor);
      file = null;
      renameSync(path, `${path}.1`);
      file = open();
    }
    file.bytes += writeSync(file.descriptor, data);
  };
};
