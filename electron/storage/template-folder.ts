import { join } from 'node:path';
import type { TemplateFiles } from '../platform/interfaces.ts';
import { replaceFile, writeError } from './atomic-file.ts';
import { nodeFileSystem as fs } from './file-system.ts';

/** Larger files are no templates; what crosses the bridge is smaller still. */
const maxFileBytes = 256 * 1024;

const fileName = /^[a-z][a-z0-9-]{1,39}\.json$/;

/**
 * Keeps imported templates in a folder of the profile, a file each, for this user only.
 *
 * A write leaves the old file or the new one, whole, whatever happens in between. Links, folders and
 * other names are not looked at.
 */
export const createTemplateFolder = (folder: string): TemplateFiles => {
  const pathOf = (id: string): string => {
    const name = `${id}.json`;
    if (!fileName.test(name)) throw new TypeError('not a name of a template');
    return join(folder, name);
  };
  return {
    list: async () => {
      const names = await fs.names(folder);
      return names.filter((name) => fileName.test(name)).map((name) => name.slice(0, -5));
    },
    read: async (id) => {
      const path = pathOf(id);
      if ((await fs.kindOf(path)) !== 'file') return null;
      const data = await fs.read(path, maxFileBytes);
      return data === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(data);
    },
    write: async (id, text) => {
      await replaceFile(pathOf(id), text, { fs });
    },
    remove: async (id) => {
      try {
        await fs.removeIfThere(pathOf(id));
      } catch (error) {
        throw writeError(error);
      }
    },
  };
};
