import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHttpClient } from '../../../electron/platform/http.ts';
import { createProxiedFetch } from '../../../electron/platform/proxied-fetch.ts';
import { createRouteFinder } from '../../../electron/platform/proxy-routes.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { loggerInto } from '../../support/fakes/logger.ts';
import { createAuthority } from '../../support/network/certificates.ts';
import { freePort } from '../../support/network/raw-socket.ts';
import {
  startConnectProxy,
  startSocksProxy,
  type TinyProxy,
} from '../../support/network/tiny-proxies.ts';
import { startTinyServer, type TinyServer } from '../../support/network/tiny-server.ts';
import { run } from '../../support/processes/processes.ts';

const login = { name: 'ada', password: 'canary:p@ss/word' };
const loginInUrl = `${login.name}:${encodeURIComponent(login.password)}`;

const closers: (() => Promise<unknown>)[] = [];
const closing = <T extends { readonly close: () => Promise<unknown> }>(thing: T): T => {
  closers.push(thing.close);
  return thing;
};

let server: TinyServer;
beforeEach(async () => {
  for (const name of ['http', 'https', 'all', 'no']) {
    vi.stubEnv(`${name}_proxy`, '');
    vi.stubEnv(`${name.toUpperCase()}_PROXY`, '');
  }
  server = closing(await startTinyServer());
  server.answer({ status: 200, body: 'hello' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

const targetPort = (): number => Number(server.url.port);

/** Fetches a name that exists nowhere: only a proxy gets there. */
const fetchThrough = async (
  system = 'DIRECT',
  url = 'http://storage.example/a?code=canary-code',
) => {
  const asked: string[] = [];
  const fetch = createProxiedFetch(
    createRouteFinder(async (origin) => {
      asked.push(origin);
      return system;
    }),
  );
  const answer = fetch(new URL(url), {
    method: 'POST',
    body: 'b',
    redirect: 'manual',
    headers: { connection: 'close' },
  });
  return { asked, answer: answer.then((response) => response.text()), response: answer };
};

describe('N15 a proxy of the environment', () => {
  it.each([
    ['HTTP_PROXY', 'http://'],
    ['http_proxy', 'http://'],
    ['http_proxy', ''],
    ['ALL_PROXY', 'http://'],
    ['all_proxy', 'socks5://'],
    ['all_proxy', 'socks5h://'],
  ])('N15 %s with "%s" is used, with its login', async (name, scheme) => {
    const start = scheme.startsWith('socks') ? startSocksProxy : startConnectProxy;
    const proxy = closing(await start({ targetPort: targetPort(), login }));
    vi.stubEnv(name, `${scheme}${loginInUrl}@127.0.0.1:${proxy.port}`);

    const { asked, answer } = await fetchThrough();
    expect(await answer).toBe('hello');
    expect(proxy.targets).toEqual(['storage.example:80']);
    // The system is not asked, and the proxy learns neither path nor body; nor the server a login.
    expect(asked).toEqual([]);
    expect(proxy.heard.join()).not.toMatch(/canary-code|\/a\b/);
    expect(server.requests).toMatchObject([{ method: 'POST', target: '/a?code=canary-code' }]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    await proxy.idle();
  });

  it('N15 no_proxy names who is reached directly', async () => {
    const proxy = closing(await startConnectProxy({ targetPort: targetPort() }));
    vi.stubEnv('http_proxy', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('no_proxy', 'other.example, .invalid');
    await expect((await fetchThrough('DIRECT', 'http://nobody.invalid/')).answer).rejects.toThrow();
    expect(proxy.targets).toEqual([]);
    expect(await (await fetchThrough()).answer).toBe('hello');
  });

  it('N15 loopback is this computer and never the proxy’s', async () => {
    const proxy = closing(await startConnectProxy({ targetPort: 1 }));
    vi.stubEnv('all_proxy', `http://127.0.0.1:${proxy.port}`);
    const { answer, asked } = await fetchThrough(`PROXY 127.0.0.1:${proxy.port}`, server.url.href);
    expect(await answer).toBe('hello');
    expect([...proxy.targets, ...asked]).toEqual([]);
  });

  it('N15 where the person wants none, neither environment nor system is asked', async () => {
    vi.stubEnv('all_proxy', 'http://127.0.0.1:1');
    let wants = false;
    const findRoutes = createRouteFinder(
      () => Promise.reject(new Error('asked')),
      () => wants,
    );
    const url = new URL('https://storage.example/');
    expect(await findRoutes(url)).toEqual([{ kind: 'direct' }]);
    wants = true;
    expect(await findRoutes(url)).toMatchObject([{ kind: 'proxy', address: '127.0.0.1:1' }]);
  });

  it.each(['http://192.168.0.7:9000/', 'http://[fd00::7]/'])(
    'N15 plain http to %s stays in the own network',
    async (url) => {
      vi.stubEnv('all_proxy', 'http://127.0.0.1:1');
      const findRoutes = createRouteFinder(async () => 'PROXY 127.0.0.1:1');
      expect(await findRoutes(new URL(url))).toEqual([{ kind: 'direct' }]);
      const [secure] = await findRoutes(new URL(url.replace('http:', 'https:')));
      expect(secure).toMatchObject({ kind: 'proxy' });
    },
  );

  it.each(['htp://proxy:1', 'socks4://127.0.0.1:1', 'http://', 'pro xy', 'http://a:b%zz@proxy:1'])(
    'N15 "%s" cannot be followed and is not gone around',
    async (setting) => {
      vi.stubEnv('http_proxy', setting);
      await expect((await fetchThrough()).answer).rejects.toMatchObject({
        code: 'server.unreachable',
        params: { host: 'storage.example', reason: 'proxy-setting' },
      });
    },
  );
});

describe('N15 a proxy of the system', () => {
  let proxy: TinyProxy;
  beforeEach(async () => {
    proxy = closing(await startConnectProxy({ targetPort: targetPort() }));
  });

  it.each([
    ['PROXY $', 'the one named'],
    [' proxy  $ ; DIRECT', 'the first of several'],
    ['PROXY 127.0.0.1:1; PROXY $', 'the next when one does not answer'],
    ['SOCKS 127.0.0.1:1; HTTP $', 'the next when one cannot be spoken to'],
  ])('N15 "%s": %s', async (system) => {
    const { asked, answer } = await fetchThrough(system.replace('$', `127.0.0.1:${proxy.port}`));
    expect(await answer).toBe('hello');
    expect(proxy.targets).toEqual(['storage.example:80']);
    // A proxy script learns the origin alone.
    expect(asked).toEqual(['http://storage.example/']);
    expect(server.requests).toHaveLength(1);
    await proxy.idle();
  });

  it('N15 SOCKS5 is spoken', async () => {
    const socks = closing(await startSocksProxy({ targetPort: targetPort() }));
    const { answer } = await fetchThrough(`SOCKS5 127.0.0.1:${socks.port}`);
    expect(await answer).toBe('hello');
    expect(socks.targets).toEqual(['storage.example:80']);
    await socks.idle();
  });

  it.each(['', 'DIRECT', ' ; '])('N15 "%s" goes straight', async (system) => {
    const { answer } = await fetchThrough(system, 'http://nobody.invalid/');
    await expect(answer).rejects.toMatchObject({ cause: { code: /ENOTFOUND|EAI_AGAIN/ } });
  });

  it('N15 SOCKS of version 4 alone is not gone around', async () => {
    await expect((await fetchThrough('SOCKS 127.0.0.1:1')).answer).rejects.toMatchObject({
      params: { reason: 'proxy-setting' },
    });
  });

  it('N15 a request that was sent is not sent again elsewhere', async () => {
    server.answer('reset');
    const here = `127.0.0.1:${proxy.port}`;
    await expect((await fetchThrough(`PROXY ${here}; PROXY ${here}`)).answer).rejects.toThrow();
    expect(server.requests).toHaveLength(1);
  });

  it('N15 a redirect comes back as it is', async () => {
    server.answer({ status: 302, headers: { location: 'http://elsewhere.example/' } });
    const { response } = await fetchThrough(`PROXY 127.0.0.1:${proxy.port}`);
    expect(await response).toMatchObject({ status: 302 });
    expect(proxy.targets).toEqual(['storage.example:80']);
  });

  it('N15 a proxy script without end is cut off by the deadline', async () => {
    const clock = createClock();
    const fetch = createProxiedFetch(createRouteFinder(() => new Promise(() => undefined)));
    const http = createHttpClient({ clock, fetch });
    const answer = http({
      method: 'GET',
      url: new URL('https://storage.example'),
      deadlineMs: 500,
    });
    clock.advance(500);
    await expect(answer).rejects.toMatchObject({ code: 'server.timeout' });
  });
});

describe('N15 when the way is at fault', () => {
  it.each([
    ['a wrong login', { login: { name: 'ada', password: 'other' } }, 'proxy-login'],
    ['a tunnel refused', { refuseWith: 502 }, 'proxy'],
  ])('N15 %s is told, without the login', async (_, behaviour, reason) => {
    const proxy = closing(await startConnectProxy({ targetPort: targetPort(), ...behaviour }));
    vi.stubEnv('http_proxy', `http://${loginInUrl}@127.0.0.1:${proxy.port}`);
    const error = await (await fetchThrough()).answer.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'server.unreachable',
      params: { host: 'storage.example', proxy: `127.0.0.1:${proxy.port}`, reason },
    });
    expectNoLogin(error);
    expect(server.requests).toEqual([]);
    await proxy.idle();
  });

  it.each(['http', 'socks5'])(
    'N15 a silent %s proxy is told, without the login',
    async (scheme) => {
      const port = await freePort();
      vi.stubEnv('all_proxy', `${scheme}://${loginInUrl}@127.0.0.1:${port}`);
      const error = await (await fetchThrough()).answer.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'server.unreachable',
        params: { proxy: `127.0.0.1:${port}`, reason: 'proxy' },
        retryable: true,
      });
      expectNoLogin(error);
    },
  );

  it('N15 a SOCKS proxy that wants another login is told, without ours', async () => {
    const other = { name: 'ada', password: 'other' };
    const proxy = closing(await startSocksProxy({ targetPort: targetPort(), login: other }));
    vi.stubEnv('all_proxy', `socks5://${loginInUrl}@127.0.0.1:${proxy.port}`);
    const error = await (await fetchThrough()).answer.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ params: { reason: 'proxy-login' } });
    expectNoLogin(error);
  });

  const expectNoLogin = (error: unknown): void => {
    const lines: string[] = [];
    loggerInto(lines).warn('operation failed', { error });
    const written = inspect(error, { depth: 12, showHidden: true }) + lines.join();
    for (const text of [
      login.password,
      encodeURIComponent(login.password),
      btoa(`ada:${login.password}`),
    ]) {
      expect(written).not.toContain(text);
    }
  };
});

describe('N15 TLS through a proxy', async () => {
  const authority = await createAuthority();
  const startSecure = async (): Promise<{ port: number; heard: string[] }> => {
    const heard: string[] = [];
    const secure = createTlsServer(
      await authority.issue('storage.example'),
      (request, response) => {
        heard.push(`${request.headers.host} ${request.headers.authorization}`);
        response.end('hello');
      },
    );
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    closing({ close: async () => secure.close() });
    return { port: (secure.address() as AddressInfo).port, heard };
  };
  const request = async (url: string, proxyPort: number) => {
    const folder = await mkdtemp(join(tmpdir(), 'stowkey-proxies-'));
    closing({ close: () => rm(folder, { recursive: true }) });
    const trusted = join(folder, 'authority.pem');
    await writeFile(trusted, authority.cert);
    return run(
      process.execPath,
      ['--import', 'tsx', 'test/support/network/proxied-request.ts', url],
      {
        env: {
          PATH: process.env.PATH,
          NODE_EXTRA_CA_CERTS: trusted,
          // Without a scheme: http, as for everyone else.
          HTTPS_PROXY: `${loginInUrl}@127.0.0.1:${proxyPort}`,
        },
        timeoutMs: 20_000,
      },
    );
  };

  it('N15 is end to end: the proxy sees a name and a port', async () => {
    const { port, heard } = await startSecure();
    const proxy = closing(await startConnectProxy({ targetPort: port, login }));
    const { stdout, stderr } = await request('https://storage.example/v1', proxy.port);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ status: 200, body: 'hello' });
    expect(proxy.targets).toEqual(['storage.example:443']);
    expect(proxy.heard.join()).not.toContain('canary-b');
    expect(heard).toEqual(['storage.example Bearer canary-bearer']);
  });

  it('N15 a proxy that answers in the server’s place is refused', async () => {
    const { port, heard } = await startSecure();
    const proxy = closing(await startConnectProxy({ targetPort: port, login }));
    const { code, stderr } = await request('https://other.example/v1', proxy.port);
    expect(code).not.toBe(0);
    expect(stderr).toContain("reason: 'tls'");
    expect(heard).toEqual([]);
  });
});
