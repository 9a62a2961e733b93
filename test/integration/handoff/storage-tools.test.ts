import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import { run } from '../../support/processes/processes.ts';
import { codePrograms } from '../../support/tools/code-programs.ts';
import { storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

vi.setConfig({ testTimeout: 90_000 });

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clear());

const copied = async (format: CopyFormat): Promise<string> => {
  const { connectionId, app } = world;
  await app.services().handlers.credentials.copy({ connectionId, format });
  return app.clipboard.text;
};

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
  const { endpoint } = tool;

  if (tool.readsProfiles) {
    it('with the profile', () => transfer(tool.transfer, { AWS_PROFILE: 'photos' }));
  }

  for (const { format, variable } of tool.pasted) {
    it(`with what was copied for it: ${format}`, async () => {
      const text = await copied(format);
      if (variable === null)
        return transfer(['/bin/sh', '-c', `${text}\nexec "$@"`, 'sh', ...tool.transfer]);
      const file = join(world.home, 'pasted');
      await writeFile(file, text);
      // Code and remotes that name a profile bring their own; a section of one is asked for by name.
      return transfer(tool.transfer, { [variable]: file, AWS_PROFILE: 'photos' });
    });
  }

  if (endpoint !== null) {
    it('with a container’s endpoint', async () =>
      transfer(tool.transfer, await world.giveContainer(endpoint)));
  }

  if (tool.byEnvironment)
    it('run by exec', () => transfer([world.launcher, 'exec', 'photos', '--', ...tool.transfer]));
});

it.each(codePrograms)(
  '%s puts, uploads in parts, lists and gets with copied code: %s',
  async (_tool, format, programOf) => {
    const command = await programOf(await copied(format), world.home);
    await transfer(command, { AWS_CA_BUNDLE: world.around({}).env.SSL_CERT_FILE });
  },
  15 * 60_000,
);
