import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeData } from 'app-builder-lib/out/asar/integrity.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  archiveDigest,
  archiveFaults,
  packagedPrograms,
  wrongFuses,
} from '../../scripts/package-checks.ts';
import {
  builderConfig,
  packagedAppExecutable,
  packagedAppFolder,
} from '../support/app/package-app.ts';
import { run } from '../support/processes/processes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-fuses-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As @electron/fuses finds it: the sentinel, the wire’s version, its length, and a letter each. */
const wire = async (states: string): Promise<string> => {
  const path = join(folder, 'electron');
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const head = Buffer.from([1, states.length]);
  await writeFile(path, Buffer.concat([Buffer.from(`x${sentinel}`), head, Buffer.from(states)]));
  return path;
};

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('P1 fuses of the packaged program', () => {
  test('P1 the release build has every fuse as decided, and no fuse that nobody decided on', async () => {
    expect(await wrongFuses(packagedAppExecutable('release'))).toEqual([]);
  });

  test('P1 the program inside of a Debian package is read back as well', async () => {
    const root = join(folder, 'root');
    const [output, work] = [join(folder, 'output'), join(folder, 'work')];
    for (const path of [`${root}/DEBIAN`, `${root}/opt/Stowkey/resources`, output, work])
      await mkdir(path, { recursive: true });
    const control =
      'Package: stowkey\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b.example>\nDescription: a\n';
    await writeFile(join(root, 'DEBIAN/control'), control);
    const installed = join(root, 'opt/Stowkey');
    await rename(await wire('100011001'), join(installed, 'stowkey'));
    const archive = join(packagedAppFolder('release'), 'resources/app.asar');
    await copyFile(archive, join(installed, 'resources/app.asar'));
    await run('dpkg-deb', ['--build', '-Znone', root, join(output, 'stowkey.deb')]);
    const [found] = await packagedPrograms(output, work);
    expect(await wrongFuses(found?.executable ?? '')).toEqual(['RunAsNode is ENABLE']);
    expect(archiveDigest(found?.archive ?? '')).toBe(archiveDigest(archive));
  });

  test('P1 the build that Playwright drives differs in the inspector alone', async () => {
    const driven = packagedAppExecutable('test');
    expect(await wrongFuses(driven)).toEqual(['EnableNodeCliInspectArguments is ENABLE']);
    expect(await wrongFuses(driven, { EnableNodeCliInspectArguments: true })).toEqual([]);
  });

  test('P3 every file of the archive is what its header says, and electron-builder seals that header', async () => {
    const resources = join(packagedAppFolder('release'), 'resources');
    const archive = join(resources, 'app.asar');
    expect(await archiveFaults(archive, null)).toEqual([]);
    const sealed = await computeData({
      resourcesPath: resources,
      resourcesRelativePath: 'Resources',
      resourcesDestinationPath: resources,
      extraResourceMatchers: null,
    });
    const digest = archiveDigest(archive);
    expect(sealed).toEqual({ 'Resources/app.asar': { algorithm: 'SHA256', hash: digest } });

    const seal = join(folder, 'Info.plist');
    await writeFile(seal, `<key>hash</key><string>${digest}</string>`);
    expect(await archiveFaults(archive, seal)).toEqual([]);
    const changed = join(folder, 'app.asar');
    const bytes = await readFile(archive);
    await writeFile(changed, bytes);
    const file = await open(changed, 'r+');
    await file.write(Buffer.from([(bytes.at(-1) ?? 0) ^ 1]), 0, 1, bytes.length - 1);
    await file.close();
    expect(await archiveFaults(changed, seal)).toHaveLength(1);
    await writeFile(seal, `<key>hash</key><string>${digest.replace(/^./, 'x')}</string>`);
    expect(await archiveFaults(archive, seal)).toEqual([`${seal} does not name this archive`]);
  });
});

describe('P1 a program of Electron 45, whose wire has nine fuses', () => {
  test('P1 has to have the ninth as it ships, and no tenth', async () => {
    expect(await wrongFuses(await wire('000011001'))).toEqual([]);
    expect(await wrongFuses(await wire('000011000'))).toEqual(['WasmTrapHandlers is DISABLE']);
    expect(await wrongFuses(await wire('0000110011'))).toEqual([
      '9 is a fuse that nobody decided on',
    ]);
    expect(await wrongFuses(await wire('1000110'))).toEqual([
      'RunAsNode is ENABLE',
      'GrantFileProtocolExtraPrivileges is not there',
    ]);
  });
});

test('P1 the two configurations differ in exactly one key', async () => {
  const release = flat(await builderConfig('release'));
  const driven = flat(await builderConfig('test'));
  const keys = new Set([...release.keys(), ...driven.keys()]);
  const differing = [...keys].filter((key) => release.get(key) !== driven.get(key));
  expect(differing).toEqual(['electronFuses.enableNodeCliInspectArguments']);
  expect(release.get('electronFuses.enableNodeCliInspectArguments')).toBe(false);
});

function flat(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const entries = Object.entries(value).flatMap(([key, part]) => [
    ...flat(part, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(entries);
}
