import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchDebianTools } from '../support/desktop/debian-tools.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { filesBelow, findIn } from '../support/processes/canaries.ts';
import { run } from '../support/processes/processes.ts';
import { toolEnvironment } from '../support/tools/tool-environment.ts';

const bucket = 'holiday';

/**
 * Has the AWS command line and rclone write and read with a profile, each command and what it says on
 * screen, and looks that no file holds one of these secrets.
 */
export async function useTools(
  { env, keyring, world }: Desktop,
  profile: string,
  rcloneSection: string,
): Promise<void> {
  const aws = (await fetchDebianTools().catch(() => null))?.aws ?? null;
  world.s3.seedBuckets({ [bucket]: {} });
  const cwd = join(keyring.home, 'pictures');
  await mkdir(cwd);
  await writeFile(join(cwd, 'sea.txt'), 'The sea at Sagres\n');
  await writeFile(join(cwd, 'rclone.conf'), rcloneSection);
  const type = async (program: string, ...args: readonly string[]): Promise<string> => {
    console.log(`\n      $ ${[program.split('/').at(-1), ...args].join(' ')}`);
    const done = await run(program, args, { env: toolEnvironment(env), cwd, timeoutMs: 60_000 });
    const said = `${done.stdout}${done.stderr}`;
    process.stdout.write(said.replace(/^(?=.)/gm, '      '));
    assert.equal(done.code, 0);
    return done.stdout;
  };

  if (aws !== null) {
    const by = ['--profile', profile] as const;
    await type(aws, 's3', 'cp', '--no-progress', 'sea.txt', `s3://${bucket}/`, ...by);
    assert.match(await type(aws, 's3', 'ls', `s3://${bucket}/`, ...by), /sea\.txt/);
  }
  const rclone = (...args: readonly string[]) =>
    type('/usr/bin/rclone', '--config', 'rclone.conf', ...args);
  await rclone('copyto', 'sea.txt', `${profile}:${bucket}/again.txt`);
  assert.equal(await rclone('cat', `${profile}:${bucket}/again.txt`), 'The sea at Sagres\n');

  const secrets = [...world.ledger.s3Keys.values()].flatMap(
    ({ secretAccessKey }, index) => [[`secret key ${index}`, secretAccessKey]] as const,
  );
  // What the person dropped into the window, and the browser's own, is none of Stowkey's files.
  const files = await filesBelow(keyring.home, (path) => !/^(?:browser|offers)\//.test(path));
  assert.deepEqual(findIn(files, new Map(secrets)), []);
  console.log(`\n      No secret is in any of ${files.length} files, such as ~/.aws/config:\n`);
  const config = await readFile(join(keyring.home, '.aws', 'config'), 'utf8');
  for (const line of config.trimEnd().split('\n')) console.log(`      ${line}`);
  console.log('');
}
