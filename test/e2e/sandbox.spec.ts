import { readFileSync } from 'node:fs';
import { sandboxWorksFor } from '../support/desktop/sandbox.ts';
import { connect, drive, expect, newest, skipLoudly, test } from './fixtures.ts';

/** Any user but root does; this one owns nothing on most systems. */
const user = { uid: 65_534, gid: 65_534 };

test('W1 the main job works for an ordinary user with the sandbox of Chromium on', async ({
  startDesktop,
}, info) => {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && !(await sandboxWorksFor(user))) {
    skipLoudly(info, 'this machine denies Chromium its sandbox');
  }
  const desktop = await startDesktop(isRoot ? { keyring: { user } } : {});
  const driven = await drive(desktop);
  const { ui } = driven;
  await connect(desktop, driven);
  await ui.button('Verify').click();
  await expect(ui.news('The keys work')).toBeVisible();
  expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);

  const pid = await driven.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  // Filtered system calls, and no way to new rights: what the sandbox does to a renderer.
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox');
});
