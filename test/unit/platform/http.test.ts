import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { isSecureOrLoopback } from '../../../electron/platform/address-policy.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import { toHttpError, unreachableReason } from '../../../electron/platform/http-errors.ts';
import type { HttpRequest } from '../../../electron/platform/interfaces.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { selfSignedFor } from '../../support/network/certificates.ts';
import { freePort } from '../../support/network/raw-socket.ts';

type Peer = {
  readonly url: URL;
  readonly host: string;
  /** All that clients sent, by connection. */
  readonly received: string[];
  /** Resolves when the first request's headers are in. */
  readonly asked: Promise<void>;
  /** Resolves when the client's connection is gone. */
  readonly left: Promise<void>;
};

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

/** Speaks whatever bytes the test writes once a request has arrived. */
const serve = async (reply: (socket: Socket) => void, secure = false): Promise<Peer> => {
  const received: string[] = [];
  const [asked, left] = [deferred(), deferred()];
  const onSocket = (socket: Socket): void => {
    sockets.add(socket);
    const index = received.push('') - 1;
    socket.on('error', () => undefined);
    socket.on('close', left.resolve);
    socket.on('data', (chunk: Buffer) => {
      const isFirst = received[index] === '';
      received[index] += chunk.toString();
      if (!isFirst) return;
      asked.resolve();
      reply(socket);
    });
  };
  const server = secure
    ? createTlsServer(await selfSignedFor('127.0.0.1'), onSocket)
    : createTcpServer(onSocket);
  server.on('tlsClientError', () => left.resolve());
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  const url = new URL(`${secure ? 'https' : 'http'}://${host}/v1/access?canary=1`);
  return { url, host, received, asked: asked.promise, left: left.promise };
};

const head = (headers = '', status = '200 OK'): string => `HTTP/1.1 ${status}\r\n${headers}\r\n`;
const text = (body: string, status = '200 OK', headers = ''): string =>
  head(`Content-Length: ${Buffer.byteLength(body)}\r\n${headers}`, status) + body;
const replying = (bytes: string | Buffer) => serve((socket) => void socket.end(bytes));

const setUp = () => {
  const clock = createClock();
  const answered = deferred();
  const http = createHttpClient({
    clock,
    fetch: async (...args) => {
      const response = await fetch(...args);
      answered.resolve();
      return response;
    },
  });
  const send = (url: URL, rest: Partial<HttpRequest> = {}) => http({ method: 'GET', url, ...rest });
  const failure = async (url: URL, rest: Partial<HttpRequest> = {}): Promise<AppError> => {
    const error = await send(url, rest).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error(`not an AppError: ${String(error)}`);
    // What crosses the bridge carries neither the query nor the system's own text.
    expect(JSON.stringify([error.message, error.params])).not.toMatch(/canary|connect|socket/);
    expect(clock.pendingTimers()).toBe(0);
    return error;
  };
  return { clock, send, failure, answered: answered.promise };
};

describe('http client', () => {
  it('sends method, headers and body, and returns status, headers and body', async () => {
    const peer = await replying(text('{"ok":"ä"}', '201 Created', 'X-Answer: yes\r\n'));
    const { send, clock } = setUp();
    const response = await send(peer.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(response.status).toBe(201);
    expect(response.body).toBe('{"ok":"ä"}');
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(peer.received[0]).toMatch(/^POST \/v1\/access\?canary=1 HTTP\/1\.1\r\n/);
    expect(peer.received[0]?.toLowerCase()).toContain('content-type: application/json');
    expect(peer.received[0]).toMatch(/connection: close/i);
    await peer.left;
    expect(clock.pendingTimers()).toBe(0);
  });

  it('returns 401, 500 and an empty 204 like any answer', async () => {
    for (const status of ['401 No', '403 No', '429 Wait', '500 Oops']) {
      const peer = await replying(text('why', status));
      expect(await setUp().send(peer.url)).toMatchObject({
        status: Number(status.slice(0, 3)),
        body: 'why',
      });
    }
    const empty = await replying(head('', '204 No Content'));
    expect(await setUp().send(empty.url)).toMatchObject({ status: 204, body: '' });
  });

  it('N2 calls a 407 unreachable, as fetch gives it to nobody', async () => {
    const peer = await replying(text('why', '407 Proxy Authentication Required'));
    expect((await setUp().failure(peer.url)).code).toBe('server.unreachable');
  });

  it.each([301, 302, 303, 307, 308])(
    'N1 returns a %s as it is and follows nothing',
    async (status) => {
      const target = await replying(text('stolen'));
      const peer = await replying(text('', `${status} Moved`, `Location: ${target.url.href}\r\n`));
      const { send } = setUp();
      const response = await send(peer.url, {
        method: 'POST',
        headers: { authorization: 'Bearer canary' },
        body: 'canary',
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('location')).toBe(target.url.href);
      expect(target.received).toEqual([]);
    },
  );

  it.each([
    'http://provider.example/',
    'http://localhost:1/',
    'http://127.0.0.1.evil.example/',
    'http://[::2]/',
    'http://0.0.0.0/',
    'https://user@provider.example/',
    'https://:password@provider.example/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
  ])('L16 refuses %s before anything is sent', async (href) => {
    expect(isSecureOrLoopback(new URL(href))).toBe(false);
    expect((await setUp().failure(new URL(href))).code).toBe('server.insecure');
  });

  it.each([
    'https://provider.example/',
    'http://127.0.0.1/',
    'http://127.1:80/',
    'http://[::1]:1/',
  ])('L16 allows %s', (href) => {
    expect(isSecureOrLoopback(new URL(href))).toBe(true);
  });

  it.each([
    'http://provider.example/',
    'http://localhost:1/',
    'http://8.8.8.8/',
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://192.168.1.5.evil.example/',
    'http://user@192.168.1.5/',
  ])('L16 refuses %s even where http at home is allowed', async (href) => {
    const error = await setUp().failure(new URL(href), { privateHttp: true });
    expect(error.code).toBe('server.insecure');
  });

  it('L16 lets http to a private address pass only for a request that says so', async () => {
    const asked: string[] = [];
    const http = createHttpClient({
      clock: createClock(),
      fetch: async (url) => {
        asked.push(String(url));
        return new Response('');
      },
    });
    const url = new URL('http://192.168.1.5:9000/');
    await expect(http({ method: 'GET', url })).rejects.toMatchObject({ code: 'server.insecure' });
    expect(asked).toEqual([]);
    expect(await http({ method: 'GET', url, privateHttp: true })).toMatchObject({ status: 200 });
    expect(asked).toEqual([url.href]);
  });

  it('keeps a header that cannot be sent out of the error', async () => {
    const peer = await replying(text('hello'));
    const headers = { authorization: 'Bearer canary\n!' };
    const error = await setUp().failure(peer.url, { headers });
    expect(error.code).toBe('server.unreachable');
    expect(inspect(error, { depth: null })).not.toContain('canary');
    expect(peer.received).toEqual([]);
  });

  it('N2 tells a refused connection', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    expect(await setUp().failure(new URL(`http://${host}/?canary`))).toMatchObject({
      code: 'server.unreachable',
      params: { host, reason: 'refused' },
      retryable: true,
    });
  });

  it('N2 tells a name that does not resolve', async () => {
    const error = await setUp().failure(new URL('https://nothing.invalid/?canary'));
    expect(error).toMatchObject({
      code: 'server.unreachable',
      params: { host: 'nothing.invalid', reason: 'dns' },
    });
  });

  it('N2 tells a self-signed certificate and sends nothing', async () => {
    const peer = await serve((socket) => void socket.end(text('secret')), true);
    expect(await setUp().failure(peer.url)).toMatchObject({
      code: 'server.unreachable',
      params: { host: peer.host, reason: 'tls' },
      retryable: false,
    });
    expect(peer.received.join('')).toBe('');
  });

  it('N2 tells a server that speaks no TLS', async () => {
    const peer = await replying(text('plain'));
    const url = new URL(peer.url.href.replace('http:', 'https:'));
    expect(await setUp().failure(url)).toMatchObject({
      code: 'server.unreachable',
      params: { reason: 'not-tls' },
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['before the answer', (socket) => socket.resetAndDestroy()],
    ['silently before the answer', (socket) => socket.end()],
    [
      'in the middle of the body',
      (socket) =>
        socket.write(`${head('Content-Length: 99\r\n')}half`, () => socket.resetAndDestroy()),
    ],
    ['with a body cut short', (socket) => socket.end(`${head('Content-Length: 99\r\n')}half`)],
    [
      'with a chunked body cut short',
      (socket) => socket.end(`${head('Transfer-Encoding: chunked\r\n')}4\r\nhalf\r\n`),
    ],
  ])('N2 tells a connection that ends %s', async (_, reply) => {
    const peer = await serve(reply);
    expect(await setUp().failure(peer.url)).toMatchObject({
      code: 'server.unreachable',
      params: { host: peer.host, reason: 'reset' },
      retryable: true,
    });
  });

  it.each<[string, string | Buffer]>([
    ['rubbish', 'hello there\r\n\r\n'],
    ['broken compression', text('no gzip at all', '200 OK', 'Content-Encoding: gzip\r\n')],
    ['two lengths', head('Content-Length: 1\r\nContent-Length: 2\r\n')],
    ['headers without end', `${head()}`.replace(/\r\n$/, `X: ${'a'.repeat(200_000)}\r\n\r\n`)],
  ])('N2 calls %s an invalid response', async (_, bytes) => {
    const peer = await replying(bytes);
    expect(await setUp().failure(peer.url)).toMatchObject({
      code: 'server.invalid-response',
      params: { host: peer.host },
    });
  });

  it('N2 knows the parser’s error by its name where it has no code, as since Node 24', () => {
    const cause = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError' });
    const error = new TypeError('fetch failed', { cause });
    expect(toHttpError(error, 'host', 0).code).toBe('server.invalid-response');
  });

  it('N3 gives up on headers that do not come, exactly at the deadline', async () => {
    const peer = await serve((socket) => void socket.write('HTTP/1.1 200 OK\r\nX-Slow: '));
    const { failure, clock } = setUp();
    const failing = failure(peer.url);
    await peer.asked;
    clock.advance(29_999);
    expect(clock.pendingTimers()).toBe(1);
    clock.advance(1);
    expect(await failing).toMatchObject({
      code: 'server.timeout',
      params: { host: peer.host, seconds: 30 },
      retryable: true,
    });
    await peer.left;
  });

  it('N3 gives up on a body that does not end, at the deadline asked for', async () => {
    const peer = await serve((socket) => void socket.write(`${head('Content-Length: 9\r\n')}half`));
    const { failure, clock, answered } = setUp();
    const failing = failure(peer.url, { deadlineMs: 1_500 });
    await answered;
    clock.advance(1_500);
    expect(await failing).toMatchObject({
      code: 'server.timeout',
      params: { host: peer.host, seconds: 2 },
    });
    await peer.left;
  });

  const pour = (socket: Socket): void => {
    if (!socket.destroyed) socket.write('a'.repeat(65_536), () => pour(socket));
  };

  it('N3 stops an endless body at 1 MiB and hangs up', async () => {
    const peer = await serve((socket) => {
      socket.write(head());
      pour(socket);
    });
    expect(await setUp().failure(peer.url)).toMatchObject({
      code: 'server.invalid-response',
      params: { host: peer.host },
    });
    await peer.left;
  });

  it('N3 takes a body of the largest size and refuses one byte more', async () => {
    const exact = await replying(text('a'.repeat(1000)));
    const over = await replying(text('a'.repeat(1001)));
    const { send, failure } = setUp();
    expect((await send(exact.url, { maxBodyBytes: 1000 })).body).toHaveLength(1000);
    expect((await failure(over.url, { maxBodyBytes: 1000 })).code).toBe('server.invalid-response');
  });

  it('N3 counts what comes out of compression', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    const headers = `Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n`;
    const peer = await replying(Buffer.concat([Buffer.from(head(headers)), bomb]));
    expect((await setUp().failure(peer.url)).code).toBe('server.invalid-response');
  });

  it('L14 cancels before, during headers and during the body', async () => {
    const before = new AbortController();
    before.abort();
    const untouched = await replying(text(''));
    expect((await setUp().failure(untouched.url, { signal: before.signal })).code).toBe(
      'operation.cancelled',
    );
    expect(untouched.received).toEqual([]);

    const headers = new AbortController();
    const silent = await serve(() => undefined);
    const waiting = setUp().failure(silent.url, { signal: headers.signal });
    await silent.asked;
    headers.abort(new Error('canary'));
    expect((await waiting).code).toBe('operation.cancelled');
    await silent.left;

    const body = new AbortController();
    const slow = await serve((socket) => void socket.write(head('Content-Length: 9\r\n')));
    const { failure, answered } = setUp();
    const reading = failure(slow.url, { signal: body.signal });
    await answered;
    body.abort();
    expect((await reading).code).toBe('operation.cancelled');
    await slow.left;
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    // Of OpenSSL and of BoringSSL, Electron's, which says this to whatever is no TLS.
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    // OpenSSL's alone: a request in the place of an answer, and a length that no record has.
    ['ERR_SSL_HTTP_REQUEST', 'not-tls'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-tls'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls'],
    ['EAI_AGAIN', 'dns'],
    ['ENETUNREACH', 'offline'],
    ['EHOSTUNREACH', 'offline'],
    ['EPIPE', 'reset'],
    ['EMFILE', 'other'],
    ['', 'other'],
    ['constructor', 'other'],
  ])('N2 sorts %s as %s', (code, reason) => {
    expect(unreachableReason(code)).toBe(reason);
  });
});
