import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builderConfig, projectFolder } from '../../support/app/package-app.ts';
import { run } from '../../support/processes/processes.ts';

describe('the Debian package', () => {
  let root: string;
  const command = (): string => join(root, 'usr/bin/stowkey');

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'stowkey-deb-'));
    for (const folder of ['usr/bin', 'opt/Stowkey', 'etc/apparmor.d'])
      await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, 'opt/Stowkey/chrome-sandbox'), '');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** As electron-builder fills them in, for a system whose root is a folder. */
  const runScript = async (name: 'afterInstall' | 'afterRemove'): Promise<void> => {
    const { deb, executableName, productName } = await builderConfig('release');
    const text = await readFile(join(projectFolder, deb?.[name] ?? ''), 'utf8');
    const script = text
      .replaceAll(`\${executable}`, executableName ?? '')
      .replaceAll(`\${sanitizedProductName}`, productName ?? '')
      .replaceAll(/\/(?=(?:usr\/bin\/stowkey|opt|etc)\b)/g, `${root}/`)
      .replaceAll('update-alternatives', 'true');
    expect(await run('/bin/sh', ['-c', script])).toMatchObject({ code: 0, stderr: '' });
  };

  it('has the launcher for its command, and takes it away again', async () => {
    // What electron-builder's own script makes of it.
    await symlink('/etc/alternatives/stowkey', command());
    await runScript('afterInstall');
    expect(await readlink(command())).toBe(join(root, 'opt/Stowkey/resources/bin/stowkey'));
    await runScript('afterRemove');
    await expect(readlink(command())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves a command of somebody else', async () => {
    await symlink('/home/ada/stowkey', command());
    await runScript('afterRemove');
    expect(await readlink(command())).toBe('/home/ada/stowkey');
  });
});
