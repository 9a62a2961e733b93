import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readlink, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { contentSecurityPolicy } from '../../electron/app/bundle.ts';
import { buildBridge } from '../../electron/preload/build-bridge.ts';
import type { Bridge } from '../../shared/contract.ts';
import { packagedAppExecutable } from '../support/app/package-app.ts';
import { programsOf } from '../support/app/release.ts';
import { type Desktop, startDesktop } from '../support/desktop/desktop.ts';
import { startDragSource } from '../support/desktop/drag-source.ts';
import { askFor } from './fixtures.ts';

declare global {
  interface Window {
    readonly stowkey: Bridge;
  }
}

const rootArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let desktop: Desktop;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  desktop = await startDesktop({ keyring: { service: 'none' }, browser: false });
  const running = await desktop.start();
  ({ app, window: page } = running);
  await page.waitForLoadState();
});
test.afterAll(() => desktop.close());
test.afterEach(async () => {
  expect(page.url()).toBe('app://bundle/');
  await expect.poll(() => app.windows().length).toBe(1);
});

/** Runs the program with a profile. */
const startWith = (userData: string, ...list: readonly string[]) =>
  spawn(packagedAppExecutable('test'), [`--user-data-dir=${userData}`, ...rootArguments, ...list], {
    env: desktop.env,
  });

/** Runs it again with this profile and gives its exit code and what it said. */
const startAgain = async (...list: string[]): Promise<{ code: unknown; said: string }> => {
  const child = startWith(desktop.userData, ...list);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'exit');
  return { code, said };
};

/** As it is built; which keys these are is held by the bridge's own tests. */
const bridge = buildBridge({ invoke: async () => {}, on: () => {}, removeListener: () => {} });

test('I6 the page has the bridge and nothing of Node or Electron', async () => {
  const seen = await page.evaluate(() => ({
    keys: Object.fromEntries(
      Object.entries(window.stowkey).map(([group, members]) => [group, Object.keys(members)]),
    ),
    frozen: [window.stowkey, ...Object.values(window.stowkey)].every(Object.isFrozen),
    writable: Reflect.set(window, 'stowkey', 1),
    strangers: [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      'electron',
      'ipcRenderer',
      '__dirname',
    ].filter((name) => name in window),
  }));
  expect(seen).toEqual({
    keys: Object.fromEntries(
      Object.entries(bridge).map(([group, members]) => [group, Object.keys(members)]),
    ),
    frozen: true,
    writable: false,
    strangers: [],
  });
});

test('I3 what structured clone can carry and the contract does not name is refused', async () => {
  const codes = await page.evaluate(async () => {
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    const sent: unknown[] = [
      new Map(),
      new Uint8Array(9),
      loop,
      'x'.repeat(100_000),
      [[]],
      null,
      1,
      new Date(),
    ];
    const verify = window.stowkey.connections.rename as (argument: unknown) => Promise<unknown>;
    const answers: string[] = [];
    for (const argument of sent) {
      const answer = await verify(argument).catch((error: unknown) => ({ thrown: String(error) }));
      answers.push(JSON.stringify(answer));
    }
    return answers;
  });
  for (const code of codes) expect(code).toContain('"code":"call.invalid-argument"');
});

test('I1 another window with the same preload, session and page is refused', async () => {
  const answers = await app.evaluate(async ({ app: program, BrowserWindow }) => {
    const ours = BrowserWindow.getAllWindows()[0];
    if (ours === undefined) throw new Error('no window');
    const other = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${program.getAppPath()}/out/preload/bridge.cjs`,
        session: ours.webContents.session,
        sandbox: true,
      },
    });
    try {
      await other.loadURL('app://bundle/');
      const ask = 'window.stowkey.app.snapshot().then(JSON.stringify)';
      return [
        await other.webContents.executeJavaScript(ask),
        await ours.webContents.executeJavaScript(ask),
      ] as string[];
    } finally {
      other.destroy();
    }
  });
  expect(answers[0]).toContain('"code":"call.refused"');
  expect(answers[1]).toContain('"ok":true');
});

test('W5 the policy goes out as written and holds in the page', async () => {
  const [response] = await Promise.all([page.waitForResponse('app://bundle/'), page.reload()]);
  expect(await response.headerValue('content-security-policy')).toBe(contentSecurityPolicy);
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
      "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  const violations = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(event.effectiveDirective),
    );
    const attempt = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        seen.push((error as Error).name);
      }
    };
    const script = () => document.createElement('script');
    attempt(() => {
      document.body.innerHTML = '<img src=x onerror="window.hacked=1">';
    });
    attempt(() => {
      script().textContent = 'window.hacked=1';
    });
    attempt(() => {
      script().src = 'https://stowkey.invalid/x.js';
    });
    attempt(() => document.body.setAttribute('onclick', 'window.hacked=1'));
    attempt(() => trustedTypesOf().createPolicy('default', {}));
    const style = document.createElement('style');
    style.textContent = '* { display: none }';
    document.head.append(style);
    const image = document.createElement('img');
    await new Promise((done) => {
      image.onerror = done;
      image.src = 'https://stowkey.invalid/x.png';
      document.body.append(image);
    });
    // Outside the evaluation, which the debugger exempts from the rule on eval.
    await new Promise<void>((done) =>
      setTimeout(() => {
        attempt(() => {
          (Reflect.get(window, 'eval') as (text: string) => unknown)('window.hacked=1');
        });
        attempt(() => {
          new Function('window.hacked=1')();
        });
        done();
      }),
    );
    style.remove();
    image.remove();
    function trustedTypesOf(): { createPolicy: (name: string, rules: object) => void } {
      return (window as unknown as { trustedTypes: ReturnType<typeof trustedTypesOf> })
        .trustedTypes;
    }
    return { seen, hacked: 'hacked' in window };
  });
  expect(violations.hacked).toBe(false);
  expect(violations.seen.filter((name) => name === 'TypeError')).toHaveLength(5);
  expect(violations.seen.filter((name) => name === 'EvalError')).toHaveLength(2);
  expect(violations.seen).toContain('style-src-elem');
  expect(violations.seen).toContain('img-src');
});

test('W2 W3 the page stays where it is and opens nothing', async () => {
  const opened = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://stowkey.invalid/';
    document.body.append(link);
    link.click();
    link.target = '_blank';
    link.click();
    link.dispatchEvent(
      new MouseEvent('click', { shiftKey: true, bubbles: true, cancelable: true }),
    );
    link.remove();
    const form = document.createElement('form');
    form.action = 'https://stowkey.invalid/';
    form.method = 'post';
    document.body.append(form);
    form.submit();
    form.remove();
    const refresh = document.createElement('meta');
    refresh.httpEquiv = 'refresh';
    refresh.content = '0;url=https://stowkey.invalid/';
    document.head.append(refresh);
    refresh.remove();
    const results = [
      window.open('https://stowkey.invalid/'),
      window.open('app://bundle/'),
      window.open('about:blank'),
    ];
    location.href = 'https://stowkey.invalid/';
    location.assign('file:///etc/passwd');
    return results.map(String);
  });
  expect(opened).toEqual(['null', 'null', 'null']);
  // A round trip through the page: whatever was to happen to it has happened.
  expect(await page.evaluate(() => location.href)).toBe('app://bundle/');
});

test('W2 what is dropped where nothing takes it leads nowhere, and neither does the way back', async () => {
  // What was prevented before is waited for by Playwright's actions until then.
  await page.reload();
  const dialogs = () => page.evaluate(() => document.querySelectorAll('[role=dialog]').length);
  const source = await startDragSource(desktop.env);
  const drop = async (): Promise<void> => {
    const corner = await page.evaluate(() => {
      const { dataset } = document.documentElement;
      dataset.heard = '';
      document.addEventListener('dragover', () => {
        dataset.heard += '.';
      });
      return { x: window.screenX + 30, y: window.screenY + window.outerHeight - 30 };
    });
    await source.drop(corner, () =>
      // Each comes after the one before was answered, so the source knows whether it may drop.
      page.evaluate(() => (document.documentElement.dataset.heard?.length ?? 0) > 10),
    );
  };
  try {
    // Under this dialog the window takes no drop, so it is the engine's own to deal with.
    await page.getByRole('button', { name: 'Connect account' }).click();
    const opener = page.getByRole('button', { name: 'Import a template' });
    await opener.click();
    await expect.poll(dialogs).toBe(2);
    await drop();
    await page.keyboard.press('Escape');
    // The next key is the sheet's once it has the focus back.
    await expect(opener).toBeFocused();
    await page.keyboard.press('Escape');
    await expect.poll(dialogs).toBe(0);
    // Here the window takes it: whatever was to come of the one before has come.
    await drop();
    await page.getByText('It does not say what to connect').first().waitFor();
  } finally {
    await source.close();
  }
  expect(app.windows()).toHaveLength(1);
  expect(page.url()).toBe('app://bundle/');

  // What the page could put into its history by itself is no more than a mark in it.
  await page.evaluate(() => Object.assign(window, { stays: true }));
  const input = await app.context().newCDPSession(page);
  const back = async (): Promise<void> => {
    await page.evaluate(() => history.back());
    await page.keyboard.press('Alt+ArrowLeft');
    for (const button of ['back', 'forward'] as const) {
      for (const type of ['mousePressed', 'mouseReleased'] as const)
        await input.send('Input.dispatchMouseEvent', { type, button, x: 8, y: 400, clickCount: 1 });
    }
  };
  await back();
  await page.evaluate(() => history.pushState(null, '', '#mark'));
  await back();
  await page.evaluate(() => history.replaceState(null, '', location.pathname));
  await expect.poll(() => page.url()).toBe('app://bundle/');
  expect(await page.evaluate(() => 'stays' in window)).toBe(true);
  expect(await page.title()).toBe('Stowkey');
  await input.detach();
});

test('W4 no frame, plug-in or worker loads', async () => {
  const blocked = await page.evaluate(async () => {
    const place = (name: 'iframe' | 'object' | 'embed', attribute: string): Promise<string> =>
      new Promise((done) => {
        const note = (event: SecurityPolicyViolationEvent): void => done(event.effectiveDirective);
        document.addEventListener('securitypolicyviolation', note, { once: true });
        const element = document.createElement(name);
        try {
          element.setAttribute(attribute, 'https://stowkey.invalid/');
        } catch {
          // Trusted Types, which tell the listener as well.
        }
        document.body.append(element);
        element.remove();
      });
    const results = [
      await place('iframe', 'src'),
      await place('iframe', 'srcdoc'),
      await place('object', 'data'),
      await place('embed', 'src'),
    ];
    const starts: readonly (() => unknown)[] = [
      () => new Worker('app://bundle/index.html'),
      () => new SharedWorker('app://bundle/index.html'),
      () => navigator.serviceWorker.register('app://bundle/index.html'),
    ];
    for (const start of starts) {
      try {
        await start();
        results.push('started');
      } catch (error) {
        results.push((error as Error).name);
      }
    }
    return results;
  });
  const byTrustedTypes = 'require-trusted-types-for';
  expect(blocked).toEqual([
    'frame-src',
    byTrustedTypes,
    byTrustedTypes,
    byTrustedTypes,
    'TypeError',
    'TypeError',
    'TypeError',
  ]);
});

test('W6 nothing leaves the page: no request, no packet', async () => {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end();
  });
  server.on('connection', () => hits.push('connection'));
  server.listen(0, '127.0.0.1');
  const udp = createSocket('udp4').on('message', () => hits.push('datagram'));
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(udp, 'listening')]);
  const tcpPort = (server.address() as AddressInfo).port;
  try {
    await page.evaluate(
      async ({ tcpPort, udpPort }) => {
        const url = `http://127.0.0.1:${tcpPort}`;
        const settled = (element: HTMLElement): Promise<unknown> =>
          new Promise((done) => {
            element.onload = done;
            element.onerror = done;
            document.head.append(element);
          });
        const link = (rel: string, as = ''): HTMLLinkElement =>
          Object.assign(document.createElement('link'), { rel, href: `${url}/${rel}`, as });
        await fetch(`${url}/fetch`).catch(() => {});
        await fetch(`${url}/no-cors`, { mode: 'no-cors' }).catch(() => {});
        navigator.sendBeacon(`${url}/beacon`, 'x');
        await settled(Object.assign(document.createElement('img'), { src: `${url}/image` }));
        await settled(link('stylesheet'));
        await settled(link('preload', 'image'));
        document.head.append(link('preconnect'), link('dns-prefetch'), link('prefetch'));
        await new Promise((done) => {
          try {
            const socket = new WebSocket(`ws://127.0.0.1:${tcpPort}/`);
            socket.onerror = done;
            socket.onclose = done;
          } catch (error) {
            done(error);
          }
        });
        const relay = { username: 'x', credential: 'x' };
        const peer = new RTCPeerConnection({
          iceServers: [
            { urls: `stun:127.0.0.1:${udpPort}` },
            { urls: `turn:127.0.0.1:${udpPort}`, ...relay },
            { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, ...relay },
            { urls: `turns:localhost:${tcpPort}?transport=tcp`, ...relay },
          ],
        });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        if (peer.iceGatheringState !== 'complete') {
          await new Promise<void>((done) => {
            peer.onicegatheringstatechange = () => {
              if (peer.iceGatheringState === 'complete') done();
            };
          });
        }
        peer.close();
        for (const element of document.head.querySelectorAll('img, link[href^="http:"]'))
          element.remove();
      },
      { tcpPort, udpPort: udp.address().port },
    );
    expect(hits).toEqual([]);
  } finally {
    server.close();
    udp.close();
  }
});

test('W7 every permission is denied', async () => {
  const answers = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'screen-wake-lock',
    ];
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state,
          () => 'denied',
        ),
      ),
    );
    const refused = await Promise.all(
      [
        navigator.mediaDevices.getUserMedia({ audio: true }),
        navigator.mediaDevices.getDisplayMedia(),
        navigator.clipboard.readText(),
        new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      ].map((asked) =>
        asked.then(
          () => 'granted',
          () => 'denied',
        ),
      ),
    );
    return [...states, Notification.permission, ...refused];
  });
  expect(new Set(answers)).toEqual(new Set(['denied']));
});

test('I12 a crashed page comes back, with what main knows', async () => {
  const next = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  page = await next;
  await page.waitForLoadState();
  const answer = await page.evaluate(() => window.stowkey.app.snapshot());
  expect(answer.ok).toBe(true);
  await expect.poll(() => app.windows().length).toBe(1);
});

test('M18 W11 a second start shows the first window and leaves', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { code, said } = await startAgain('https://stowkey.invalid/', 'stowkey://x?token=abc');
  expect(code).toBe(0);
  expect(said).not.toContain('token');
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()),
    )
    .toBe(false);
});

/** Who has a profile, as its lock says. */
const ownerOf = (userData: string): Promise<string> =>
  readlink(join(userData, 'SingletonLock')).catch(() => '');

test('M18 of two starts in one moment one has the profile, and the other leaves', async () => {
  for (let round = 0; round < 3; round += 1) {
    const userData = await mkdtemp(join(desktop.keyring.home, 'twice-'));
    const starts = [startWith(userData), startWith(userData)];
    try {
      const left = starts.map(async (child) => {
        const [code] = await once(child, 'exit');
        return { child, code };
      });
      const { child, code } = await Promise.race(left);
      expect(code).toBe(0);
      const [owner] = starts.filter((each) => each !== child);
      expect(owner?.exitCode).toBe(null);
      expect(await ownerOf(userData)).toBe(`${hostname()}-${owner?.pid}`);
    } finally {
      for (const child of starts) child.kill('SIGKILL');
    }
  }
});

test('M18 of two starts the second leaves, where the first does not listen yet', async () => {
  const userData = await mkdtemp(join(desktop.keyring.home, 'slow-'));
  // The lock is there for a second before the socket is; without the delay it is some 400 microseconds.
  const slow = spawn(
    'strace',
    [
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      'trace=listen',
      '-e',
      'inject=listen:delay_enter=1000000',
    ].concat(packagedAppExecutable('test'), `--user-data-dir=${userData}`, ...rootArguments),
    { env: desktop.env },
  );
  await expect.poll(() => ownerOf(userData)).not.toBe('');
  const second = startWith(userData);
  try {
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    expect(slow.exitCode).toBe(null);
    expect(await ownerOf(userData)).not.toBe(`${hostname()}-${second.pid}`);
  } finally {
    for (const pid of programsOf(userData)) process.kill(pid, 'SIGKILL');
  }
});

test('M19 a lock of a process that is gone keeps nobody out', async () => {
  const gone = spawn('true');
  await once(gone, 'exit');
  const locks = {
    'of nobody': `${hostname()}-${gone.pid}`,
    'whose number another program has by now': `${hostname()}-${process.pid}`,
    'of this computer when it had another name': `elsewhere-${gone.pid}`,
  };
  for (const [name, lock] of Object.entries(locks)) {
    const userData = await mkdtemp(join(desktop.keyring.home, 'left-'));
    await symlink(lock, join(userData, 'SingletonLock'));
    const child = startWith(userData);
    try {
      await expect.poll(() => ownerOf(userData), name).toBe(`${hostname()}-${child.pid}`);
      await expect
        .poll(() =>
          askFor(userData, 'x').then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(404);
    } finally {
      child.kill('SIGKILL');
    }
  }
});

test('I10 a flood of calls keeps nobody else from being answered', async () => {
  await page.evaluate(() => {
    const flood = { isOn: true, replies: new Map<string, number>() };
    Object.assign(window, { flood });
    const pour = async (): Promise<void> => {
      while (flood.isOn) {
        const { app, connections, providers } = window.stowkey;
        const calls = Array.from({ length: 1_000 }, (_, index) =>
          [app.snapshot, providers.list, () => connections.verify({} as never)][index % 3]?.(),
        );
        for (const reply of await Promise.all(calls)) {
          const said = reply?.ok ? 'ok' : (reply?.error.code ?? '');
          flood.replies.set(said, (flood.replies.get(said) ?? 0) + 1);
        }
      }
    };
    void pour();
  });
  const replies = () =>
    page.evaluate(() => [
      ...(window as unknown as { flood: { replies: Map<string, number> } }).flood.replies,
    ]);
  await expect.poll(async () => new Map(await replies()).get('call.rate-limited')).toBeTruthy();
  // It ends when it is told to: whoever is answered now is answered in the middle of it.
  for (let asked = 0; asked < 20; asked += 1) {
    expect((await askFor(desktop.userData, 'x')).status).toBe(404);
  }
  await page.evaluate(() => {
    (window as unknown as { flood: { isOn: boolean } }).flood.isOn = false;
  });
  const passed = new Map(await replies());
  expect(passed.get('call.rate-limited')).toBeGreaterThan(passed.get('ok') ?? 0);
});

test('W10 the packaged program does not start with a switch of Chromium', async () => {
  const packaged = await app.evaluate((electron) => electron.app.isPackaged);
  test.skip(!packaged, 'run from the sources, every switch is allowed');
  for (const name of ['remote-debugging-port=0', 'disable-web-security', 'js-flags=--expose-gc']) {
    const { code, said } = await startAgain(`--${name}`);
    expect(code, name).toBe(2);
    expect(said).toContain(`--${name.split('=')[0]} is not a switch`);
  }
});

test('W1 the release has no developer tools', async () => {
  const state = await app.evaluate(({ app: program, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.openDevTools();
    return { packaged: program.isPackaged, open: contents?.isDevToolsOpened() };
  });
  test.skip(!state.packaged, 'run from the sources, they are there');
  expect(state.open).toBe(false);
});
