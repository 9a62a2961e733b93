import type { Page } from 'playwright';
import type { Snapshot } from '../../shared/schemas.ts';
import { connect, drive, expect, test } from './fixtures.ts';

/** What the window was last told. */
const snapshotIn = (window: Page): Promise<Snapshot> =>
  window.evaluate(async () => {
    const { stowkey } = globalThis as unknown as {
      stowkey: { app: { snapshot: () => Promise<{ value: Snapshot }> } };
    };
    return (await stowkey.app.snapshot()).value;
  });

test('N14 without a network, and before the keychain answers, the list shows what was last known', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const first = await drive(desktop);
  await connect(desktop, first);
  await first.close();
  const opened = desktop.opener.opened.length;
  // From here on nobody answers anywhere: not on the network, and for now not in the keychain.
  await desktop.world.close();
  await desktop.keyring.stopDaemon();

  const { ui, window } = await drive(desktop);
  await expect(ui.row('Work')).toContainText('Active');
  const { connections, operations, keychain } = await snapshotIn(window);
  expect(connections.map(({ label, state }) => ({ label, state }))).toEqual([
    { label: 'Work', state: 'active' },
  ]);
  // The list waited for neither, and nobody is asked for anything.
  expect(keychain).toEqual({ id: 'secret-service', status: 'checking', error: null });
  expect(operations).toEqual([]);
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(window.getByRole('alertdialog')).toHaveCount(0);
  expect(desktop.opener.opened).toHaveLength(opened);

  await test.step('and stays as it is when proving it fails for want of a network', async () => {
    await desktop.keyring.resumeDaemon();
    await ui.choose('Work');
    await ui.button('Verify').click();
    await expect
      .poll(async () => (await snapshotIn(window)).operations.map(({ error }) => error?.code))
      .toEqual(['server.unreachable']);
    const [connection] = (await snapshotIn(window)).connections;
    expect(connection).toMatchObject({ state: 'active', needsSignIn: false, problem: null });
    await expect(ui.row('Work')).toContainText('Active');
    expect(desktop.opener.opened).toHaveLength(opened);
  });
});
