import { constants } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodeOf } from '../../platform/errno.ts';

/** Windows has no such flag, and no launcher that lends. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Whether some process holds the pipe of a command; also where that cannot be told, or is yet to be. */
const isHeld = async (pipe: string): Promise<boolean> => {
  try {
    const handle = await open(pipe, readFlags);
    try {
      if (!(await handle.stat()).isFIFO()) return true;
      return (await handle.read(Buffer.alloc(1), 0, 1, null)).bytesRead > 0;
    } finally {
      await handle.close();
    }
  } catch {
    // A pipe that is held and empty is told by an error.
    return true;
  }
};

/**
 * Finds what was lent to commands that were killed together with what would have given it back. Nobody
 * holds their pipe any more, at two looks: at one a command may be about to open its own.
 */
export const createLostLoans = (options: {
  readonly folder: string;
  readonly takeBack: (loan: string) => void;
}): { readonly look: () => Promise<void> } => {
  const { folder, takeBack } = options;
  let suspects: ReadonlySet<string> = new Set();
  return {
    /** Takes back what nobody held at this look and the one before. */
    look: async () => {
      const loans = await readdir(folder).catch((error: unknown) => {
        if (errorCodeOf(error) === 'ENOENT') return [];
        throw error;
      });
      const left = new Set<string>();
      for (const loan of loans) {
        if (await isHeld(join(folder, loan, 'held'))) continue;
        if (!suspects.has(loan)) {
          left.add(loan);
          continue;
        }
        takeBack(loan);
        await rm(join(folder, loan), { recursive: true, force: true });
      }
      suspects = left;
    },
  };
};
