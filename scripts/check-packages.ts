/**
 * Reads back what electron-builder left in `dist/`, after signing where there is any: `npm run
 * check:packages`. Ends with 1 where a fuse or an archive is not as decided, or where nothing is to check.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { archiveDigest, archiveFaults, packagedPrograms, wrongFuses } from './package-checks.ts';

const work = await mkdtemp(join(tmpdir(), 'stowkey-check-'));
try {
  const programs = await packagedPrograms('dist', work);
  if (programs.length === 0) console.error('dist/ holds no program; run npm run package first.');
  let faults = programs.length === 0 ? 1 : 0;
  for (const { executable, archive, seal } of programs) {
    const found = [...(await wrongFuses(executable)), ...(await archiveFaults(archive, seal))];
    const verdict = found.length === 0 ? 'as decided' : found.join('; ');
    const from = executable.startsWith(work) ? work : '.';
    console.log(`${relative(from, executable)}: ${verdict}; archive ${archiveDigest(archive)}`);
    faults += found.length;
  }
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  await rm(work, { recursive: true, force: true });
}
