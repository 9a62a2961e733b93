import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/ports.ts';
import { type AnswerKind, answerPages } from './answer-page.ts';
import { screenRequest } from './redirect-request.ts';

/** A browser needs one socket and may open a spare one; the rest is somebody else's. */
const mostSockets = 32;
/** A socket serves one request, and this is all the time it has, however slowly it drips. */
const socketLifeMs = 10_000;
/** How long an answer on its way may hold up closing. */
const answerGraceMs = 2_000;
const maxHeaderBytes = 16 * 1024;

export type LoopbackServer = {
  /** The one of the given URIs that is listened on. */
  readonly redirectUri: string;
  /**
   * Stops listening and resolves when every socket is gone; an answer that is on its way is
   * delivered first. Safe to call again.
   */
  readonly close: () => Promise<void>;
};

type Options = {
  /** Tried in order; the first whose port is free is used. Each `http://127.0.0.1:<port>/<path>`. */
  readonly redirectUris: readonly string[];
  readonly clock: Clock;
  /**
   * Judges the query of a request that can be the browser coming back. `refused` keeps the server
   * waiting; anything else is the end of it, so this is never called again.
   */
  readonly decide: (query: string) => AnswerKind;
};

/**
 * Opens the one-shot server that the browser is sent back to (RFC 8252 section 7.3).
 *
 * Throws `oauth.port-in-use` or `oauth.port-reserved` for the first port when none can be had.
 */
export const openLoopbackServer = async (options: Options): Promise<LoopbackServer> => {
  const redirects = options.redirectUris.map(parseRedirectUri);
  const failures: AppError[] = [];
  for (const redirect of redirects) {
    const door = createDoor(redirect, options);
    try {
      await door.listen();
      return { redirectUri: redirect.uri, close: door.close };
    } catch (error) {
      await door.close();
      failures.push(portError(error, redirect));
    }
  }
  const [first] = failures;
  if (first === undefined) throw redirectUriError('required');
  throw withAllPorts(first, redirects);
};

type Redirect = {
  /** As it was registered; providers compare it byte for byte. */
  readonly uri: string;
  readonly url: URL;
  readonly port: number;
  /** Every address the host stands for must be held, or another program could take one. */
  readonly addresses: readonly string[];
};

/** Literal loopback hosts only: a name could be made to point elsewhere (RFC 8252 section 8.3). */
const addressesByHost: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1': ['127.0.0.1'],
};

const parseRedirectUri = (uri: string): Redirect => {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null) throw redirectUriError('not-a-url');
  const addresses = addressesByHost[url.hostname];
  if (url.protocol !== 'http:' || addresses === undefined) throw redirectUriError('not-loopback');
  if (url.username !== '' || url.password !== '' || /[?#]/.test(uri)) {
    throw redirectUriError('bad-format');
  }
  return { uri, url, port: Number(url.port === '' ? 80 : url.port), addresses };
};

const redirectUriError = (problem: 'required' | 'not-a-url' | 'not-loopback' | 'bad-format') =>
  new AppError('input.invalid', { fields: { redirectUri: problem } });

const portError = (error: unknown, { port }: Redirect): AppError => {
  const { code } = error as { code?: unknown };
  const details = { params: { port }, retryable: true, cause: error };
  if (code === 'EADDRINUSE') return new AppError('oauth.port-in-use', details);
  // Below 1024 without the right to it, or inside a range that Windows keeps for itself.
  if (code === 'EACCES' || code === 'EPERM') return new AppError('oauth.port-reserved', details);
  return new AppError('internal', { cause: error });
};

const withAllPorts = (first: AppError, redirects: readonly Redirect[]): AppError => {
  if (first.params.port === undefined) return first;
  const ports = redirects.map(({ port }) => port).join(', ');
  const { cause, retryable } = first;
  return new AppError(first.code, { params: { ...first.params, ports }, retryable, cause });
};

type Door = {
  readonly listen: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** One attempt at one port: a server for each address, sharing sockets, limits and fate. */
const createDoor = (redirect: Redirect, { clock, decide }: Options): Door => {
  /** In the order they came, each with what cancels its time limit. */
  const sockets = new Map<Socket, () => void>();
  const answering = new Set<Socket>();
  let closing: Promise<void> | null = null;

  const admit = (socket: Socket): void => {
    if (closing !== null) {
      socket.destroy();
      return;
    }
    // The oldest goes, not the newest: sockets that only sit there must not keep the browser out.
    if (sockets.size >= mostSockets) sockets.keys().next().value?.destroy();
    sockets.set(
      socket,
      clock.after(socketLifeMs, () => socket.destroy()),
    );
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.get(socket)?.();
      sockets.delete(socket);
      answering.delete(socket);
    });
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    // A second request on the same socket, sent before the first was answered.
    if (closing !== null || answering.has(socket)) return;
    answering.add(socket);
    const screening = screenRequest(request, redirect.url);
    if (screening.kind === 'refused') {
      answer(response, screening.status, 'refused');
      return;
    }
    const kind = decide(screening.query);
    answer(response, kind === 'refused' ? 400 : 200, kind);
    if (kind !== 'refused') void close();
  };

  const servers = redirect.addresses.map(() => createLoopbackServer(admit, handle));

  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };

  const closeAll = async (): Promise<void> => {
    const closed = servers.map((server) => new Promise((done) => server.close(done)));
    for (const socket of sockets.keys()) if (!answering.has(socket)) socket.destroy();
    const cancel = clock.after(answerGraceMs, () => {
      for (const socket of sockets.keys()) socket.destroy();
    });
    await Promise.all(closed);
    cancel();
  };

  const listen = async (): Promise<void> => {
    for (const [index, host] of redirect.addresses.entries()) {
      const server = servers[index];
      if (server !== undefined) await listenOn(server, host, redirect.port);
    }
  };

  return { listen, close };
};

const createLoopbackServer = (
  admit: (socket: Socket) => void,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Server => {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: socketLifeMs,
    requestTimeout: socketLifeMs,
    connectionsCheckingInterval: 1_000,
    keepAlive: false,
    // A missing Host is refused by us like a wrong one, and HTTP/1.0 must not slip past.
    requireHostHeader: false,
  });
  server.on('connection', admit);
  server.on('request', handle);
  // Takes the place of Node's own "100 Continue" and 417 answers.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) socket.destroy();
    else socket.end(malformedAnswer, () => socket.destroy());
  });
  return server;
};

const malformedAnswer =
  'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n';

/** `exclusive` keeps the port from being shared with another process of ours. */
const listenOn = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      // A failed accept (too many open files) is no reason to end the process.
      server.on('error', () => undefined);
      resolve();
    });
  });

const answer = (response: ServerResponse, status: number, kind: AnswerKind): void => {
  const { html, headers } = answerPages[kind];
  response.writeHead(status, { ...headers, ...(status === 405 ? { allow: 'GET' } : {}) });
  response.end(html);
};
