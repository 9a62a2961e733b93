import type { FileSystem } from '../../../electron/storage/file-system.ts';

/** What dies at the n-th thing that it would change on the disk, or do `within`; `death` resolves then. */
export const mortal = (fs: FileSystem, at: number) => {
  let count = 0;
  let died = () => {};
  const death = new Promise<'killed'>((resolve) => {
    died = () => resolve('killed');
  });
  const within =
    <A extends readonly unknown[], R>(act: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> => {
      count += 1;
      if (count <= at) return act(...given);
      died();
      return new Promise(() => {});
    };
  const { create, rename, removeIfThere, syncFolder } = fs;
  const dying: FileSystem = {
    ...fs,
    create: within(create),
    rename: within(rename),
    removeIfThere: within(removeIfThere),
    syncFolder: within(syncFolder),
  };
  return { within, dying, death };
};
