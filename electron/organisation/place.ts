import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { dirname, win32 } from 'node:path';
import { AppError } from '../diagnostics/errors.ts';
import { errorCodeOf } from '../platform/errno.ts';
import { isJsonObject, parseJson } from '../platform/json.ts';

/** Where administrators leave what they set. */
export type ManagedPlace = {
  /** What administrators call it. */
  readonly name: string;
  /**
   * Gives the document; null where there is none. Throws `organisation.unreadable` for one that somebody
   * else than an administrator could have written, or that nobody can read.
   */
  readonly read: () => Promise<string | null>;
};

/** A few hundred providers' ids. */
const maxBytes = 64 * 1024;

const refused = (reason: string, cause?: unknown): AppError =>
  new AppError('organisation.unreadable', { params: { reason }, cause });

const writableByOthers = 0o022;
const root = 0;

type Owned = { readonly uid: number; readonly mode: number };
const requireOwner = ({ uid, mode }: Owned, owner: number): void => {
  if (uid !== owner) throw refused('other-owner');
  if ((mode & writableByOthers) !== 0) throw refused('others-can-write');
};

/** Reads a file that nobody but its owner can write or replace; null where there is none. */
const readOwned = async (path: string, owner: number): Promise<Buffer | null> => {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // A link would be followed to where somebody else may write, and a FIFO would hang.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw refused(code === 'ELOOP' ? 'not-a-file' : 'unreadable', error);
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw refused('not-a-file');
    requireOwner(stats, owner);
    requireOwner(await lstat(dirname(path)), owner);
    if (stats.size > maxBytes) throw refused('too-large');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
};

/** Decodes it to the letter: what is no UTF-8 was not written by whoever meant it. */
const decoded = (data: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch (error) {
    throw refused('json', error);
  }
};

/** A JSON file, as on Linux. */
export const managedFile = (path: string, owner = root): ManagedPlace => ({
  name: path,
  read: async () => {
    const data = await readOwned(path, owner);
    return data === null ? null : decoded(data);
  },
});

/** Runs one of the system's own programs; its exit code where that is not 0. */
type RunTool = (
  file: string,
  words: readonly string[],
) => Promise<{ readonly output: string } | { readonly exitCode: number | null }>;

const runTool: RunTool = (file, words) =>
  new Promise((resolve) => {
    const { SystemRoot } = process.env;
    const env = SystemRoot === undefined ? {} : { SystemRoot };
    const options = { env, timeout: 5_000, windowsHide: true, maxBuffer: 2 * maxBytes };
    execFile(file, [...words], options, (error, output) => {
      if (error === null) resolve({ output });
      else resolve({ exitCode: typeof error.code === 'number' ? error.code : null });
    });
  });

/** What device management adds of its own to each payload. */
const isPayloadKey = (key: string): boolean => key.startsWith('Payload');

/** The managed preferences of the app's id, as macOS keeps what its device management was given. */
export const managedPreferences = (path: string, owner = root, run = runTool): ManagedPlace => ({
  name: path,
  read: async () => {
    if ((await readOwned(path, owner)) === null) return null;
    // A property list is binary more often than not; plutil is a part of macOS.
    const ran = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path]);
    if (!('output' in ran)) throw refused('json');
    const data = parseJson(ran.output);
    if (!isJsonObject(data)) throw refused('json');
    return JSON.stringify(
      Object.fromEntries(Object.entries(data).filter(([key]) => !isPayloadKey(key))),
    );
  },
});

/** A value of the registry's policies, which administrators alone can write. */
export const managedPolicy = (run = runTool): ManagedPlace => {
  const key = 'HKLM\\Software\\Policies\\Stowkey';
  return {
    name: `${key}\\Managed`,
    read: async () => {
      const { SystemRoot = 'C:\\Windows' } = process.env;
      const reg = win32.join(SystemRoot, 'System32', 'reg.exe');
      const ran = await run(reg, ['query', key, '/v', 'Managed', '/reg:64']);
      // reg says 1 where there is no such key or value.
      if ('exitCode' in ran) {
        if (ran.exitCode === 1) return null;
        throw refused('unreadable');
      }
      const value = /^\s+Managed\s+REG_SZ\s+(\S.*?)\s*$/im.exec(ran.output)?.[1];
      if (value === undefined) throw refused('json');
      return value;
    },
  };
};

/** The place of this system. */
export const managedPlaceOf = (platform: NodeJS.Platform): ManagedPlace => {
  if (platform === 'win32') return managedPolicy();
  if (platform === 'darwin')
    return managedPreferences('/Library/Managed Preferences/dev.stowkey.app.plist');
  return managedFile('/etc/stowkey/managed.json');
};
