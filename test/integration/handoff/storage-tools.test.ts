import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf, run, until, untilExit } from '../../support/processes/processes.ts';
import { type StorageTool, storageTools } from '../../support/tools/storage-tools.ts';
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

  if (tool.stream !== null) {
    it('over the end of the keys it began with, by either way', async () => {
      await Promise.all([
        uploadAcrossTheEnd(tool, 'profile'),
        uploadAcrossTheEnd(tool, 'container'),
      ]);
    });
  }
});

/**
 * Uploads in parts, in a world of its own, where the keys end between two of them: at
 * once for the program and the service, or for a tool that goes by its clock alone, in some seconds.
 */
async function uploadAcrossTheEnd(
  { stream, goesByItsClock, endpoint }: StorageTool,
  way: 'profile' | 'container',
): Promise<void> {
  const waits = goesByItsClock === true;
  const { minted, ...there } = await startToolsWorld(waits ? { keysLiveSeconds: 8 } : {});
  try {
    const bytes = randomBytes(20 * 1024 * 1024);
    // The largest part that a tool begins with, and a little: a second one is not under way yet.
    const begun = 8 * 1024 * 1024 + 1;
    const firstPart = new Promise<void>((resolve) => {
      there.onRequest(({ method, path }) => {
        if (method === 'PUT' && path === '/photos/long') resolve();
      });
    });
    const [program = '', ...args] = stream ?? [];
    const env =
      way === 'profile'
        ? { AWS_PROFILE: 'photos' }
        : await there.giveContainer(endpoint ?? 'token');
    const child = spawn(program, args, there.around(env));
    // A tool that gives up reads no further; its complaint tells more.
    child.stdin.on('error', () => {});
    const failure = failureOf(child, program);
    child.stdin.write(bytes.subarray(0, begun));
    await Promise.race([firstPart, failure]);
    const old = minted().at(-1);
    const { expiresEpochMs = 0 } = old ?? {};
    if (waits) await until('their end', () => (Date.now() > expiresEpochMs ? true : undefined));
    else there.endKeys();
    expect(await there.refusalOf(old)).toBe('ExpiredToken');
    child.stdin.end(bytes.subarray(begun));
    await untilExit(child);
    if (child.exitCode !== 0) await failure;
    expect(there.bucket().get('long')?.body.equals(bytes)).toBe(true);
  } finally {
    await there.close();
  }
}
