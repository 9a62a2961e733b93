/**
 * `npm run test:kills [-- --times 500 --seed N]`: kills the packaged program with SIGKILL and says what
 * was lost, orphaned, double or wrong; ends with 1 if anything was.
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../support/app/package-app.ts';
import { prepareApp } from '../support/app/prepare-app.ts';
import { run } from '../support/processes/processes.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});

await prepareApp();
const playwright = join(projectFolder, 'node_modules/playwright/cli.js');
const { code } = await run(
  process.execPath,
  [playwright, 'test', '--project=program', '--workers=1', '--reporter=line', 'e2e/kills.spec'],
  {
    cwd: projectFolder,
    env: { ...process.env, STOWKEY_KILLS: values.times, STOWKEY_KILLS_SEED: values.seed },
    show: true,
  },
);
process.exitCode = code ?? 1;
