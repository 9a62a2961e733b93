import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { HttpClient } from '../../../electron/platform/interfaces.ts';

export type ReceivedRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type TinyReply =
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Closes the connection without an answer. */
  | 'reset';

export type TinyServer = {
  readonly url: URL;
  readonly requests: readonly ReceivedRequest[];
  /** Answers with these in turn; the last one stays. */
  readonly answer: (...replies: readonly TinyReply[]) => void;
  readonly close: () => Promise<void>;
};

/** A server on loopback that gives prepared answers and remembers what it was asked. */
export const startTinyServer = async (): Promise<TinyServer> => {
  const requests: ReceivedRequest[] = [];
  let replies: readonly TinyReply[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const [reply, ...later] = replies;
      if (later.length > 0) replies = later;
      if (reply === undefined || reply === 'reset') {
        request.socket.destroy();
        return;
      }
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    requests,
    answer: (...prepared) => {
      replies = prepared;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Speaks real HTTP with no more than the port promises, for tests of what stands on it. */
export const fetchHttp: HttpClient = async (request) => {
  const isCancelled = (): boolean => request.signal?.aborted === true;
  if (isCancelled()) throw new AppError('operation.cancelled');
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: 'manual',
      headers: { ...request.headers, connection: 'close' },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    if (isCancelled()) throw new AppError('operation.cancelled');
    throw new AppError('server.unreachable', {
      params: { host: request.url.host },
      retryable: true,
      cause: error,
    });
  }
};
