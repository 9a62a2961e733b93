import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnswerKind } from '../../electron/oauth/redirect/answer-page.ts';
import { type LoopbackServer, openLoopbackServer } from '../../electron/oauth/redirect/server.ts';
import { createClock, type FakeClock } from '../support/fakes/clock.ts';
import {
  freePort,
  get,
  isListening,
  openSocket,
  readToEnd,
  requestText,
  sendRaw,
} from '../support/network/raw-socket.ts';
import { codeOf } from '../support/oauth/start-attempt.ts';

type Opened = {
  readonly server: LoopbackServer;
  readonly port: number;
  readonly clock: FakeClock;
  /** Every query that got as far as being judged. */
  readonly queries: readonly string[];
};

const openServers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(openServers.splice(0).map((server) => server.close()));
});

const open = async (kind: AnswerKind = 'accepted'): Promise<Opened> => {
  const port = await freePort();
  const clock = createClock();
  const queries: string[] = [];
  const server = await openLoopbackServer({
    redirectUris: [`http://127.0.0.1:${port}/callback`],
    clock,
    decide: (query) => {
      queries.push(query);
      return query.includes('genuine') ? kind : 'refused';
    },
  });
  openServers.push(server);
  return { server, port, clock, queries };
};

/** The flow was not affected: nothing was judged, and the genuine redirect still gets through. */
const expectStillWaiting = async ({ port, queries }: Opened): Promise<void> => {
  expect(queries).toEqual([]);
  expect((await get(port, '/callback?genuine=1')).status).toBe(200);
  expect(queries).toEqual(['genuine=1']);
};

const lanAddresses = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);

describe('loopback server', () => {
  it.skipIf(lanAddresses.length === 0)('L1 refuses connections to the LAN address', async () => {
    const { port } = await open();
    for (const address of lanAddresses) expect(await isListening(port, address)).toBe(false);
  });

  it('L1 listens on no other loopback address', async () => {
    const { port } = await open();
    expect(await isListening(port)).toBe(true);
    expect(await isListening(port, '127.0.0.2')).toBe(false);
    expect(await isListening(port, '::1')).toBe(false);
  });

  it.each([
    'http://0.0.0.0:28521/callback',
    'http://192.168.1.10:28521/callback',
    'http://127.0.0.1.nip.io:28521/callback',
    'http://[::]:28521/callback',
    'https://127.0.0.1:28521/callback',
    'http://user@127.0.0.1:28521/callback',
    'http://127.0.0.1:28521/callback?x=1',
    'http://127.0.0.1:28521/callback#x',
    'callback',
  ])('L1 never listens for %s', async (uri) => {
    const opening = openLoopbackServer({
      redirectUris: [uri],
      clock: createClock(),
      decide: () => 'refused',
    });
    expect(await codeOf(opening)).toBe('input.invalid');
  });

  describe('L3 refuses with 421 and keeps waiting', () => {
    const hosts = (port: number): Readonly<Record<string, string>> => ({
      'a foreign Host': 'Host: attacker.test\r\n',
      'a foreign Host with our port': `Host: attacker.test:${port}\r\n`,
      'a rebinding Host': `Host: 127.0.0.1.nip.io:${port}\r\n`,
      'a localhost sub-domain': `Host: localhost.attacker.test:${port}\r\n`,
      localhost: `Host: localhost:${port}\r\n`,
      'the right address without port': 'Host: 127.0.0.1\r\n',
      'the right address with another port': `Host: 127.0.0.1:${port + 1}\r\n`,
      'another spelling of the address': `Host: 127.1:${port}\r\n`,
      'a trailing dot': `Host: 127.0.0.1.:${port}\r\n`,
      'a missing Host': '',
      'an empty Host': 'Host:\r\n',
      'two Hosts, ours first': `Host: 127.0.0.1:${port}\r\nHost: attacker.test\r\n`,
      'two Hosts, both ours': `Host: 127.0.0.1:${port}\r\nHost: 127.0.0.1:${port}\r\n`,
      'a list in one Host': `Host: 127.0.0.1:${port}, attacker.test\r\n`,
      'userinfo in Host': `Host: a@127.0.0.1:${port}\r\n`,
    });
    it.each(Object.keys(hosts(1)))('%s', async (name) => {
      const opened = await open();
      const line = hosts(opened.port)[name] ?? '';
      const answer = await sendRaw(
        opened.port,
        `GET /callback?genuine=1 HTTP/1.1\r\n${line}X: y\r\n\r\n`,
      );
      expect(answer.status).toBe(421);
      await expectStillWaiting(opened);
    });
  });

  it('L4 refuses HTTP/1.0 without Host', async () => {
    const opened = await open();
    const answer = await sendRaw(opened.port, 'GET /callback?genuine=1 HTTP/1.0\r\n\r\n');
    expect(answer.status).toBe(421);
    await expectStillWaiting(opened);
  });

  it.each([
    '/',
    '/favicon.ico',
    '/callback/',
    '/Callback?genuine=1',
    '/callback%3Fgenuine=1',
    '/%63allback?genuine=1',
    '//callback?genuine=1',
    '/x/../callback?genuine=1',
    '/callback;a?genuine=1',
    'http://127.0.0.1/callback?genuine=1',
    '*',
  ])('L4 answers 404 for the path %s without consuming the one shot', async (target) => {
    const opened = await open();
    expect((await get(opened.port, target)).status).toBe(404);
    await expectStillWaiting(opened);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'PROPFIND'])(
    'L4 answers 405 to %s',
    async (method) => {
      const opened = await open();
      const answer = await sendRaw(
        opened.port,
        requestText(opened.port, '/callback?genuine=1', {}, method),
      );
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET');
      await expectStillWaiting(opened);
    },
  );

  it('L4 closes CONNECT and answers no upgrade', async () => {
    const opened = await open();
    const { port } = opened;
    expect((await sendRaw(port, requestText(port, '127.0.0.1:80', {}, 'CONNECT'))).status).toBe(0);
    const headers = { Upgrade: 'websocket', Connection: 'Upgrade', Origin: 'https://evil.example' };
    expect((await get(port, '/callback?genuine=1', headers)).status).toBe(403);
    await expectStillWaiting(opened);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['Content-Length', { 'Content-Length': '5' }],
    ['chunked', { 'Transfer-Encoding': 'chunked' }],
    ['Expect: 100-continue', { 'Content-Length': '5', Expect: '100-continue' }],
  ])('L4 refuses a GET with a body (%s)', async (_, headers) => {
    const opened = await open();
    expect((await get(opened.port, '/callback?genuine=1', headers)).status).toBe(400);
    await expectStillWaiting(opened);
  });

  it('L5 answers 400 to what the judge refuses and waits on', async () => {
    const { port, queries } = await open();
    const first = await get(port, '/callback?code=1&state=wrong');
    const second = await get(port, '/callback');
    expect([first.status, second.status]).toEqual([400, 400]);
    expect(second.body).toBe(first.body);
    expect(queries).toEqual(['code=1&state=wrong', '']);
    expect((await get(port, '/callback?genuine=1')).status).toBe(200);
  });

  describe('L7 survives', () => {
    it.each<[string, string]>([
      ['a query of 1 MB', `/callback?genuine=1&x=${'a'.repeat(1_000_000)}`],
      ['10,000 parameters', `/callback?genuine=1${'&a=b'.repeat(10_000)}`],
    ])('%s', async (_, target) => {
      const opened = await open();
      expect([0, 400]).toContain((await get(opened.port, target)).status);
      await expectStillWaiting(opened);
    });

    it('headers over 16 KiB', async () => {
      const opened = await open();
      const answer = await get(opened.port, '/callback?genuine=1', { X: 'a'.repeat(17_000) });
      expect([0, 400]).toContain(answer.status);
      await expectStillWaiting(opened);
    });

    it.each<[string, string | Buffer]>([
      ['a TLS client hello', Buffer.from('16030100a5010000a10303', 'hex')],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['rubbish', '\0\0\0 \r\n\r\n'],
      ['a line without CR', 'GET /callback?genuine=1 HTTP/1.1\nHost: a\n\n'],
      ['a control character in the target', 'GET /callback?genuine=\x01 HTTP/1.1\r\n\r\n'],
      ['smuggled lengths', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ])('%s', async (_, bytes) => {
      const opened = await open();
      expect([0, 400, 421]).toContain((await sendRaw(opened.port, bytes)).status);
      await expectStillWaiting(opened);
    });

    it('a request that drips, which is cut off after 10 s however often it sends', async () => {
      const opened = await open();
      const socket = await openSocket(opened.port);
      const ended = readToEnd(socket);
      socket.write('GET /callback?genuine=1 HT');
      // Connections are accepted in order, so after this answer the dripping one is known.
      await get(opened.port, '/favicon.ico');
      opened.clock.advance(9_999);
      expect(socket.destroyed).toBe(false);
      socket.write('TP/1.1\r\n');
      opened.clock.advance(1);
      expect(await ended).toBe('');
      await expectStillWaiting(opened);
    });

    it('200 idle sockets, of which it keeps 32', async () => {
      const opened = await open();
      const sockets = await Promise.all(Array.from({ length: 200 }, () => openSocket(opened.port)));
      let ended = 0;
      const enough = new Promise<void>((resolve) => {
        for (const socket of sockets) {
          void readToEnd(socket).then(() => {
            ended += 1;
            if (ended === 200 - 31) resolve();
          });
        }
      });
      expect((await get(opened.port, '/favicon.ico')).status).toBe(404);
      await enough;
      await expectStillWaiting(opened);
      for (const socket of sockets) socket.destroy();
    });
  });

  it('L8 judges nothing after the first good redirect, sent twice at once', async () => {
    const { port, queries } = await open();
    const text = requestText(port, '/callback?genuine=1');
    const [early, late] = [await openSocket(port), await openSocket(port)];
    const answers = Promise.all([readToEnd(early), readToEnd(late)]);
    early.write(text);
    late.write(text);
    const [first, second] = await answers;
    expect([first, second].filter((answer) => answer?.startsWith('HTTP/1.1 200'))).toHaveLength(1);
    expect(queries).toHaveLength(1);
    expect(await isListening(port)).toBe(false);
  });

  it('L8 ignores a second request pipelined behind a refused one', async () => {
    const opened = await open();
    const { port } = opened;
    const text = requestText(port, '/favicon.ico') + requestText(port, '/callback?genuine=2');
    expect((await sendRaw(port, text)).status).toBe(404);
    await expectStillWaiting(opened);
  });

  describe('L11 refuses with 403', () => {
    it.each<[string, Readonly<Record<string, string>>]>([
      ['a foreign Origin', { Origin: 'https://evil.example' }],
      ['Origin null', { Origin: 'null' }],
      ['an empty Origin', { Origin: '' }],
      ['fetch', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
      ['no-cors', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
      ['an image', { 'Sec-Fetch-Dest': 'image' }],
      ['a frame', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
      ['an object', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'object' }],
      ['a web socket', { 'Sec-Fetch-Mode': 'websocket' }],
      ['an empty mode', { 'Sec-Fetch-Mode': '' }],
      ['a prefetch', { 'Sec-Purpose': 'prefetch;prerender', 'Sec-Fetch-Mode': 'navigate' }],
    ])('%s', async (_, headers) => {
      const opened = await open();
      const answer = await get(opened.port, '/callback?genuine=1', headers);
      expect(answer.status).toBe(403);
      expect(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
      await expectStillWaiting(opened);
    });
  });

  it('L11 lets the cross-site top-level navigation pass', async () => {
    const { port } = await open();
    const answer = await get(port, '/callback?genuine=1', {
      Referer: 'https://provider.example/',
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
      'Sec-Fetch-User': '?1',
      'Upgrade-Insecure-Requests': '1',
      Connection: 'keep-alive',
    });
    expect(answer.status).toBe(200);
  });

  it.each<AnswerKind>(['accepted', 'denied', 'failed'])(
    'L12 answers %s with a fixed page, whole, that reflects nothing',
    async (kind) => {
      const [one, two] = [await open(kind), await open(kind)];
      const plain = await get(one.port, '/callback?genuine=1');
      const hostile = await get(two.port, '/callback?genuine=%3Cscript%3Ecanary%3C/script%3E', {
        'User-Agent': '<b>canary</b>',
      });
      expect(plain.status).toBe(200);
      expect(hostile.body).toBe(plain.body);
      expect(plain.body).not.toContain('canary');
      expect(Buffer.byteLength(plain.body)).toBe(Number(plain.headers.get('content-length')));
      expect(plain.body.trimEnd().endsWith('</html>')).toBe(true);
      expect(Object.fromEntries(plain.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-type': 'text/html; charset=utf-8',
        connection: 'close',
      });
      expect(plain.headers.has('location')).toBe(false);
    },
  );

  it('L13 names a port that is in use, and takes the next of the list', async () => {
    const [taken, next] = [await freePort(), await freePort()];
    const other = createServer().listen(taken, '127.0.0.1');
    await once(other, 'listening');
    const options = { clock: createClock(), decide: (): AnswerKind => 'refused' };
    const uri = (port: number): string => `http://127.0.0.1:${port}/callback`;

    await expect(
      openLoopbackServer({ ...options, redirectUris: [uri(taken)] }),
    ).rejects.toMatchObject({
      code: 'oauth.port-in-use',
      params: { port: taken, ports: `${taken}` },
    });
    const server = await openLoopbackServer({ ...options, redirectUris: [uri(taken), uri(next)] });
    openServers.push(server);
    expect(server.redirectUri).toBe(uri(next));
    other.close();
  });

  it('L13 tries the list only, and then names the first port', async () => {
    const first = await open();
    const second = await open();
    const opening = openLoopbackServer({
      redirectUris: [first, second].map(({ server }) => server.redirectUri),
      clock: createClock(),
      decide: () => 'refused',
    });
    await expect(opening).rejects.toMatchObject({
      code: 'oauth.port-in-use',
      params: { port: first.port, ports: `${first.port}, ${second.port}` },
      retryable: true,
    });
  });

  it('L13 names a port that the system keeps for itself', async () => {
    const port = await freePort();
    vi.spyOn(Server.prototype, 'listen').mockImplementationOnce(function (this: Server) {
      queueMicrotask(() => this.emit('error', Object.assign(new Error(), { code: 'EACCES' })));
      return this;
    });
    const opening = openLoopbackServer({
      redirectUris: [`http://127.0.0.1:${port}/callback`],
      clock: createClock(),
      decide: () => 'refused',
    });
    await expect(opening).rejects.toMatchObject({ code: 'oauth.port-reserved', params: { port } });
  });

  it('L19 cannot be joined by a second listener, on its address or on all', async () => {
    const { port } = await open();
    for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
      const thief = createServer();
      thief.listen({ port, host });
      const [error] = await once(thief, 'error');
      expect(error).toMatchObject({ code: 'EADDRINUSE' });
    }
  });

  it('L2 delivers the answer whole even when closed in the middle of it', async () => {
    const port = await freePort();
    const server = await openLoopbackServer({
      redirectUris: [`http://127.0.0.1:${port}/callback`],
      clock: createClock(),
      decide: () => {
        void server.close();
        return 'accepted';
      },
    });
    const answer = await get(port, '/callback?genuine=1');
    expect(answer.status).toBe(200);
    expect(Buffer.byteLength(answer.body)).toBe(Number(answer.headers.get('content-length')));
    await server.close();
    expect(await isListening(port)).toBe(false);
  });

  it('L2 frees port, sockets and timers on close, twice over', async () => {
    const { server, port, clock } = await open();
    const idle = await openSocket(port);
    const ended = readToEnd(idle);
    await get(port, '/favicon.ico');
    await Promise.all([server.close(), server.close()]);
    expect(await ended).toBe('');
    expect(await isListening(port)).toBe(false);
    expect(clock.pendingTimers()).toBe(0);
  });
});
