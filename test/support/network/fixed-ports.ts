import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { readToEnd } from './raw-socket.ts';

/** Beside the ports that it stands for, and as they are below those that systems hand out. */
const lockPort = 28_500;
const maxWaitMs = 15 * 60_000;

/**
 * Takes a lock that one process has at a time, and gives what lets go of it. It is a port, so that the
 * system takes it back from a process that was killed; who waits is told by the connection's end.
 */
export const takeLock = async (port: number): Promise<() => Promise<void>> => {
  for (;;) {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket.on('error', () => undefined));
    });
    const isTaken = await new Promise<boolean>((resolve, reject) => {
      server.once('listening', () => resolve(false));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
      );
      server.listen(port, '127.0.0.1');
    });
    if (!isTaken) {
      return async () => {
        server.close();
        for (const socket of waiting) socket.destroy();
        await once(server, 'close');
      };
    }
    await readToEnd(connect(port, '127.0.0.1'));
  }
};

/**
 * Lets one test file at a time have the redirect ports that providers are registered with: files run
 * side by side, in processes of their own.
 */
export const holdFixedPorts = (): void => {
  let letGo: () => Promise<void>;
  beforeAll(async () => {
    letGo = await takeLock(lockPort);
  }, maxWaitMs);
  afterAll(() => letGo());
};
