import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answered request. Holds no query, header or body: those carry secrets. */
export type RequestLogEntry = {
  readonly server: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Why the request was refused, for assertions; null when it was served. */
  readonly refusal: string | null;
};

export type Exchange = {
  readonly method: string;
  /** As it came, query included. */
  readonly rawTarget: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Values of repeated headers kept apart. */
  readonly headersDistinct: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly clientAddress: string;
};

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly refusal?: string;
};

/** What the next request gets instead of an answer of its own. */
type Fault =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'stall-body' }
  | { readonly kind: 'stall' };

/** Misbehaviour on demand. Each call spoils one request; several calls queue up. */
export type FaultControls = {
  /** Answers with this status; a 5xx without `body` is empty. */
  readonly failNextWith: (
    status: number,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ) => void;
  readonly delayNext: (milliseconds: number) => void;
  readonly redirectNext: (location: string, status?: number) => void;
  /** Answers 200 with a web page, as a captive portal does. */
  readonly answerHtmlNext: () => void;
  readonly answerNext: (body: string | Buffer, contentType?: string) => void;
  /** Closes the connection without an answer. */
  readonly resetNext: () => void;
  /** Never answers; the socket ends when the stand-in closes. */
  readonly stallNext: () => void;
  /** Sends a JSON text that never ends, as fast as the client takes it. */
  readonly endlessNext: () => void;
  /** Sends the headers and the first bytes of a body, and then nothing more. */
  readonly stallBodyNext: () => void;
  readonly clearFaults: () => void;
};

type LoopbackServer = {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly faults: FaultControls;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly name: string;
  readonly log: (entry: RequestLogEntry) => void;
  /** More than this is read and dropped, and `handle` sees a body one byte longer. */
  readonly maxBodyBytes: number;
  readonly handle: (exchange: Exchange) => Reply | Promise<Reply>;
  /** Requests that faults spare, such as favicons and health checks. */
  readonly spares?: (exchange: Exchange) => boolean;
};

const readBody = async (request: IncomingMessage, maximum: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    if (size <= maximum) chunks.push(bytes.subarray(0, maximum + 1 - size));
    size += bytes.length;
  }
  return Buffer.concat(chunks);
};

/** Writes until the client has gone, waiting whenever its buffers are full. */
const pour = (response: ServerResponse): void => {
  const chunk = 'x'.repeat(64 * 1024);
  const write = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the buffers are full.
    }
  };
  response.on('drain', write);
  write();
};

const faultQueue = (): { readonly faults: Fault[]; readonly controls: FaultControls } => {
  const faults: Fault[] = [];
  const reply = (value: Reply): void => {
    faults.push({ kind: 'reply', reply: { refusal: 'fault on demand', ...value } });
  };
  return {
    faults,
    controls: {
      failNextWith: (status, body = '', headers = {}) =>
        reply({
          status,
          body,
          headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
        }),
      delayNext: (milliseconds) => {
        faults.push({ kind: 'delay', milliseconds });
      },
      redirectNext: (location, status = 302) => reply({ status, headers: { location } }),
      answerHtmlNext: () =>
        reply({
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8' },
          body: '<!doctype html><title>Sign in to this network</title><h1>Welcome</h1>',
        }),
      answerNext: (body, contentType = 'application/json') =>
        reply({ status: 200, headers: { 'content-type': contentType }, body }),
      resetNext: () => {
        faults.push({ kind: 'reset' });
      },
      stallNext: () => {
        faults.push({ kind: 'stall' });
      },
      endlessNext: () => {
        faults.push({ kind: 'endless' });
      },
      stallBodyNext: () => {
        faults.push({ kind: 'stall-body' });
      },
      clearFaults: () => {
        faults.length = 0;
      },
    },
  };
};

/** Starts an HTTP server on 127.0.0.1 and a port of the system's choice. */
export const startLoopbackServer = async (options: Options): Promise<LoopbackServer> => {
  const { faults, controls } = faultQueue();
  const timers = new Set<NodeJS.Timeout>();
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, milliseconds);
      timers.add(timer);
    });

  /** Answers null when there shall be no answer at all, or none that ends. */
  const replyTo = async (
    exchange: Exchange,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Reply | null> => {
    const fault = options.spares?.(exchange) === true ? undefined : faults.shift();
    if (fault?.kind === 'reply') return fault.reply;
    if (fault?.kind === 'stall') return null;
    if (fault?.kind === 'reset') {
      request.socket.destroy();
      return null;
    }
    if (fault?.kind === 'stall-body' || fault?.kind === 'endless') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"padding":"');
      if (fault.kind === 'endless') pour(response);
      return null;
    }
    if (fault?.kind === 'delay') await pause(fault.milliseconds);
    return await options.handle(exchange);
  };

  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const rawTarget = request.url ?? '/';
      const exchange: Exchange = {
        method: request.method ?? 'GET',
        rawTarget,
        url: new URL(`http://127.0.0.1${rawTarget.startsWith('/') ? rawTarget : '/'}`),
        headers: request.headers,
        headersDistinct: request.headersDistinct,
        body: await readBody(request, options.maxBodyBytes),
        clientAddress: request.socket.remoteAddress ?? '',
      };
      const reply = await replyTo(exchange, request, response);
      const { method, url } = exchange;
      options.log({
        server: options.name,
        method,
        path: url.pathname,
        status: reply?.status ?? 0,
        refusal: reply === null ? 'fault on demand' : (reply.refusal ?? null),
      });
      if (reply === null) return;
      const body = Buffer.from(reply.body ?? '');
      response.writeHead(reply.status, {
        ...(reply.status === 204 ? {} : { 'content-length': String(body.length) }),
        ...reply.headers,
      });
      response.end(method === 'HEAD' ? undefined : body);
    };
    answer().catch((error: unknown) => {
      // A client that went away is its own business; anything else is a bug of the stand-in.
      if (request.socket.destroyed) return;
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    faults: controls,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
