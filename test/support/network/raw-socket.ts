import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, Server, type Socket } from 'node:net';

export type RawAnswer = {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly text: string;
};

/**
 * A loopback port that was free a moment ago, below the fixed ports of redirects and the range that
 * outgoing connections of the tests next door are given.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(20_000, 28_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
};

export const openSocket = async (port: number, host = '127.0.0.1'): Promise<Socket> => {
  const socket = connect(port, host);
  await once(socket, 'connect');
  return socket;
};

/** Resolves when the other side has ended or reset the connection, with all that it sent. */
export const readToEnd = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });

/** Sends bytes as they are and reads until the connection ends. */
export const sendRaw = async (port: number, bytes: string | Buffer): Promise<RawAnswer> => {
  const socket = await openSocket(port);
  const ended = readToEnd(socket);
  socket.write(bytes);
  return parseAnswer(await ended);
};

/** Sends a GET as a browser's top-level navigation would, with lines replaced or added. */
export const get = (
  port: number,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> => sendRaw(port, requestText(port, target, headers));

export const requestText = (
  port: number,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): string => {
  const all = { Host: `127.0.0.1:${port}`, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
};

/** Ports are shared with the tests next door, so a listener counts only if it is this process's. */
const isOurs = (port: number): boolean => {
  const { _getActiveHandles: handles } = process as unknown as {
    readonly _getActiveHandles: () => readonly unknown[];
  };
  const isThere = (handle: unknown): boolean => {
    const address = handle instanceof Server ? handle.address() : null;
    return typeof address === 'object' && address?.port === port;
  };
  return handles().some(isThere);
};

/** Whether this process accepts connections there. */
export const isListening = async (port: number, host = '127.0.0.1'): Promise<boolean> => {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return isOurs(port);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const parseAnswer = (text: string): RawAnswer => {
  const split = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, split).split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
  return { status, headers, body: text.slice(split + 4), text };
};
