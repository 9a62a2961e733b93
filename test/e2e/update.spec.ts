import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { askAbout } from '../../electron/api/agent/about.ts';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import { launchApp } from '../support/app/app.ts';
import { packagedAppFolder } from '../support/app/package-app.ts';
import { programsOf } from '../support/app/release.ts';
import { run, until } from '../support/processes/processes.ts';
import { stowkey } from '../support/worlds/journey.ts';
import { askFor, connect, expect, newest, test } from './fixtures.ts';

test('an update while the window is open is said there, and taken up at a press', async ({
  startDesktop,
}, info) => {
  const desktop = await startDesktop();
  // Links: the program is as big as it is, and only replaced, never written to.
  const folder = await mkdtemp(join(packagedAppFolder('test'), '../../update-'));
  const program = join(folder, 'app/stowkey');
  await run('cp', ['-al', packagedAppFolder('test'), join(folder, 'app')]);
  const running = await launchApp({
    env: desktop.env,
    userData: desktop.userData,
    executablePath: program,
  });
  const { window } = running;
  try {
    await connect(desktop, { ...running, ui: stowkey(window) });
    const [before] = programsOf(desktop.userData);
    // As dpkg does it.
    await copyFile(program, `${program}.dpkg-new`);
    await rename(`${program}.dpkg-new`, program);
    await expect(window.getByText('Stowkey was updated')).toBeVisible();
    await window.screenshot({ path: info.outputPath('updated.png'), animations: 'disabled' });

    await window.getByRole('button', { name: 'Restart' }).click();
    await until('the next program, alone', () => {
      const [pid, ...more] = programsOf(desktop.userData);
      return (pid !== undefined && pid !== before && more.length === 0) || undefined;
    });
    const { socket } = agentPaths(desktop.userData, 'linux');
    await until('its window', async () => (await askAbout(socket))?.window || undefined);
    const answer = await askFor(desktop.userData, 'Work');
    expect(JSON.parse(answer.body).SecretAccessKey).toBe(newest(desktop).secretAccessKey);
  } finally {
    for (const pid of programsOf(desktop.userData)) process.kill(pid, 'SIGTERM');
    await until('the end', () => programsOf(desktop.userData).length === 0 || undefined);
    await rm(folder, { recursive: true, force: true });
  }
});
