import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { run } from '../support/processes/processes.ts';
import type { ToolsWorld } from '../support/worlds/tools-world.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

export type CommandTimes = {
  readonly credentials: Spread;
  readonly curl: Spread;
  readonly besideCurl: Spread;
  readonly aws: Spread;
  readonly besideAws: Spread;
};

/** Runs `credentials` with an agent, curl with the same answer, and `aws` with keys at hand, in turn. */
export const timeCommands = async (world: ToolsWorld, rounds: number): Promise<CommandTimes> => {
  const time = async (
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ ms: number; stdout: string }> => {
    const startedMs = performance.now();
    const done = await run(program, args, world.around(env));
    const ms = performance.now() - startedMs;
    if (done.code !== 0 || done.stdout === '') throw new Error(`${program}: ${done.stderr}`);
    return { ms, stdout: done.stdout };
  };
  const credentials = () => time(world.launcher, ['credentials', 'photos']);
  const { stdout: document } = await credentials();
  const socket = join(world.home, 'bare.sock');
  const bare = createServer((_, response) => response.end(document));
  await new Promise<void>((resolve) => bare.listen(socket, resolve));
  const times = { credentials: [] as number[], curl: [] as number[], aws: [] as number[] };
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const one = {
        credentials: (await credentials()).ms,
        curl: (
          await time('/usr/bin/curl', ['-q', '-sS', '--unix-socket', socket, 'http://stowkey/'])
        ).ms,
        aws: (await time('/usr/bin/aws', ['configure', 'export-credentials'], keys)).ms,
      };
      if (round < 0) continue;
      for (const name of ['credentials', 'curl', 'aws'] as const) times[name].push(one[name]);
    }
    return {
      credentials: spreadOf(times.credentials),
      curl: spreadOf(times.curl),
      besideCurl: ratiosOf(times.credentials, times.curl),
      aws: spreadOf(times.aws),
      besideAws: ratiosOf(times.credentials, times.aws),
    };
  } finally {
    bare.close();
    await rm(socket, { force: true });
  }
};
