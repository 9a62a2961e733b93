import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningApp } from '../support/app.ts';
import { foundInHeap, namesIn } from '../support/heap-snapshot.ts';
import { connect, drive, expect, newest, test } from './fixtures.ts';

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
    await window.keyboard.press('Control+n');
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

/** The main process's heap after a collection, as text. */
async function heapOfMain({ app }: RunningApp, path: string): Promise<string> {
  await app.evaluate((_electron, file) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(file);
  }, path);
  return readFile(path, 'utf8');
}
