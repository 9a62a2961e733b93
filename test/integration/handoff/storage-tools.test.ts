import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../support/processes/processes.ts';
import { storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

vi.setConfig({ testTimeout: 90_000 });

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clear());

const transfer = async (
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> => {
  const done = await run(program, args, { ...world.around(env), timeoutMs: 60_000 });
  expect(done).toMatchObject({ code: 0 });
  const big = world.bucket().get('big');
  if (big !== undefined) expect(big.etag).toMatch(/-2"$/);
  expect(world.bucket().size).toBeGreaterThan(1);
  for (const [name, bytes] of Object.entries(world.files)) {
    expect((await world.downloaded(name)).equals(bytes)).toBe(true);
  }
};

describe.each([...storageTools])('%s puts, uploads in parts, lists and gets', (_name, tool) => {
  const { pasted, endpoint } = tool;

  if (tool.readsProfiles) {
    it('with the profile', () => transfer(tool.transfer, { AWS_PROFILE: 'photos' }));
  }

  if (pasted !== null) {
    it('with what was copied for it', async () => {
      const { connectionId, app } = world;
      await app.services().handlers.credentials.copy({ connectionId, format: pasted.format });
      const text = app.clipboard.text;
      if (pasted.variable === null)
        return transfer(['/bin/sh', '-c', `${text}\nexec "$@"`, 'sh', ...tool.transfer]);
      const file = join(world.home, 'pasted');
      await writeFile(file, text);
      return transfer(tool.transfer, { [pasted.variable]: file, AWS_PROFILE: 'photos' });
    });
  }

  if (endpoint !== null) {
    it('with a container’s endpoint', async () =>
      transfer(tool.transfer, await world.giveContainer(endpoint)));
  }

  it('run by exec', () => transfer([world.launcher, 'exec', 'photos', '--', ...tool.transfer]));
});
