import { watch } from 'node:fs';
import { chmod, lstat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import type { About } from '../../../shared/agent-protocol.ts';
import type { Logger } from '../../diagnostics/logger.ts';
import type { Clock } from '../../platform/interfaces.ts';
import { answersWithinMs } from '../../platform/leaving-times.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import { type Admit, answerSocket, createRequestListener } from './requests.ts';
import { serverOptions } from './server-options.ts';
import { prepareSocketPlace } from './socket-place.ts';

export type AgentServer = {
  /** Looks whether the socket is still in its place, and listens anew where it is not. */
  readonly check: () => Promise<void>;
  /** Requests that are being answered. */
  readonly underWay: () => number;
  /** When the last request came, on the monotonic clock; the start counts as one. */
  readonly lastUsedMs: () => number;
  /** Takes no more requests; resolves when those under way are answered, or took too long for it. */
  readonly stop: () => Promise<void>;
};

/**
 * Listens on the profile's private socket and answers the agent's protocol there.
 *
 * A socket that was removed, or whose folder was moved away, is made anew: programs find the agent by
 * its path alone. Rejects where it cannot listen, with the place as it was.
 */
export const startAgentServer = async (options: {
  readonly path: string;
  readonly platform: NodeJS.Platform;
  readonly about: About;
  readonly admit: Admit;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
}): Promise<AgentServer> => {
  const { path, platform, about, admit, logger, clock } = options;
  const isPipe = platform === 'win32';
  const inTurn = createSerialQueue();
  let underWay = 0;
  let lastUsedMs = clock.monotonicMs();
  let stopped = false;
  let onAnswered = (): unknown => null;
  const respond = createRequestListener(answerSocket(about, admit), (error) =>
    logger.warn('agent could not answer', { error }),
  );

  const listen = async (): Promise<{ server: Server; inode: number; unwatch: () => void }> => {
    if (!isPipe) await prepareSocketPlace(path);
    const server = createServer(serverOptions, (request, response) => {
      underWay += 1;
      lastUsedMs = clock.monotonicMs();
      void respond(request, response).finally(() => {
        underWay -= 1;
        setImmediate(() => onAnswered());
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', (error) => logger.warn('agent server failed', { error }));
    if (isPipe) return { server, inode: 0, unwatch: () => {} };
    await chmod(path, 0o600);
    const watcher = watch(dirname(path), () => void check());
    watcher.on('error', () => void check());
    return { server, inode: (await lstat(path)).ino, unwatch: () => watcher.close() };
  };

  const isInPlace = async (inode: number): Promise<boolean> =>
    lstat(path).then(
      (found) => found.isSocket() && found.ino === inode,
      () => false,
    );

  const check = (): Promise<void> =>
    inTurn(async () => {
      if (stopped || isPipe || (await isInPlace(current.inode))) return;
      logger.warn('agent listens anew');
      const gone = current;
      current = await listen();
      gone.unwatch();
      // Node removes the path of a server that it closes, which is the new one's by now.
      gone.server.unref();
    }).catch((error: unknown) => logger.warn('agent cannot listen', { error }));

  let current = await listen();
  return {
    check,
    underWay: () => underWay,
    lastUsedMs: () => lastUsedMs,
    stop: async () => {
      stopped = true;
      current.unwatch();
      const { server } = current;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // What sends nothing, or half a request, is not waited for.
        if (underWay === 0) server.closeAllConnections();
        onAnswered = () => underWay === 0 && server.closeAllConnections();
        clock.after(answersWithinMs, () => server.closeAllConnections());
      });
    },
  };
};
