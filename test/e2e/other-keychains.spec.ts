import { existsSync } from 'node:fs';
import { keychainServiceName } from '../../electron/platform/paths.ts';
import { startKeePassXC } from '../support/desktop/keepassxc.ts';
import { startKWallet } from '../support/desktop/kwallet.ts';
import {
  clipboardOf,
  connect,
  type Driven,
  drive,
  expect,
  newest,
  skipLoudly,
  test,
} from './fixtures.ts';

const keychains = [
  { name: 'KeePassXC', id: 'keepassxc', optional: null, start: startKeePassXC },
  // KDE has gone on to its sixth version, so not every system has it.
  { name: 'KWallet', id: 'kwallet', optional: '/usr/bin/kwalletd5', start: startKWallet },
] as const;

for (const { name, id, optional, start } of keychains) {
  test(`an account is kept in ${name}: started again, copied, renewed, disconnected`, async ({
    startDesktop,
  }, info) => {
    if (optional !== null && !existsSync(optional)) skipLoudly(info, `${name} is not installed`);
    const keychain = await start();
    try {
      const { DBUS_SESSION_BUS_ADDRESS } = keychain.env;
      const env = { DBUS_SESSION_BUS_ADDRESS };
      const desktop = await startDesktop({ keyring: { service: 'none' }, env });
      const service = keychainServiceName({ kind: 'custom', realPath: desktop.userData });
      /** One dialog at most for one act. */
      const act = async (work: () => Promise<void>): Promise<void> => {
        const before = keychain.dialogs();
        await work();
        expect(keychain.dialogs() - before).toBeLessThanOrEqual(1);
      };

      /** The window names a keychain only where something is wrong with it. */
      const expectReady = async (driven: Driven): Promise<void> => {
        await expect
          .poll(() =>
            driven.window.evaluate(async () => {
              const reply = await window.stowkey.app.snapshot();
              return reply.ok ? [reply.value.keychain.id, reply.value.keychain.status] : reply;
            }),
          )
          .toEqual([id, 'ready']);
      };

      const first = await drive(desktop);
      await act(() => connect(desktop, first));
      await expectReady(first);
      await first.close();

      const driven = await drive(desktop);
      const { ui } = driven;
      await expectReady(driven);
      await act(async () => {
        await ui.copyMenu('Work', 'Secret key');
        await expect.poll(() => clipboardOf(driven)).toBe(newest(desktop).secretAccessKey);
      });
      await ui.choose('Work');
      await act(async () => {
        await ui.button('Renew').click();
        await ui.news('New keys saved').waitFor();
      });
      await keychain.restart();
      await act(async () => {
        await ui.copyMenu('Work', 'Access key');
        await expect.poll(() => clipboardOf(driven)).toBe(newest(desktop).accessKeyId);
      });
      await act(async () => {
        await (await ui.askToDisconnect('Work'))
          .getByRole('button', { name: 'Disconnect' })
          .click();
        await expect(ui.row('Work')).toHaveCount(0);
      });
      expect(await keychain.listItems(service)).toEqual(['sentinel']);
    } finally {
      await keychain.close();
    }
  });
}
