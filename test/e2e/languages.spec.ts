import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translationsOf } from '../../scripts/languages.ts';
import { launchApp } from '../support/app/app.ts';
import { makeLauncher } from '../support/app/launcher.ts';
import { run } from '../support/processes/processes.ts';
import { expect, test } from './fixtures.ts';

test('Y2 Y3 Y4 speaks the system’s language, another one when it is chosen, and English in a terminal', async ({
  startDesktop,
}, info) => {
  const desktop = await startDesktop();
  const env = { ...desktop.env, LANG: 'de_DE.UTF-8', LANGUAGE: 'de', LC_ALL: 'de_DE.UTF-8' };
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-languages-'));
  const running = await launchApp({ env, userData: desktop.userData });
  const { app, window } = running;
  const says = (language: string, id: string): string => translationsOf(language)[id] ?? '';
  const menu = (): Promise<readonly string[]> =>
    app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
        (submenu?.items ?? []).map(({ label }) => label),
      ),
    );
  try {
    await expect(window.locator('html')).toHaveAttribute('lang', /^de/);
    await window.keyboard.press('Control+,');
    const title = (text: string) => window.getByRole('heading', { name: text, exact: true });
    await expect(title(says('de', 'settings.title'))).toBeVisible();
    await window.screenshot({ path: info.outputPath('german.png'), animations: 'disabled' });
    const inGerman = await menu();

    const launcher = await makeLauncher({
      flavour: 'test',
      folder: join(folder, 'app'),
      userData: desktop.userData,
    });
    const asked = await run(launcher.path, ['status', 'Nobody'], {
      env: { ...env, ...launcher.env },
      timeoutMs: 60_000,
    });
    expect(asked).toMatchObject({ code: 1, stdout: '' });
    expect(asked.stderr).toMatch(/^stowkey: No account /);

    await window.getByLabel(says('de', 'settings.language.label')).click();
    await window.getByRole('option', { name: '日本語' }).click();
    await expect(title(says('ja', 'settings.title'))).toBeVisible();
    await expect(window.locator('html')).toHaveAttribute('lang', 'ja');
    await expect.poll(menu).not.toEqual(inGerman);
  } finally {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  }
});
