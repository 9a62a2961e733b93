import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, run, until, untilExit } from '../../support/processes/processes.ts';
import { type StorageTool, storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clear());

type Way = (
  command: readonly string[],
) => Promise<{ readonly command: readonly string[]; readonly env: NodeJS.ProcessEnv }>;

/** How a tool gets at its keys. */
const ways: Readonly<Record<string, Way>> = {
  'the profile': async (command) => ({ command, env: { AWS_PROFILE: 'photos' } }),
  'pasted variables': async (command) => {
    const { connectionId, app } = world;
    await app.services().handlers.credentials.copy({ connectionId, format: 'env-sh' });
    const script = `${app.clipboard.text}\nexec "$@"`;
    return { command: ['/bin/sh', '-c', script, 'sh', ...command], env: {} };
  },
};

describe.each([...storageTools])('%s', (_name, tool) => {
  it.each(Object.entries(ways))('puts, uploads in parts, lists and gets: %s', async (_way, way) => {
    const { command, env } = await way(tool.transfer);
    const [program = '', ...args] = command;
    const done = await run(program, args, { ...world.around(env), timeoutMs: 60_000 });
    expect(done).toMatchObject({ code: 0 });
    expect(world.bucket().get('big')?.etag).toMatch(/-2"$/);
    for (const [name, bytes] of Object.entries(world.files)) {
      expect((await world.downloaded(name)).equals(bytes)).toBe(true);
    }
  });

  it('goes on with new keys when the old ones end half-way', () => uploadAcrossTheEnd(tool));
});

/**
 * Uploads in parts with the profile, in a world of its own, where the keys end between two of them: at
 * once for the program and the service, or for a tool that goes by its clock alone, in some seconds.
 */
async function uploadAcrossTheEnd({ stream, goesByItsClock }: StorageTool): Promise<void> {
  const waits = goesByItsClock === true;
  const { minted, ...there } = await startToolsWorld(waits ? { keysLiveSeconds: 6 } : {});
  try {
    const bytes = randomBytes(20 * 1024 * 1024);
    const half = bytes.length / 2;
    const firstPart = new Promise<void>((resolve) => {
      there.onRequest(({ method, path }) => {
        if (method === 'PUT' && path === '/photos/long') resolve();
      });
    });
    const [program = '', ...args] = stream;
    const child = spawn(program, args, there.around({ AWS_PROFILE: 'photos' }));
    // A tool that gives up reads no further; its complaint tells more.
    child.stdin.on('error', () => {});
    const failure = failureOf(child, program);
    child.stdin.write(bytes.subarray(0, half));
    await Promise.race([firstPart, failure]);
    const old = minted().at(-1);
    const { expiresEpochMs = 0 } = old ?? {};
    if (waits) await until('their end', () => (Date.now() > expiresEpochMs ? true : undefined));
    else there.endKeys();
    expect(await there.refusalOf(old)).toBe('ExpiredToken');
    child.stdin.end(bytes.subarray(half));
    await untilExit(child);
    if (child.exitCode !== 0) await failure;
    expect(there.bucket().get('long')?.body.equals(bytes)).toBe(true);
  } finally {
    await there.close();
  }
}
