import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  commandState,
  installCommand,
  launcherOf,
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

test('links the command, and says whether shells find it', async () => {
  const outside = { kind: 'installed', link, inPath: false };
  expect(await installCommand({ launcher, home, path: '/usr/bin' })).toEqual(outside);
  const inside = { kind: 'installed', link, inPath: true };
  expect(await installCommand({ launcher, home, path: `/x:${dirname(link)}` })).toEqual(inside);
  expect(await readlink(link)).toBe(launcher);
});

test('follows the program, and never takes the place of anything else', async () => {
  await mkdir(dirname(link), { recursive: true });
  await symlink('/old/resources/bin/stowkey', link);
  await installCommand({ launcher, home, path: '' });
  expect(await readlink(link)).toBe(launcher);

  await rm(link);
  await writeFile(link, 'mine');
  expect(await installCommand({ launcher, home, path: '' })).toEqual({ kind: 'taken', link });
  expect(await readFile(link, 'utf8')).toBe('mine');

  await rm(link);
  await symlink('/usr/bin/other', link);
  expect(await installCommand({ launcher, home, path: '' })).toEqual({ kind: 'taken', link });
  expect(await readlink(link)).toBe('/usr/bin/other');
});

test('says what stands there, and changes nothing by looking', async () => {
  expect(await commandState({ launcher, home, path: '' })).toEqual({ kind: 'absent', link });
  await expect(readlink(link)).rejects.toThrow('ENOENT');
  // A package may have put it elsewhere.
  const usr = join(home, 'usr-bin');
  await mkdir(usr);
  await symlink(launcher, join(usr, 'stowkey'));
  const installed = { kind: 'installed', link: join(usr, 'stowkey'), inPath: true };
  expect(await installCommand({ launcher, home, path: `/none:${usr}` })).toEqual(installed);
  await expect(readlink(link)).rejects.toThrow('ENOENT');
});

test.each([
  [{ platform: 'linux', env: {}, resourcesPath }, true, launcher],
  [{ platform: 'linux', env: {}, resourcesPath }, false, { impossible: 'sources' }],
  [
    { platform: 'linux', env: { APPIMAGE: '/a' }, resourcesPath },
    true,
    { impossible: 'app-image' },
  ],
  [{ platform: 'win32', env: {}, resourcesPath }, true, { impossible: 'windows' }],
] as const)('links to nothing that does not last: %j', async (process, isPackaged, expected) => {
  expect(launcherOf(process, isPackaged)).toEqual(expected);
});
