import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { channelName } from '../../shared/channels.ts';
import type { OperationId } from '../../shared/ids.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import { makeProfile } from '../bench/profiles.ts';
import type { RunningApp } from '../support/app/app.ts';
import { foundInHeap, liveHeap, namesIn } from '../support/app/heap-snapshot.ts';
import { accountItems } from '../support/desktop/desktop.ts';
import { formFor } from '../support/worlds/journey.ts';
import { connect, drive, expect, newest, served, test } from './fixtures.ts';

const label = 'Work';

test('S6 S14 a revealed secret is in no heap of the window once it is hidden', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  const { ui, window } = driven;
  await connect(desktop, driven, label);
  const { accessKeyId, secretAccessKey } = newest(desktop);
  const secrets = new Map([
    ['client secret', desktop.world.client.clientSecret],
    ['access key', accessKeyId],
    ['secret key', secretAccessKey],
  ]);
  const found = (): Promise<readonly string[]> =>
    foundInHeap(window, new Map([...secrets, ['endpoint', desktop.world.s3.endpoint]]));
  // Read past the page's scripts: what a test takes out of the page would be in its heap.
  const isShown = async (): Promise<boolean> => {
    const session = await window.context().newCDPSession(window);
    const { root } = await session.send('DOM.getDocument');
    const { outerHTML } = await session.send('DOM.getOuterHTML', { nodeId: root.nodeId });
    await session.detach();
    return outerHTML.includes(secretAccessKey);
  };
  const reveal = async (): Promise<void> => {
    await ui.button('Show secret key').click();
    await expect.poll(isShown).toBe(true);
  };

  await ui.copyMenu(label, 'Environment variables');
  expect(await found()).toEqual(['endpoint']);
  // What was copied is kept in main until it is cleared, to know it again.
  await ui.button('Clear now').click();
  await expect(ui.button('Clear now')).toBeHidden();

  await test.step('by its button', async () => {
    await reveal();
    await ui.button('Hide secret key').click();
    expect(await isShown()).toBe(false);
    expect(await found()).toEqual(['endpoint']);
  });
  await test.step('when the account is left', async () => {
    await reveal();
    await window.keyboard.press('Control+Comma');
    await ui.button('Back to accounts').click();
    expect(await isShown()).toBe(false);
    expect(await found()).toEqual(['endpoint']);
    await ui.choose(label);
  });
  await test.step('at its time', async () => {
    await reveal();
    await ui.button('Hide secret key').waitFor({ state: 'hidden', timeout: 25_000 });
    expect(await isShown()).toBe(false);
    expect(await found()).toEqual(['endpoint']);
  });
  await test.step('and in no heap of the program once the account is disconnected', async () => {
    await ui.button('Disconnect', await ui.askToDisconnect(label)).click();
    await ui.row(label).waitFor({ state: 'hidden' });
    const inMain = await heapOfMain(driven, join(desktop.keyring.home, 'tmp/main.heapsnapshot'));
    const wanted = new Map([...secrets, ['profile', desktop.userData]]);
    expect(namesIn(inMain, wanted)).toEqual(['profile']);
  });
});

test('I11 I12 a window that comes back finds its task again, and no secret', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  const { app, ui, window } = driven;
  await test.step('after a reload in the middle of a sign-in, which is made once', async () => {
    await ui.startConnect(formFor(desktop.world, label));
    await ui.heading(/^Continue at .* in your browser$/).waitFor();
    await window.reload();
    await ui.button('Show').click();
    await ui.heading(/^Continue at .* in your browser$/).waitFor();
    await desktop.browser.answer('approve');
    await ui.review.heading.waitFor();
    await window.reload();
    await ui.button('Show').click();
    await ui.review.accept();
    await ui.connected(label).waitFor();
    await ui.openAccount(label);
    expect(served(desktop, 'access', '/v1/access')).toBe(1);
    expect(accountItems(await desktop.items())).toHaveLength(1);
    await expect(ui.row(label)).toHaveCount(1);
  });
  await test.step('after a crash while a secret was shown', async () => {
    const { secretAccessKey } = newest(desktop);
    await ui.button('Show secret key').click();
    await window.getByText(secretAccessKey).waitFor();
    const opening = app.waitForEvent('window');
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    const again = await opening;
    await again.getByRole('row', { name: new RegExp(label) }).click();
    await again.getByRole('button', { name: 'Show secret key' }).waitFor();
    const wanted = new Map([
      ['client secret', desktop.world.client.clientSecret],
      ['secret key', secretAccessKey],
      ['endpoint', desktop.world.s3.endpoint],
    ]);
    expect(await foundInHeap(again, wanted)).toEqual(['endpoint']);
  });
});

test('hundreds of renewals leave the window as small as before', async ({ startDesktop }) => {
  const desktop = await startDesktop({ browser: false });
  await makeProfile(desktop.userData, 50, desktop.keyring);
  const driven = await drive(desktop);
  await driven.ui.choose('Account 0001');
  // What is drawn, fetched and compiled once belongs to the window.
  await renewAll(driven, 30);
  const before = await liveHeap(driven.window);
  await renewAll(driven, 30);
  const after = await liveHeap(driven.window);
  // What V8 holds of its own goes up and down by as much; 1,500 renewals that each left a kilobyte would show.
  expect(after.usedMib - before.usedMib).toBeLessThan(1);
  expect(after.nodes - before.nodes).toBeLessThan(50);
});

/** Pushes to the window what main would while every account is renewed, one after the other. */
async function renewAll({ app }: RunningApp, rounds: number): Promise<void> {
  await app.evaluate(
    async ({ BrowserWindow }, { wire, times }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('there is no window');
      const ask = 'window.stowkey.app.snapshot()';
      let { value: snapshot }: { value: Snapshot } = await contents.executeJavaScript(ask);
      // Ahead of what main itself has sent, and of an earlier call.
      let revision = Date.now();
      const endsAt = Math.floor(revision / 1000) + 600;
      const push = (changes: Partial<Snapshot>): void => {
        const since = snapshot.revision;
        revision += 1;
        snapshot = { ...snapshot, ...changes, revision };
        const { connections: changed, ...rest } = snapshot;
        contents.send(wire, { ...rest, since, changed, removed: [] });
      };
      for (let round = 0; round < times; round += 1) {
        for (const { id, providerId } of snapshot.connections) {
          const operationId = crypto.randomUUID() as OperationId;
          const step = (status: 'running' | 'done'): Snapshot['operations'][number] => ({
            id: operationId,
            ...{ kind: 'refresh', providerId, connectionId: id, status },
            steps: [{ id: 'exchange-grant', status }],
            ...{ prompt: null, promptId: 0, error: null, notice: null },
          });
          push({ operations: [step('running')] });
          push({
            operations: [step('done')],
            connections: snapshot.connections.map((each) => {
              const expiresAtEpochSeconds =
                each.id === id
                  ? endsAt + round
                  : Math.min(endsAt, each.facts.expiresAtEpochSeconds ?? 0) - 3;
              return { ...each, facts: { ...each.facts, expiresAtEpochSeconds } };
            }),
          });
          push({ operations: [] });
        }
        await contents.executeJavaScript('new Promise((drawn) => requestAnimationFrame(drawn))');
      }
    },
    { wire: channelName('app', 'changed'), times: rounds },
  );
}

/** The main process's heap after a collection, as text. */
async function heapOfMain({ app }: RunningApp, path: string): Promise<string> {
  await app.evaluate((_electron, file) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(file);
  }, path);
  return readFile(path, 'utf8');
}
