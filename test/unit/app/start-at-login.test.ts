import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  autostartEntry,
  createStartAtLogin,
  desktopName,
} from '../../../electron/app/start-at-login.ts';
import { ownProgram } from '../../../electron/app/start-mode.ts';
import { saveWhole } from '../../../electron/storage/save-whole.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-autostart-'));
});
afterEach(() => rm(folder, { recursive: true }));

const setUp = (command: readonly string[], isPackaged = true) => {
  const items: unknown[] = [];
  return {
    items,
    atLogin: (platform: NodeJS.Platform) =>
      createStartAtLogin({
        app: {
          isPackaged,
          getLoginItemSettings: () => ({ openAtLogin: items.length > 0 }) as never,
          setLoginItemSettings: (item) => void items.push(item),
        },
        platform,
        command,
        suffix: '',
        configHome: folder,
        write: saveWhole,
      }),
  };
};

it('writes an entry of the name that packages install, and takes it away again', async () => {
  const atLogin = setUp(['/opt/Stowkey/stowkey']).atLogin('linux');
  const file = join(folder, 'autostart', desktopName);
  expect(atLogin.state).toBe('possible');
  expect(await atLogin.isOn()).toBe(false);
  await atLogin.set(true);
  expect(await readFile(file, 'utf8')).toContain('\nExec="/opt/Stowkey/stowkey" "--background"\n');
  expect(await atLogin.isOn()).toBe(true);
  // As GNOME Tweaks and KDE do.
  for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
    await writeFile(file, `${autostartEntry('Stowkey', [])}${line}\n`);
    expect(await atLogin.isOn()).toBe(false);
  }
  await atLogin.set(false);
  expect(await atLogin.isOn()).toBe(false);
  await atLogin.set(false);
});

it('says what keeps the entry from being written', async () => {
  await writeFile(join(folder, 'autostart'), '');
  const atLogin = setUp(['/opt/Stowkey/stowkey']).atLogin('linux');
  await expect(atLogin.set(true)).rejects.toMatchObject({ code: 'file.unwritable' });
});

it('begins an AppImage by its own file, and the profile that it is for', () => {
  const env = { APPIMAGE: '/home/x/Stowkey.AppImage', APPDIR: '/tmp/.mount_a' };
  const given = ['--user-data-dir=/p', '--lang=de'];
  const program = { execPath: '/tmp/.mount_a/stowkey', env, platform: 'linux' } as const;
  expect(ownProgram(given, program)).toEqual(['/home/x/Stowkey.AppImage', '--user-data-dir=/p']);
});

it('quotes a path so that desktops read it back as it is', async () => {
  const path = '/a b/"c"/$d/`e`/\\f/50%/ü';
  const entry = autostartEntry('Stowkey', [path]);
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  // One alone would begin a field code.
  expect(exec.replaceAll('%%', '')).not.toContain('%');
  // The string of the file first, then the quotes, then the field codes.
  const unescaped = exec.replaceAll('\\\\', '\\');
  const words = [...unescaped.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) =>
    word.replace(/\\(.)/g, '$1').replaceAll('%%', '%'),
  );
  expect(words).toEqual([path, '--background']);
});

it('leaves it to the system where that keeps the list, and refuses what runs from the sources', async () => {
  const { atLogin, items } = setUp(['/Applications/Stowkey.app/x', '--user-data-dir=/p']);
  await atLogin('darwin').set(true);
  expect(items).toEqual([{ openAtLogin: true, args: ['--user-data-dir=/p', '--background'] }]);
  expect(setUp([], false).atLogin('linux').state).toBe('sources');
  expect(atLogin('freebsd').state).toBe('impossible');
});

it('is named in the package as the entry is', async () => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  expect(manifest.desktopName).toBe(desktopName);
  expect(await readFile('electron-builder.yml', 'utf8')).toContain('syncDesktopName: true');
});
