import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { failureOf, until, untilExit } from '../../support/processes/processes.ts';
import { type StorageTool, storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld } from '../../support/worlds/tools-world.ts';

const streaming = [...storageTools].filter(([, { stream }]) => stream !== null);

it.each(streaming)(
  '%s goes on with new keys when the old ones end half-way, by either way',
  async (_name, tool) => {
    await Promise.all([uploadAcrossTheEnd(tool, 'profile'), uploadAcrossTheEnd(tool, 'container')]);
  },
  90_000,
);

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
