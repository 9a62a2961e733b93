import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keyring, startKeyring } from '../../support/desktop/keyring.ts';
import { run } from '../../support/processes/processes.ts';

const worker = fileURLToPath(new URL('../../support/processes/crash-worker.ts', import.meta.url));
const lives = 8;

let keyring: Keyring;
let folder: string;

beforeAll(async () => {
  keyring = await startKeyring();
  folder = await mkdtemp(join(tmpdir(), 'stowkey-kill-'));
});
afterAll(async () => {
  await keyring.close();
  await rm(folder, { recursive: true, force: true });
});

/** Lets it work for a moment and kills it in the middle of something. */
const liveAndDie = async (id: string, momentMs: number): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', worker, 'act', folder, id], {
    env: keyring.env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  // When it falls is the test's random input, not something it waits for.
  setTimeout(() => child.kill('SIGKILL'), momentMs);
  await ended;
};

describe('kill -9 with the real keychain', () => {
  it(`M15 M16 leaves one whole connection or none, and no orphan, in ${lives} lives`, {
    timeout: 180_000,
  }, async () => {
    for (let life = 0; life < lives; life += 1) {
      const id = randomUUID();
      await liveAndDie(id, randomInt(1, 160));
      const checked = await run(
        process.execPath,
        ['--import', 'tsx', worker, 'check', folder, id],
        { env: keyring.env },
      );
      expect(checked.stderr).toBe('');
      const seen = JSON.parse(checked.stdout);
      if (seen.connections === 0) expect(seen.stored).toBeNull();
      else expect(seen).toMatchObject({ connections: 1, state: 'active', shown: seen.stored });
      const left = await keyring.listItems('Crash-Stowkey');
      expect(left.filter((account) => account !== 'sentinel')).toEqual([]);
    }
  });
});
