/**
 * Asks the npm registry for known vulnerabilities of everything in the lock file: `npm run
 * check:vulnerabilities`. Ends with 1 where there are some, and where the registry does not answer.
 */
import { readFile } from 'node:fs/promises';
import { run } from '../test/support/processes/processes.ts';
import { rowsBelow } from '../test/support/rules/tables.ts';
import { openVulnerabilities } from './vulnerabilities.ts';

const page = await readFile('docs/dependencies.md', 'utf8');
const letPass = rowsBelow(page, '## Known vulnerabilities that are let pass');
// npm ends with 1 where it found any, whether or not they are let pass.
const { stdout, stderr } = await run('npm', ['audit', '--json'], { timeoutMs: 120_000 });
try {
  const open = openVulnerabilities(stdout, letPass, new Date().toISOString().slice(0, 10));
  for (const line of open) console.error(line);
  console.log(open.length === 0 ? 'No known vulnerability.' : `${open.length} to see to.`);
  process.exitCode = open.length === 0 ? 0 : 1;
} catch {
  console.error(
    `The registry did not answer, so nothing is known:\n${stderr.trim() || stdout.trim()}`,
  );
  process.exitCode = 1;
}
