import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  commandFolderOf,
  commandState,
  installCommand,
  launcherOf,
  uninstallCommand,
} from '../../../electron/handoff/install-command.ts';

let home: string;
let link: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'stowkey-install-'));
  link = join(home, '.local/bin/stowkey');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const resourcesPath = '/opt/Stowkey/resources';
const launcher = `${resourcesPath}/bin/stowkey`;
const places = (path: string) =>
  ({ platform: 'linux', launcher, folder: dirname(link), path }) as const;

test('links the command, and says whether shells find it', async () => {
  const outside = { kind: 'installed', link, inPath: false };
  expect(await installCommand(places('/usr/bin'))).toEqual(outside);
  const inside = { kind: 'installed', link, inPath: true };
  expect(await installCommand(places(`/x:${dirname(link)}`))).toEqual(inside);
  expect(await readlink(link)).toBe(launcher);
});

test('follows the program, and never takes the place of anything else', async () => {
  await mkdir(dirname(link), { recursive: true });
  await symlink('/old/resources/bin/stowkey', link);
  await installCommand(places(''));
  expect(await readlink(link)).toBe(launcher);

  await rm(link);
  await writeFile(link, 'mine');
  expect(await installCommand(places(''))).toEqual({ kind: 'taken', link });
  expect(await readFile(link, 'utf8')).toBe('mine');

  await rm(link);
  await symlink('/usr/bin/other', link);
  expect(await installCommand(places(''))).toEqual({ kind: 'taken', link });
  expect(await readlink(link)).toBe('/usr/bin/other');
});

test('says what stands there, and changes nothing by looking', async () => {
  expect(await commandState(places(''))).toEqual({ kind: 'absent', link });
  await expect(readlink(link)).rejects.toThrow('ENOENT');
  // A package may have put it elsewhere.
  const usr = join(home, 'usr-bin');
  await mkdir(usr);
  await symlink(launcher, join(usr, 'stowkey'));
  const installed = { kind: 'installed', link: join(usr, 'stowkey'), inPath: true };
  expect(await installCommand(places(`/none:${usr}`))).toEqual(installed);
  await expect(readlink(link)).rejects.toThrow('ENOENT');
});

test('on Windows a file leads to the launcher, from a folder that is in PATH as it is', async () => {
  const folder = dirname(link);
  const file = join(folder, 'stowkey.cmd');
  const on = (path: string, version = '2') =>
    ({ platform: 'win32', launcher: `/opt/${version}/bin/stowkey.cmd`, folder, path }) as const;
  expect(await commandState(on(folder))).toEqual({ kind: 'absent', link: file });
  expect(await installCommand(on(folder, '1'))).toMatchObject({ kind: 'installed' });
  expect(await commandState(on(folder))).toEqual({ kind: 'absent', link: file });
  const installed = { kind: 'installed', link: file, inPath: true };
  expect(await installCommand(on(`C:\\x;${folder}`))).toEqual(installed);
  expect(await commandState(on(''))).toEqual({ ...installed, inPath: false });
  expect(await readdir(folder)).toEqual(['stowkey.cmd']);
  await uninstallCommand(on(''));
  await writeFile(file, 'mine');
  expect(await installCommand(on(''))).toEqual({ kind: 'taken', link: file });

  const local = 'C:\\Users\\Åsa\\AppData\\Local';
  const env = { LOCALAPPDATA: local };
  expect(commandFolderOf({ platform: 'win32', env }, '')).toBe(`${local}\\Microsoft\\WindowsApps`);
});

test.each([
  [{ platform: 'linux', env: {}, resourcesPath }, true, launcher],
  [{ platform: 'linux', env: {}, resourcesPath }, false, { impossible: 'sources' }],
  [
    { platform: 'linux', env: { APPIMAGE: '/a' }, resourcesPath },
    true,
    { impossible: 'app-image' },
  ],
  [
    { platform: 'win32', env: {}, resourcesPath: 'C:\\Stowkey\\resources' },
    true,
    'C:\\Stowkey\\resources\\bin\\stowkey.cmd',
  ],
] as const)('links to nothing that does not last: %j', async (process, isPackaged, expected) => {
  expect(launcherOf(process, isPackaged)).toEqual(expected);
});
