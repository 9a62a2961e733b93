/**
 * Builds the last commit twice, in two folders, and names every file that came out otherwise: `npm run
 * reproduce`. Compared are the bundles, the packaged program and the bill of materials; it ends with the
 * digest of their list, which another machine can compare.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../test/support/processes/processes.ts';
import { differences, fileDigests } from './file-digests.ts';

const must = async (command: string, args: readonly string[], cwd: string): Promise<string> => {
  const done = await run(command, args, { cwd, env: { ...process.env, SOURCE_DATE_EPOCH: epoch } });
  if (done.code !== 0)
    throw new Error(`${command} ${args.join(' ')}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
};

const work = await mkdtemp(join(tmpdir(), 'stowkey-reproduce-'));
let epoch = '';
try {
  epoch = (await must('git', ['log', '-1', '--format=%ct'], '.')).trim();
  const archive = join(work, 'sources.tar');
  await must('git', ['archive', '--output', archive, 'HEAD'], '.');
  // Names of different length, so that a path that got into a file is seen.
  const folders = [join(work, 'one'), join(work, 'the-other')] as const;
  for (const folder of folders) {
    await mkdir(folder);
    await must('tar', ['-xf', archive], folder);
    const [first] = folders;
    if (folder === first) await must('npm', ['ci'], folder);
    else
      await cp(join(first, 'node_modules'), join(folder, 'node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
      });
    await must('npm', ['run', 'build'], folder);
    await must('npx', ['tsx', 'scripts/package-folder.ts'], folder);
  }
  const [one, other] = await Promise.all(
    folders.map((folder) => fileDigests(folder, ['out', 'dist'])),
  );
  if (one === undefined || other === undefined) throw new Error('nothing was built');
  const differing = differences(one, other);
  for (const path of differing) console.error(`differs: ${path}`);
  const list = [...one].map(([path, digest]) => `${digest}  ${path}\n`).join('');
  const sum = createHash('sha256').update(list).digest('hex');
  console.log(`${one.size} files of commit time ${epoch}, ${differing.length} differ; list ${sum}`);
  process.exitCode = differing.length === 0 ? 0 : 1;
} finally {
  await rm(work, { recursive: true, force: true });
}
