import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startConnectProxy } from '../support/network/tiny-proxies.ts';
import { drive, expect, test } from './fixtures.ts';

test('N15 the system’s proxy script decides the way to a provider, and is told its origin alone', async ({
  startDesktop,
}) => {
  const proxy = await startConnectProxy({ targetPort: 1, refuseWith: 502 });
  const address = `127.0.0.1:${proxy.port}`;
  const script = createServer((_, response) =>
    response.setHeader('content-type', 'application/x-ns-proxy-autoconfig').end(
      `function FindProxyForURL(url, host) {
          return url === 'https://issuer.invalid/' ? 'PROXY ${address}' : 'DIRECT';
        }`,
    ),
  ).listen(0, '127.0.0.1');
  await once(script, 'listening');
  const { port } = script.address() as AddressInfo;
  try {
    // Where no desktop has settings, Chromium takes the script from here.
    const desktop = await startDesktop({
      browser: false,
      env: { auto_proxy: `http://127.0.0.1:${port}/proxy.pac` },
    });
    const { ui, window } = await drive(desktop);

    await ui.button('Connect account').click();
    await window
      .getByRole('button', { name: /OpenID Connect/ })
      .first()
      .click();
    await window.getByLabel('Issuer').fill('https://issuer.invalid/tenant');
    await window.getByLabel('Client ID', { exact: true }).fill('client');
    await window.getByLabel('Client secret', { exact: true }).fill('client-secret');
    await ui.button('Continue in browser').click();

    await expect(window.getByText(`The proxy ${address} does not answer`)).toBeVisible();
    await window.screenshot({ path: test.info().outputPath('proxy.png') });
    expect(proxy.targets[0]).toBe('issuer.invalid:443');
  } finally {
    script.close();
    await proxy.close();
  }
});
