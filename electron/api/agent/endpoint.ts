import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AppError } from '../../diagnostics/errors.ts';
import type { Logger } from '../../diagnostics/logger.ts';
import { errorCodeOf } from '../../platform/errno.ts';
import type { Clock } from '../../platform/interfaces.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import { type Admit, answerEndpoint, createRequestListener } from './requests.ts';
import { serverOptions } from './server-options.ts';

const address = '127.0.0.1';

const mostConnections = 256;

/**
 * Ends the oldest connection where there are too many. Any user of this computer can connect, and shall
 * neither use up what this program may open nor shut tools out: those ask and are answered at once.
 */
const keepRoom = (server: Server): void => {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size <= mostConnections || oldest === undefined) return;
    open.delete(oldest);
    oldest.destroy();
  });
};

export type Endpoint = {
  /**
   * Listens if it does not yet; gives the port. Throws `agent.port-taken` where another program has the
   * port that the settings of tools name: none is chosen in its place; `organisation.locked`.
   */
  readonly open: () => Promise<number>;
  /** Stops listening; connections end. */
  readonly close: () => Promise<void>;
  /** What kept it from listening when it last had to; null where nothing did. */
  readonly trouble: () => unknown;
  /** Calls back when that is another. */
  readonly onTrouble: (listener: () => void) => void;
};

/** The way in for what cannot speak to a socket: documents over 127.0.0.1, while somebody may ask there. */
export const createEndpoint = (options: {
  readonly port: () => number | null;
  readonly rememberPort: (port: number) => Promise<void>;
  readonly admit: Admit;
  /** Throws where the organisation lets nobody ask there. */
  readonly requireEndpoint: () => void;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'after'>;
}): Endpoint => {
  const { port, rememberPort, admit, logger, clock } = options;
  const inTurn = createSerialQueue();
  let trouble: unknown = null;
  let tellTrouble = (): void => {};
  const noteTrouble = (now: unknown): void => {
    if (trouble === now) return;
    trouble = now;
    tellTrouble();
  };
  let listening: { readonly server: Server; readonly port: number } | null = null;

  const listen = async (wanted: number): Promise<{ server: Server; port: number }> => {
    const server = createServer(serverOptions);
    keepRoom(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port: wanted, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const bound = (server.address() as AddressInfo).port;
    server.on('error', (error) => logger.warn('endpoint failed', { error }));
    server.on(
      'request',
      createRequestListener(answerEndpoint(`${address}:${bound}`, admit, clock), (error) =>
        logger.warn('endpoint could not answer', { error }),
      ),
    );
    return { server, port: bound };
  };

  const listenWhereToldOf = async (): Promise<{ server: Server; port: number }> => {
    const known = port();
    try {
      return await listen(known ?? 0);
    } catch (error) {
      const isTaken = ['EADDRINUSE', 'EACCES'].includes(errorCodeOf(error) ?? '');
      if (!isTaken || known === null) throw error;
      throw new AppError('agent.port-taken', { params: { port: known }, cause: error });
    }
  };

  return {
    open: () =>
      inTurn(async () => {
        try {
          options.requireEndpoint();
          listening ??= await listenWhereToldOf();
        } catch (error) {
          noteTrouble(error);
          throw error;
        }
        noteTrouble(null);
        // Forgotten with the last tool that was told of it, and told to another while it was still open.
        if (port() === null) await rememberPort(listening.port);
        return listening.port;
      }),
    close: () =>
      inTurn(async () => {
        noteTrouble(null);
        const closing = listening;
        listening = null;
        if (closing === null) return;
        await new Promise<void>((resolve) => {
          closing.server.close(() => resolve());
          closing.server.closeAllConnections();
        });
      }),
    trouble: () => trouble,
    onTrouble: (listener) => {
      tellTrouble = listener;
    },
  };
};
