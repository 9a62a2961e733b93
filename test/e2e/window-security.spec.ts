import type { Page } from 'playwright';
import { contentSecurityPolicy } from '../../electron/app/bundle.ts';
import { windowPartition } from '../../electron/app/web-preferences.ts';
import { channels } from '../../shared/channels.ts';
import type { Desktop } from '../support/desktop.ts';
import { type Driven, drive, expect, test } from './fixtures.ts';

/** What `window.stowkey` has to be, group by group, as the channel table says. */
const documented = Object.fromEntries(
  Object.entries(channels).map(([group, names]) => [
    group,
    Object.entries(names)
      .map(([name, kind]) =>
        kind === 'call' ? name : `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      )
      .sort(),
  ]),
);

let desktop: Desktop;
let driven: Driven;
let page: Page;

test('the window is shut towards the world, its own program, and itself', async ({
  startDesktop,
}) => {
  desktop = await startDesktop({ keyring: { service: 'none' }, browser: false });
  driven = await drive(desktop);
  page = driven.window;
  await driven.ui.button('Connect account').waitFor();
  const origin = desktop.world.storx.origin;

  await test.step('I6 has the documented bridge, frozen, and nothing of Node or Electron', async () => {
    const found = await page.evaluate(() => {
      const { stowkey } = window as unknown as { stowkey: Record<string, object> };
      return {
        groups: Object.fromEntries(
          Object.entries(stowkey).map(([group, calls]) => [group, Object.keys(calls).sort()]),
        ),
        frozen: [stowkey, ...Object.values(stowkey)].every((each) => Object.isFrozen(each)),
        replaced: Reflect.set(window, 'stowkey', null),
        foreign: ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname']
          .concat(['ipcRenderer', 'electron', 'setImmediate'])
          .filter((name) => name in window),
      };
    });
    expect(found).toEqual({ groups: documented, frozen: true, replaced: false, foreign: [] });
  });

  await test.step('W5 is served with the literal policy', async () => {
    const policy = await driven.app.evaluate(async ({ session }, partition) => {
      const answer = await session.fromPartition(partition).fetch('app://bundle/');
      return answer.headers.get('content-security-policy');
    }, windowPartition);
    expect(policy).toBe(contentSecurityPolicy);
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });

  await test.step('W5 runs no code that is not a file of its own', async () => {
    const ran = await page.evaluate(
      (address) =>
        new Promise<readonly string[]>((resolve) => {
          const marks: string[] = [];
          Object.assign(window, { mark: (name: string) => marks.push(name) });
          // Not at once: what Playwright evaluates may make code from strings, a page's own may not.
          setTimeout(() => {
            const attempt = (run: () => unknown): void => {
              try {
                run();
              } catch {
                // Refused, as it should be.
              }
            };
            const add = (tag: string, fill: (element: HTMLElement) => void): void =>
              attempt(() => {
                const element = document.createElement(tag);
                fill(element);
                document.body.append(element);
              });
            const evaluate = Reflect.get(window, 'eval') as (text: string) => unknown;
            attempt(() => evaluate("mark('eval')"));
            attempt(() => new Function("mark('Function')")());
            attempt(() => setTimeout("mark('timer')" as unknown as () => void));
            add('script', (it) => it.append("mark('inline script')"));
            add('script', (it) => it.setAttribute('src', `${address}/probe.js`));
            add('img', (it) => {
              it.setAttribute('onerror', "mark('inline handler')");
              it.setAttribute('src', 'app://bundle/none.png');
            });
            attempt(() => {
              document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=mark("html")>');
              marks.push('html sink');
            });
            attempt(() => new Worker(URL.createObjectURL(new Blob([''])))?.terminate());
            setTimeout(() => resolve(marks), 500);
          }, 0);
        }),
      origin,
    );
    expect(ran).toEqual([]);
  });

  await test.step('W6 reaches no network by any way', async () => {
    const reached = await page.evaluate(async (address) => {
      const failure = (what: string, work: Promise<unknown>): Promise<string | null> =>
        work.then(
          () => what,
          () => null,
        );
      const settled = (
        target: EventTarget,
        good: string,
        start: () => void = () => {},
      ): Promise<void> =>
        new Promise((resolve, reject) => {
          target.addEventListener(good, () => resolve());
          target.addEventListener('error', () => reject(new Error('refused')));
          start();
        });
      const image = new Image();
      const request = new XMLHttpRequest();
      const link = document.createElement('link');
      return Promise.all([
        failure('fetch', fetch(`${address}/probe`)),
        failure('fetch https', fetch('https://example.invalid/')),
        failure('fetch file', fetch('file:///etc/hostname')),
        failure(
          'xhr',
          settled(request, 'load', () => {
            request.open('GET', `${address}/probe`);
            request.send();
          }),
        ),
        failure(
          'image',
          settled(image, 'load', () => {
            image.src = `${address}/probe.png`;
          }),
        ),
        failure(
          'style',
          settled(link, 'load', () => {
            link.rel = 'stylesheet';
            link.href = `${address}/probe.css`;
            document.head.append(link);
          }),
        ),
        failure(
          'socket',
          (async () => settled(new WebSocket(address.replace('http', 'ws')), 'open'))(),
        ),
        failure('events', (async () => settled(new EventSource(`${address}/probe`), 'open'))()),
        failure(
          'beacon',
          (async () => {
            if (!navigator.sendBeacon(`${address}/probe`)) throw new Error('refused');
          })(),
        ),
      ]);
    }, origin);
    // A beacon promises nothing about its delivery; the server's own list below tells.
    expect(reached.filter((each) => each !== null && each !== 'beacon')).toEqual([]);
  });

  await test.step('W7 S8 is granted no permission, not even to read the clipboard', async () => {
    await driven.app.evaluate(async ({ clipboard }) => clipboard.writeText('a secret of others'));
    const granted = await page.evaluate(async () => {
      const outcome = async (what: string, ask: () => Promise<unknown>): Promise<string | null> => {
        try {
          await ask();
          return what;
        } catch {
          return null;
        }
      };
      const answers = await Promise.all([
        outcome('clipboard', () => navigator.clipboard.readText()),
        outcome('camera', () => navigator.mediaDevices.getUserMedia({ video: true })),
        outcome('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true })),
        outcome(
          'location',
          () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)),
        ),
        outcome('notifications', async () => {
          if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused');
        }),
        outcome('service worker', () => navigator.serviceWorker.register('/worker.js')),
      ]);
      return answers.filter((each) => each !== null);
    });
    expect(granted).toEqual([]);
  });

  await test.step('W2 W3 W4 goes nowhere, opens nothing, holds no foreign frame', async () => {
    const opened = await page.evaluate((address) => {
      const link = document.createElement('a');
      link.href = `${address}/link`;
      const blank = document.createElement('a');
      Object.assign(blank, { href: `${address}/blank`, target: '_blank' });
      const form = document.createElement('form');
      Object.assign(form, { action: `${address}/form`, method: 'post' });
      const frame = document.createElement('iframe');
      frame.src = `${address}/frame`;
      document.body.append(link, blank, form, frame);
      link.click();
      blank.click();
      form.submit();
      const child = window.open(`${address}/open`);
      location.href = `${address}/location`;
      return { child: child === null, frame: frame.contentDocument?.body.childElementCount ?? 0 };
    }, origin);
    expect(opened).toEqual({ child: true, frame: 0 });
    // Playwright waits for the end of a navigation that never begins, so main and the page are asked.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const windows = await driven.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((each) => each.webContents.getURL()),
    );
    expect(windows).toEqual(['app://bundle/']);
    expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toBe(
      'Connect your first storage account',
    );
    expect(desktop.opener.opened).toEqual([]);
  });

  // Whatever the page itself believes: no request of any kind arrived.
  expect(desktop.world.requests).toEqual([]);
});
