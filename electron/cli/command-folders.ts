import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type CommandFolder = {
  readonly id: string;
  readonly path: string;
  readonly pathOf: (file: string) => string;
  /** Where the launcher makes the pipe that the command holds while it runs. */
  readonly held: string;
};

export type CommandFolders = {
  /** Makes a folder with these files, which this user alone can read. */
  readonly make: (files: Readonly<Record<string, string>>, id?: string) => Promise<CommandFolder>;
  readonly remove: (id: string) => Promise<void>;
};

/** Keeps what a command that `exec` runs needs beside its environment, each in a folder of its own. */
export const createCommandFolders = (folder: string): CommandFolders => ({
  make: async (files, id = randomUUID()) => {
    const path = join(folder, id);
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(files))
      await writeFile(join(path, name), text, { flag: 'wx', mode: 0o600 });
    return { id, path, pathOf: (file) => join(path, file), held: join(path, 'held') };
  },
  remove: (id) => rm(join(folder, id), { recursive: true, force: true }),
});
