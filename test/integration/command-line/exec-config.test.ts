import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import { fetchDebianTools } from '../../support/desktop/debian-tools.ts';
import { type Finished, run, until } from '../../support/processes/processes.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

const tools = await fetchDebianTools();
const secretAccessKey = ['virtual', 'hosted', 'canary'].join('-');

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
  const { handlers } = world.app.services();
  // A service that wants the bucket in the host, and is not there: what is asked is only signed.
  const { operationId } = await handlers.connections.connect({
    providerId: providerIdSchema.parse('s3-other'),
    label: 'hosted',
    input: {
      endpoint: 'https://localhost:1',
      region: 'eu-north-7',
      addressing: 'virtual',
      accessKeyId: 'AKIAOFVIRTUALHOSTS00',
      secretAccessKey,
    },
    draft: null,
  });
  await world.app.prompt(operationId, 'keep-unchecked');
  await world.app.answer(operationId, { kind: 'accept' });
  await world.app.done(operationId);
});
afterAll(() => world.close());

const folder = (): string => agentPaths(world.home, 'linux').commandsFolder;
const exec = (command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  run(world.launcher, ['exec', 'hosted', '--', ...command], {
    ...world.around(env),
    timeoutMs: 60_000,
  });
const nothingIsLeft = (): Promise<unknown> =>
  until('an empty folder', async () => (await readdir(folder())).length === 0 || undefined);

describe('exec for a service that wants the bucket in the host', () => {
  it.skipIf(tools === null)(
    'has the real aws put it there, whatever the person’s own config says',
    async () => {
      const own = join(world.home, 'own-config');
      await writeFile(own, '[default]\ns3 =\n  addressing_style = path\nregion = us-west-2\n');
      const aws = [tools?.aws ?? '', 's3', 'presign', 's3://photos/one.txt'];
      const { code, stdout, stderr } = await exec(aws, {
        AWS_CONFIG_FILE: own,
        AWS_PROFILE: 'own',
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^https:\/\/photos\.localhost:1\/one\.txt\?/);
      expect(stdout).toContain('eu-north-7');
      await nothingIsLeft();
    },
  );

  it('keeps a file without a secret in a private folder while the command runs', async () => {
    const show =
      'stat -c "%a %n" "$AWS_CONFIG_FILE" "$(dirname "$AWS_CONFIG_FILE")"; cat "$AWS_CONFIG_FILE"';
    const { stdout } = await exec(['sh', '-c', show]);
    expect(stdout).toMatch(/^600 .*\/agent\/commands\/[^\n]+\n700 /);
    expect(stdout).toContain('[profile default]\nregion = eu-north-7\n');
    expect(stdout).toContain('  addressing_style = virtual\n');
    expect(stdout).toContain('  endpoint_url = https://localhost:1\n');
    expect(stdout).toContain('request_checksum_calculation = when_required\n');
    expect(stdout).not.toContain(secretAccessKey);
    await nothingIsLeft();
  });

  it('A13 leaves nothing between the command and SIGKILL, and nothing behind', async () => {
    const wait = 'echo $$; while :; do sleep 0.01; done';
    const child = spawn(world.launcher, ['exec', 'hosted', '--', 'sh', '-c', wait], {
      ...world.around({}),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
    });
    await until('a command that runs', () => said.includes('\n') || undefined);
    expect(Number(said)).toBe(child.pid);
    expect(await readdir(folder())).toHaveLength(1);
    child.kill('SIGKILL');
    await nothingIsLeft();
  });

  it('gives the endpoint’s way in the same file', async () => {
    const words = ['exec', 'hosted', '--endpoint', '--', 'sh', '-c', 'cat "$AWS_CONFIG_FILE"'];
    const { stdout } = await run(world.launcher, words, world.around({}));
    expect(stdout).toContain('  addressing_style = virtual\n');
  });

  it('is not needed where the bucket is in the path', async () => {
    const words = ['exec', 'photos', '--', 'sh', '-c', 'echo "$AWS_CONFIG_FILE"'];
    expect(await run(world.launcher, words, world.around({}))).toMatchObject({
      stdout: '/dev/null\n',
    });
  });
});
