import { createServer } from 'node:net';

/** Listens on a port of 127.0.0.1 for no longer than it takes; null when it could, else why it could not. */
export const tryPort = (port: number): Promise<Error | null> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', resolve);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(null));
    });
  });
