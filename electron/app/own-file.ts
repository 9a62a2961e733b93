import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Changes when another file takes the place of one, by renaming as installers do, or is written into it. */
const identityOf = (file: string): Promise<string | null> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => null,
  );

/**
 * Calls back once, when the program on the disk is no more the one that runs: it was updated. A file that
 * is gone is not replaced. Where the folder cannot be watched, nobody is told.
 */
export const watchOwnFile = async (file: string, onReplaced: () => void): Promise<void> => {
  const started = await identityOf(file);
  const watcher = watch(dirname(file), { persistent: false });
  const close = (): void => watcher.close();
  watcher.on('error', close);
  let told = false;
  watcher.on('change', async () => {
    const now = await identityOf(file);
    if (told || now === null || now === started) return;
    told = true;
    close();
    onReplaced();
  });
};
