import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { storxRedirectUris } from '../../electron/providers/redirect-uris.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { answerConsent } from '../support/desktop/person-browser.ts';
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
    await ui.button('Refresh').click();
    await ui.news('New keys saved').waitFor();
    await desktop.keyring.lock();
    await ui.button('Refresh').click();
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

type Place = { readonly path: string; readonly content: Buffer };

function signedSecretIn(address: string | undefined): string {
  const jwt = new URL(address ?? '').searchParams.get('client_secret');
  if (jwt === null) throw new Error('the page was opened without a signed client secret');
  return jwt;
}

/** Everything below the person's home, but for the encrypted keyring and the browser's own files. */
async function filesOf(desktop: Desktop): Promise<readonly Place[]> {
  const { home } = desktop.keyring;
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('browser/') && !path.startsWith('.local/share/keyrings/'));
  return Promise.all(
    // What has gone meanwhile, such as a lock file, holds nothing any more.
    paths.map(async (path) => ({
      path,
      content: await readFile(join(home, path)).catch(() => Buffer.alloc(0)),
    })),
  );
}

/** Arguments and environment of a process and of all that came from it. */
function processesOf(rootPid: number): readonly Place[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = readProc(`/proc/${name}/stat`).toString();
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(Number(name), parent);
  }
  const isOurs = (pid: number): boolean => {
    for (let each: number | undefined = pid; each !== undefined && each > 1; ) {
      if (each === rootPid) return true;
      each = parents.get(each);
    }
    return false;
  };
  return [...parents.keys()].filter(isOurs).flatMap((pid) =>
    ['cmdline', 'environ'].map((name) => {
      const path = `/proc/${pid}/${name}`;
      return { path, content: readProc(path) };
    }),
  );
}

function readProc(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // It has ended meanwhile.
    return Buffer.alloc(0);
  }
}

/** Lists what was found where, in any of the forms in which a text gets written. */
function findIn(places: readonly Place[], wanted: ReadonlyMap<string, string>): readonly string[] {
  return [...wanted].flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    const forms = [
      bytes,
      Buffer.from(text, 'utf16le'),
      ...[JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString('hex')],
      ...[base64, bytes.toString('base64url')],
    ];
    return places
      .filter(({ content }) => forms.some((form) => content.includes(form)))
      .map(({ path }) => `${name} in ${path}`);
  });
}
