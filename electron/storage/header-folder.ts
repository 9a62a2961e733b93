import { mkdirSync, watch } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Secret } from '../diagnostics/secret.ts';
import type { AgentPaths } from '../platform/agent-paths.ts';
import { replaceFile, writeError } from './atomic-file.ts';
import { nodeFileSystem as fs } from './file-system.ts';

/**
 * Keeps the tokens of consumers, a file each, as `curl --header @FILE` reads them; for those that ask the
 * endpoint another one, of the token alone, as SDKs read it.
 */
export type HeaderFolder = {
  /** Null where there is no such file of ours; one that others could read counts as none. */
  readonly has: (handle: string) => Promise<boolean>;
  /** Gives the file's path. Throws `metadata.*` errors. */
  readonly write: (handle: string, token: Secret) => Promise<string>;
  /** Writes the token alone, without a line end: botocore refuses one. */
  readonly writeToken: (handle: string, token: Secret) => Promise<string>;
  /** Removes whatever there is of it. */
  readonly remove: (handle: string) => Promise<void>;
  /** Calls back whenever something in it may have changed, until the reply is called. */
  readonly watch: (onChange: () => void) => () => void;
  readonly pathOf: (handle: string) => string;
};

export const createHeaderFolder = ({
  headersFolder,
  tokensFolder,
}: Pick<AgentPaths, 'headersFolder' | 'tokensFolder'>): HeaderFolder => {
  const pathOf = (handle: string): string => join(headersFolder, handle);
  const tokenPathOf = (handle: string): string => join(tokensFolder, handle);

  const put = async (path: string, text: string): Promise<string> => {
    // Made one by one: each of them is private to the person.
    await fs.makeFolder(dirname(dirname(path))).catch((error: unknown) => {
      throw writeError(error);
    });
    // A name that no handle can have.
    await replaceFile(path, text, { fs, temporary: join(dirname(path), `.${basename(path)}.new`) });
    return path;
  };
  return {
    pathOf,
    watch: (onChange) => {
      // Where nobody has a token yet there is no folder.
      mkdirSync(headersFolder, { recursive: true, mode: 0o700 });
      const watcher = watch(headersFolder, onChange);
      watcher.on('error', onChange);
      return () => watcher.close();
    },
    has: (handle) =>
      lstat(pathOf(handle)).then(
        // Windows has other rights, which a profile's folder inherits.
        (found) => found.isFile() && (process.platform === 'win32' || (found.mode & 0o077) === 0),
        () => false,
      ),
    write: (handle, token) => put(pathOf(handle), `Authorization: Bearer ${token.expose()}`),
    writeToken: (handle, token) => put(tokenPathOf(handle), token.expose()),
    remove: async (handle) => {
      try {
        await fs.removeIfThere(pathOf(handle));
        await fs.removeIfThere(tokenPathOf(handle));
      } catch (error) {
        throw writeError(error);
      }
    },
  };
};
