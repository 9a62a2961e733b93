import { basename, dirname, join } from 'node:path';
import type { Clock } from '../platform/interfaces.ts';
import { replaceFile, temporaryOf, writeError } from './atomic-file.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

/** Keeps the vault file on the disk: 0600, replaced in one step, and never written over by another. */
export const createVaultPlace = ({
  path,
  maxBytes,
  clock,
  fs = nodeFileSystem,
}: {
  readonly path: string;
  readonly maxBytes: number;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: FileSystem;
}) => {
  const name = basename(path);
  const retired = (mark: string): string => `${path}.moved-${mark}`;
  const isThere = async (each: string): Promise<boolean> => (await fs.kindOf(each)) !== 'absent';
  const rename = async (from: string, to: string): Promise<void> => {
    try {
      await fs.rename(from, to);
      await fs.syncFolder(dirname(path));
    } catch (error) {
      throw writeError(error);
    }
  };

  const filePlace = (at: string) => ({
    read: async (): Promise<string | null> => {
      if (!(await isThere(at))) return null;
      const data = await fs.read(at, maxBytes);
      if (data === null) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
      return Buffer.from(data).toString('utf8');
    },
    replace: async (text: string): Promise<void> => {
      if (text.length > maxBytes)
        throw writeError(Object.assign(new Error('too large'), { code: 'EFBIG' }));
      await replaceFile(at, text, { fs });
    },
    setAside: async (): Promise<void> => {
      if (!(await isThere(at))) return;
      const time = new Date(clock.nowEpochMs()).toISOString().replace(/[-:]|\.\d+/g, '');
      for (let n = 1; ; n += 1) {
        const target = `${path}.before-${time}-${n}`;
        if (!(await isThere(target))) return rename(at, target);
      }
    },
  });

  return {
    ...filePlace(path),
    retired: (mark: string) => filePlace(retired(mark)),
    retire: (mark: string) => rename(path, retired(mark)),
    reinstate: async (): Promise<void> => {
      const found = (await fs.names(dirname(path))).filter(
        (each) => each.startsWith(`${name}.moved-`) && !each.endsWith('.tmp'),
      );
      const [only, ...more] = found;
      // Of several nobody knows which; they stay for the person to choose from.
      if (only === undefined || more.length > 0 || (await isThere(path))) return;
      await rename(join(dirname(path), only), path);
    },
    removeRetired: async (mark: string): Promise<void> => {
      for (const each of [retired(mark), temporaryOf(retired(mark))]) await fs.removeIfThere(each);
    },
    erase: async (): Promise<void> => {
      try {
        for (const each of await fs.names(dirname(path))) {
          if (each === name || each.startsWith(`${name}.`)) {
            await fs.removeIfThere(join(dirname(path), each));
          }
        }
      } catch (error) {
        throw writeError(error);
      }
    },
  };
};
