import { lockSignals, startShell } from '../support/desktop/shell.ts';
import { connect, drive, expect, newest, test } from './fixtures.ts';

test('S7 A6 a locked screen takes away what was copied and hides what is shown, however it is told', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const shell = await startShell(desktop.env);
  const driven = await drive(desktop);
  const { ui, window } = driven;
  await connect(desktop, driven);
  const { secretAccessKey } = newest(desktop);
  for (const signal of Object.keys(lockSignals) as (keyof typeof lockSignals)[]) {
    await test.step(signal, async () => {
      await ui.button('Copy secret key').click();
      await expect.poll(() => desktop.screen.read('clipboard')).toBe(secretAccessKey);
      await ui.button('Show secret key').click();
      await expect(window.getByText(secretAccessKey)).toBeVisible();
      shell.lock(signal);
      await expect(window.getByText(secretAccessKey)).toBeHidden({ timeout: 5_000 });
      await expect.poll(() => desktop.screen.read('clipboard'), { timeout: 5_000 }).toBe('');
    });
  }
  shell.close();
});
