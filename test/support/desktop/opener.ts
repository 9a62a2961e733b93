import { constants, openSync, rmSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../processes/processes.ts';
import type { User } from './session-bus.ts';

/** The system's opener of web pages, in the hands of a test. */
export type Opener = {
  /** What PATH has to be, so that programs find this `xdg-open` first. */
  readonly path: string;
  /** Every address handed over so far. */
  readonly opened: readonly string[];
  /** Resolves with the next address that nobody has taken yet. */
  readonly next: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/**
 * Puts an `xdg-open` in front of the system's. It hands the address over through a named pipe,
 * since what bears a signed client secret has no business in a file.
 */
export async function createOpener(user?: User): Promise<Opener> {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-opener-'));
  const pipe = join(folder, 'addresses');
  await run('mkfifo', ['-m', '600', pipe]);
  await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" > '${pipe}'\n`);
  await chmod(join(folder, 'xdg-open'), 0o755);
  if (user !== undefined) {
    for (const path of [folder, pipe]) await chown(path, user.uid, user.gid);
  }

  const opened: string[] = [];
  const untaken: string[] = [];
  const takers: ((address: string) => void)[] = [];
  // Held open for writing as well, so that the pipe does not end with each writer.
  const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const reader = new Socket({ fd, readable: true, writable: false });
  let rest = '';
  reader.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const address of lines) {
      opened.push(address);
      const taker = takers.shift();
      if (taker === undefined) untaken.push(address);
      else taker(address);
    }
  });
  reader.unref();
  const removeAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);

  return {
    path: `${folder}:${process.env.PATH ?? ''}`,
    opened,
    next: () => {
      const address = untaken.shift();
      return address === undefined
        ? new Promise((resolve) => takers.push(resolve))
        : Promise.resolve(address);
    },
    close: async () => {
      reader.destroy();
      await rm(folder, { recursive: true, force: true });
      process.removeListener('exit', removeAtExit);
    },
  };
}
