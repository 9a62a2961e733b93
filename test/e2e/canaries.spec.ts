import { storxRedirectUris } from '../../electron/providers/redirect-uris.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { answerConsent } from '../support/desktop/person-browser.ts';
import { filesBelow, findIn, type Place, processesOf } from '../support/processes/canaries.ts';
import { formFor } from '../support/worlds/journey.ts';
import { clipboardOf, drive, expect, minted, newest, test } from './fixtures.ts';

const label = 'Canary account';
const passphrase = 'canary-passphrase-6f1d02c8a94b';
const clientSecret = '$2a$10$canarysecretcanarysecretcanarysecretcanarysecret0';

test('S1 no secret of a whole journey lies in a file, a process, the output or the window', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const client = desktop.world.storx.registerClient({
    clientSecret,
    redirectUris: storxRedirectUris,
  });
  const form = { ...formFor(desktop.world, label), clientId: client.clientId, clientSecret };
  const secrets = new Map([
    ['passphrase', passphrase],
    ['client secret', clientSecret],
  ]);

  let driven = await drive(desktop);
  await test.step('connects, and is refused once', async () => {
    const { ui } = driven;
    await ui.startConnect(form);
    const tab = await desktop.browser.visit();
    tab.on('request', (request) => {
      const grant = new URL(request.url()).searchParams.get('access_grant');
      if (grant !== null) secrets.set('access grant', grant);
    });
    await answerConsent(tab, 'approve', passphrase);
    await ui.review.accept();
    await ui.openAccount(label);
    secrets.set('signed client secret', signedSecretIn(desktop.opener.opened[0]));

    await driven.window.keyboard.press('Control+n');
    await driven.window.getByRole('region', { name: 'Providers' }).waitFor();
    await ui.button('Close').click();
    await ui.startConnect({ ...form, label: 'Refused' });
    await desktop.browser.answer('deny');
    await driven.window.getByText('Access was declined in the browser', { exact: true }).waitFor();
    await ui.button('Close').click();
    await ui.button('Discard').click();
  });
  await test.step('reveals, copies, verifies, refreshes, fails on a locked keychain', async () => {
    const { ui } = driven;
    await ui.choose(label);
    expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
    await ui.button('Hide secret key').click();
    await ui.copyMenu(label, 'Environment variables');
    await ui.button('Verify').click();
    await ui.news('The keys work').waitFor();
    await ui.button('Renew').click();
    await ui.news('New keys saved').waitFor();
    await desktop.keyring.lock();
    await ui.button('Renew').click();
    await ui.banner('Your keychain is locked').first().waitFor();
    await desktop.keyring.unlock();
    await ui.button('Try again').first().click();
    // From now on keytar runs in its helper.
    await desktop.keyring.restartDaemon();
    await ui.copyMenu(label, 'Secret key');
    await expect.poll(() => clipboardOf(driven)).toBe(newest(desktop).secretAccessKey);
  });
  minted(desktop).forEach((keys, index) => {
    secrets.set(`access key ${index}`, keys.accessKeyId);
    secrets.set(`secret key ${index}`, keys.secretAccessKey);
  });
  expect(secrets.size).toBe(8);

  const nothingFound = async (): Promise<void> => {
    const files = await filesOf(desktop);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['profile/connections.json', 'profile/logs/stowkey.log']),
    );
    // The same search does find what is no secret.
    expect(findIn(files, new Map([['label', label]]))).toEqual(
      expect.arrayContaining([
        'label in profile/connections.json',
        'label in profile/activity/000000000001.jsonl',
      ]),
    );
    const activity = files.find(({ path }) => path.startsWith('profile/activity/0'));
    for (const kind of ['connected', 'revealed', 'copied', 'verified', 'renewed'])
      expect(activity?.content.toString()).toContain(`"kind":"${kind}"`);
    expect(findIn(files, secrets)).toEqual([]);
  };

  await test.step('while it runs', async () => {
    await nothingFound();
    const processes = processesOf(driven.app.process().pid ?? 0);
    expect(processes.length).toBeGreaterThan(6);
    expect(findIn(processes, new Map([['profile', desktop.userData]]))).not.toEqual([]);
    const helper = new Map([['helper', 'node.mojom.NodeService']]);
    expect(findIn(processes, helper)).not.toEqual([]);
    expect(findIn(processes, secrets)).toEqual([]);
    const page = await driven.window.evaluate(() => document.documentElement.outerHTML);
    const title = await driven.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    );
    const shown = [{ path: 'window', content: Buffer.from(page + title.join()) }];
    expect(findIn(shown, secrets)).toEqual([]);
  });

  await test.step('after a restart', async () => {
    await driven.close();
    expect(findIn([{ path: 'output', content: Buffer.from(driven.output()) }], secrets)).toEqual(
      [],
    );
    driven = await drive(desktop);
    await driven.ui.choose(label);
    await nothingFound();
  });

  await test.step('after disconnecting and quitting', async () => {
    const { ui } = driven;
    await ui.button('Disconnect', await ui.askToDisconnect(label)).click();
    await ui.row(label).waitFor({ state: 'hidden' });
    await driven.close();
    expect(findIn([{ path: 'output', content: Buffer.from(driven.output()) }], secrets)).toEqual(
      [],
    );
    expect(findIn(await filesOf(desktop), secrets)).toEqual([]);
  });
});

function signedSecretIn(address: string | undefined): string {
  const jwt = new URL(address ?? '').searchParams.get('client_secret');
  if (jwt === null) throw new Error('the page was opened without a signed client secret');
  return jwt;
}

/** Everything below the person's home, but for the encrypted keyring and the browser's own files. */
const filesOf = ({ keyring }: Desktop): Promise<readonly Place[]> =>
  filesBelow(
    keyring.home,
    (path) => !path.startsWith('browser/') && !path.startsWith('.local/share/keyrings/'),
  );
