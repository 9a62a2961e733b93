import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { differences, fileDigests } from '../../scripts/file-digests.ts';
import { projectFolder } from '../support/app/package-app.ts';
import { run } from '../support/processes/processes.ts';

const sources = ['electron', 'renderer', 'shared', 'scripts', 'resources'];
const settings = ['package.json', 'electron.vite.config.ts', 'tsconfig.json'];

// That two packages of the same bundles are the same is what `P1 the driven build …` shows.
test.skipIf(process.env.STOWKEY_NO_RUNTIME)(
  'P10 a second build, in another folder, gives the same bundles',
  async () => {
    // On the same disk, so that the packages need no copy of their bytes.
    const output = join(projectFolder, 'test-output');
    await mkdir(output, { recursive: true });
    const folder = await mkdtemp(join(output, 'second-build-'));
    try {
      for (const name of [...sources, ...settings])
        await cp(join(projectFolder, name), join(folder, name), { recursive: true });
      await run('cp', ['-al', join(projectFolder, 'node_modules'), folder]);
      const tool = join(folder, 'node_modules/electron-vite/bin/electron-vite.js');
      const done = await run(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
        cwd: folder,
      });
      expect(done.code, done.stderr).toBe(0);
      const [first, second] = await Promise.all(
        [projectFolder, folder].map((each) => fileDigests(each, ['out'])),
      );
      expect(second?.size).toBeGreaterThan(20);
      expect(differences(first ?? new Map(), second ?? new Map())).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  240_000,
);
