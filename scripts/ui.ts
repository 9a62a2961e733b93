/**
 * Shows the window in any browser, without Electron and without a keychain: `npm run ui [port]`.
 *
 * Each scenario is a page of its own, which a fake bridge fills with data. It is the renderer that
 * ships, under its content security policy, built again at each change: reload the page to see it.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { listBundle, responseHeaders } from '../electron/app/bundle.ts';
import { installBridge } from '../test/e2e/harness/bridge.ts';
import { dataOf } from '../test/e2e/harness/scenario.ts';
import { scenarios } from '../test/e2e/harness/scenarios.ts';
import { projectFolder } from '../test/support/app/package-app.ts';
import { watchBundles } from './watch-bundles.ts';

type Answer = { readonly mediaType: string; readonly body: string | Buffer };

const html = 'text/html; charset=utf-8';
const renderer = join(projectFolder, 'out/renderer');

const picker = (): Answer => {
  const links = scenarios().map(({ name }) => `<li><a href="/${name}/">${name}</a></li>`);
  return {
    mediaType: html,
    body: `<!doctype html><title>Stowkey</title><ul>${links.join('')}</ul>`,
  };
};

/** Made anew for each page: the times in a scenario count from now. */
const bridge = (scenarioName: string): Answer | null => {
  const scenario = scenarios().find(({ name }) => name === scenarioName);
  if (scenario === undefined) return null;
  // tsx wraps functions with a helper that the page does not have.
  const install = `globalThis.__name = (value) => value; (${installBridge})`;
  return {
    mediaType: 'text/javascript; charset=utf-8',
    body: `${install}(${JSON.stringify(dataOf(scenario))});`,
  };
};

const file = async (path: string): Promise<Answer | null> => {
  const found = listBundle(renderer).get(path);
  if (found === undefined) return null;
  const body = await readFile(found.path);
  if (path !== '/index.html') return { mediaType: found.mediaType, body };
  const withBridge = body.toString().replace('<head>', '<head><script src="bridge.js"></script>');
  return { mediaType: found.mediaType, body: withBridge };
};

const answer = async (address: string): Promise<Answer | null> => {
  const { pathname } = new URL(address, 'http://127.0.0.1');
  if (pathname === '/') return picker();
  const [, scenarioName = '', path = ''] = /^\/([\w-]+)(\/.*)$/.exec(pathname) ?? [];
  if (path === '/bridge.js') return bridge(scenarioName);
  return file(path === '/' ? '/index.html' : path);
};

const server = createServer((request, response) => {
  void answer(request.url ?? '/')
    // A file may go while the bundle is being built.
    .catch(() => null)
    .then((found) => {
      const headers = responseHeaders(found?.mediaType ?? 'text/plain');
      response.writeHead(found === null ? 404 : 200, { ...headers, 'cache-control': 'no-store' });
      response.end(found?.body);
    });
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`The window's scenarios: http://127.0.0.1:${port}/`);
});
await watchBundles(['renderer'], () => console.log(`${new Date().toLocaleTimeString()} built`));
