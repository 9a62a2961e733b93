import { AppError } from '../../diagnostics/errors.ts';
import type { Clock, Random } from '../../platform/interfaces.ts';
import { backUp, type FoundFile, readFound, removeFound, replaceFound } from './config-file.ts';

/** What takes the last change back: the file before and after it, and what went with it. */
type LastChange = {
  readonly id: string;
  readonly before: FoundFile;
  readonly after: string;
  readonly undoMore: () => Promise<void>;
};

type Change = {
  readonly before: FoundFile;
  readonly after: string;
  /** What else is taken back once the file is as it was. */
  readonly undoMore: () => Promise<void>;
  readonly makesFolder?: boolean;
};

/** Changes files of the person's, the one before kept beside each, and takes the last change back. */
export const createFileChanges = ({
  clock,
  random,
}: {
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly random: Pick<Random, 'uuid'>;
}) => {
  let last: LastChange | null = null;
  return {
    /** Gives what `undo` takes. Throws `aws-config.changed` or another, with nothing changed. */
    change: async ({ before, after, undoMore, makesFolder = false }: Change): Promise<string> => {
      const backup = await backUp(before, clock.nowEpochMs());
      try {
        await replaceFound(before, after, { makesFolder });
      } catch (error) {
        // Nothing was changed, so there is nothing to keep.
        if (backup !== null) await removeFound({ ...before, path: backup }).catch(() => undefined);
        throw error;
      }
      last = { id: random.uuid(), before, after, undoMore };
      return last.id;
    },
    /** Throws `aws-config.changed` when the file is no longer as the change left it. */
    undo: async (id: string): Promise<void> => {
      if (last?.id !== id) throw new AppError('aws-config.changed');
      const { before, after, undoMore } = last;
      const now = await readFound(before.path);
      if (now.bytes?.equals(Buffer.from(after)) !== true) throw new AppError('aws-config.changed');
      if (before.bytes === null) await removeFound(now);
      else await replaceFound(now, before.bytes.toString('utf8'));
      last = null;
      await undoMore();
    },
  };
};
