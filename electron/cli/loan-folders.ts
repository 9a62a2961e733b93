import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type LoanFolders = {
  /** Writes a loan's token to a file that this user alone can read; gives where it lies. */
  readonly keep: (
    loan: string,
    token: string,
  ) => Promise<{
    readonly tokenFile: string;
    /** Where the launcher makes the pipe that the command holds while it runs. */
    readonly held: string;
  }>;
  readonly forget: (loan: string) => Promise<void>;
};

/** Keeps what a command needs of its loan, in a folder of its own that is gone with the loan. */
export const createLoanFolders = (folder: string): LoanFolders => ({
  keep: async (loan, token) => {
    const own = join(folder, loan);
    const tokenFile = join(own, 'token');
    await mkdir(own, { recursive: true, mode: 0o700 });
    await writeFile(tokenFile, token, { flag: 'wx', mode: 0o600 });
    return { tokenFile, held: join(own, 'held') };
  },
  forget: (loan) => rm(join(folder, loan), { recursive: true, force: true }),
});
