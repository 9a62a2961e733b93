import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Secret } from '../diagnostics/secret.ts';
import { replaceFile, writeError } from './atomic-file.ts';
import { nodeFileSystem as fs } from './file-system.ts';

/** Keeps the tokens of consumers, a file each, as `curl --header @FILE` reads them. */
export type HeaderFolder = {
  /** Null where there is no such file of ours; one that others could read counts as none. */
  readonly has: (handle: string) => Promise<boolean>;
  /** Gives the file's path. Throws `metadata.*` errors. */
  readonly write: (handle: string, token: Secret) => Promise<string>;
  readonly remove: (handle: string) => Promise<void>;
  /** Calls back whenever something in it may have changed, until the reply is called. */
  readonly watch: (onChange: () => void) => () => void;
  readonly pathOf: (handle: string) => string;
};

export const createHeaderFolder = (folder: string): HeaderFolder => {
  const pathOf = (handle: string): string => join(folder, handle);
  return {
    pathOf,
    watch: (onChange) => {
      const watcher = watch(folder, onChange);
      watcher.on('error', onChange);
      return () => watcher.close();
    },
    has: async (handle) => (await fs.kindOf(pathOf(handle))) === 'file',
    write: async (handle, token) => {
      const path = pathOf(handle);
      // Made one by one: each of them is private to the person.
      await fs.makeFolder(dirname(folder)).catch((error: unknown) => {
        throw writeError(error);
      });
      await replaceFile(path, `Authorization: Bearer ${token.expose()}`, { fs });
      return path;
    },
    remove: async (handle) => {
      try {
        await fs.removeIfThere(pathOf(handle));
      } catch (error) {
        throw writeError(error);
      }
    },
  };
};
