import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { assertNever } from '../../../shared/result.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock } from '../../platform/interfaces.ts';
import { type AnswerKind, answerPage } from './answer-page.ts';
import { readLoopbackRedirect } from './loopback.ts';
import { screenRequest } from './request.ts';

/** A browser needs one socket and may open a spare one; the rest is somebody else's. */
const maxSockets = 32;
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

type Carrier = 'query' | 'form';

type Options = {
  /**
   * Tried in order; the first whose port is free is used. Each `http://127.0.0.1:<port>/<path>` or
   * `http://localhost:<port>/<path>`; port 0 stands for any that is free.
   */
  readonly redirectUris: readonly string[];
  /** Takes the redirect as a POSTed form as well. */
  readonly acceptsFormPost?: boolean;
  readonly clock: Clock;
  /**
   * Judges the query (or the form, which is written alike) of a request that can be the browser
   * coming back. `refused` keeps the server waiting; anything else is the end of it, so this is never
   * called again.
   */
  readonly decide: (query: string, carrier: Carrier) => AnswerKind;
};

/**
 * Opens the one-shot server that the browser is sent back to (RFC 8252 section 7.3).
 *
 * Throws `oauth.port-in-use` or `oauth.port-reserved` for the first port when none can be had.
 */
export const openLoopbackServer = async (options: Options): Promise<LoopbackServer> => {
  const redirects = options.redirectUris.map(parseRedirectUri);
  const failures: AppError[] = [];
  for (const redirect of redirects.flatMap(asTries)) {
    const door = createDoor(redirect, options);
    try {
      return { redirectUri: (await door.listen()).uri, close: door.close };
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

/** A port that is free on 127.0.0.1 can be taken on ::1; another draw is likely to do. */
const drawsForAnyPort = 8;

const asTries = (redirect: Redirect): readonly Redirect[] =>
  redirect.port === 0 ? Array.from({ length: drawsForAnyPort }, () => redirect) : [redirect];

const parseRedirectUri = (uri: string): Redirect => {
  const redirect = readLoopbackRedirect(uri);
  if (typeof redirect === 'string') throw redirectUriError(redirect);
  const { url, addresses } = redirect;
  return { uri, url, port: Number(url.port === '' ? 80 : url.port), addresses };
};

const redirectUriError = (problem: 'required' | 'not-a-url' | 'not-loopback' | 'bad-format') =>
  new AppError('input.invalid', { fields: { redirectUri: problem } });

/** Gives the URI as text, so that a path that was left out stays left out. */
const withPort = (redirect: Redirect, port: number): Redirect => {
  if (redirect.port !== 0) return redirect;
  const uri = redirect.uri.replace(/^(http:\/\/[^/:]+):0(?=\/|$)/, `$1:${port}`);
  return { ...redirect, uri, url: new URL(uri), port };
};

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
  /** Resolves with the redirect as it is listened on, its port drawn. */
  readonly listen: () => Promise<Redirect>;
  readonly close: () => Promise<void>;
};

/** One attempt at one port: a server for each address, sharing sockets, limits and fate. */
const createDoor = (wanted: Redirect, options: Options): Door => {
  const { clock, decide, acceptsFormPost = false } = options;
  let redirect = wanted;
  /** In the order they came, each with what cancels its time limit. */
  const sockets = new Map<Socket, () => void>();
  const busy = new Set<Socket>();
  const answering = new Set<Socket>();
  let closing: Promise<void> | null = null;

  const admit = (socket: Socket): void => {
    if (closing !== null) {
      socket.destroy();
      return;
    }
    // The oldest goes, not the newest: sockets that only sit there must not keep the browser out.
    if (sockets.size >= maxSockets) sockets.keys().next().value?.destroy();
    sockets.set(
      socket,
      clock.after(socketLifeMs, () => socket.destroy()),
    );
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.get(socket)?.();
      sockets.delete(socket);
      busy.delete(socket);
      answering.delete(socket);
    });
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    // A second request on the same socket, sent before the first was answered.
    if (closing !== null || busy.has(socket)) return;
    busy.add(socket);
    const screening = screenRequest(request, redirect.url, acceptsFormPost);
    switch (screening.kind) {
      case 'refused':
        answering.add(socket);
        answer(response, screening.status, 'refused', acceptsFormPost);
        return;
      case 'query':
        conclude(response, screening.query, 'query');
        return;
      case 'form':
        readForm(request, screening.bytes, (form) => conclude(response, form, 'form'));
        return;
      default:
        assertNever(screening);
    }
  };

  const conclude = (response: ServerResponse, text: string, carrier: Carrier): void => {
    const { socket } = response;
    // While a form came in, another redirect may have been the good one.
    if (closing !== null || socket === null) return;
    answering.add(socket);
    const kind = decide(text, carrier);
    answer(response, kind === 'refused' ? 400 : 200, kind, acceptsFormPost);
    if (kind !== 'refused') void close();
  };

  const servers = wanted.addresses.map(() => createLoopbackServer(admit, handle));

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

  const listen = async (): Promise<Redirect> => {
    for (const [index, host] of wanted.addresses.entries()) {
      const server = servers[index];
      if (server === undefined) continue;
      try {
        redirect = withPort(redirect, await listenOn(server, host, redirect.port));
      } catch (error) {
        // Without IPv6 there is no ::1 that anybody could listen on.
        if (index === 0 || !isWithoutAddress(error)) throw error;
      }
    }
    return redirect;
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
const listenOn = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      // A failed accept (too many open files) is no reason to end the process.
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });

const isWithoutAddress = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
};

/** Reads the announced bytes and no more. Latin-1 keeps every byte apart, so none can hide. */
const readForm = (request: IncomingMessage, bytes: number, done: (form: string) => void): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).subarray(0, bytes).toString('latin1')));
};

const answer = (
  response: ServerResponse,
  status: number,
  kind: AnswerKind,
  acceptsFormPost: boolean,
): void => {
  const { html, headers } = answerPage(kind);
  const allow = acceptsFormPost ? 'GET, POST' : 'GET';
  response.writeHead(status, { ...headers, ...(status === 405 ? { allow } : {}) });
  response.end(html);
};
