import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ServerIdentity } from './certificates.ts';

let servers: Server[] = [];
let sockets: Socket[] = [];

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

/**
 * Answers every connection with these bytes, and then hangs up: in order, with a reset, or never.
 */
export const saying = async (
  bytes: string,
  how: {
    readonly resets?: boolean;
    readonly stalls?: boolean;
    readonly identity?: ServerIdentity;
  } = {},
) => {
  const received: string[] = [];
  const onSocket = (socket: Socket): void => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', (chunk: Buffer) => {
      received.push(chunk.toString());
      socket.write(bytes, () => {
        if (how.resets === true) socket.resetAndDestroy();
        else if (how.stalls !== true) socket.end();
      });
    });
  };
  const server =
    how.identity === undefined
      ? createTcpServer(onSocket)
      : createTlsServer(how.identity, onSocket).on('tlsClientError', () => {});
  const port = await listen(server);
  const scheme = how.identity === undefined ? 'http' : 'https';
  return { url: new URL(`${scheme}://127.0.0.1:${port}`), received };
};

/** A reply as it goes over the wire. */
export const answer = (body: string, status = '200 OK', type = 'application/json'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Hangs up on everybody and listens no more. */
export const closeToxic = async (): Promise<void> => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
  sockets = [];
};
