import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { credentialsScript } from '../../../electron/handoff/credentials-script.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { startToolAgent, type ToolAgent } from '../../support/agent/tool-agent.ts';
import { type Finished, run } from '../../support/processes/processes.ts';

const document = {
  Version: 1,
  AccessKeyId: 'AKIA\\n%s',
  SecretAccessKey: "it's \\\\ `a`",
  Expiration: '2030-01-01T00:00:00Z',
} as const;

let folder: string;
let script: string;
let agent: ToolAgent | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-script-'));
  agent = null;
  const home = join(folder, "Application Support/it's $x");
  const program = join(home, 'the program');
  await mkdir(home, { recursive: true });
  await writeFile(program, '#!/bin/sh\nprintf "<%s>" "$@"; exit 7\n', { mode: 0o755 });
  const { socket, headersFolder } = agentPaths(home, process.platform);
  script = join(folder, 'stowkey-credentials');
  const text = credentialsScript({ socket, headersFolder, program: [program, '--a=b c'] });
  await writeFile(script, text, { mode: 0o755 });
});
afterEach(async () => {
  await agent?.close();
  await rm(folder, { recursive: true, force: true });
});

const start = async (credentials: () => typeof document): Promise<ToolAgent> => {
  agent = await startToolAgent(join(folder, "Application Support/it's $x"), { credentials }, [
    'photos',
  ]);
  return agent;
};
/** With no variable at all, as from a cron job. */
const ask = (...args: readonly string[]): Promise<Finished> => run(script, args, { env: {} });

test('a profile’s script asks as its own consumer, and needs no variable for it', async () => {
  const { askedBy } = await start(() => document);
  const done = await ask('photos');
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(done.stdout)).toEqual(document);
  expect(askedBy).toEqual(['photos']);
});

test('it says in one line why there are no keys', async () => {
  await start(() => {
    throw new AppError('consumer.refused');
  });
  const done = await ask('photos');
  expect(done).toMatchObject({ code: 1, stdout: '' });
  expect(done.stderr).toMatch(/^stowkey: [^\n]+\n$/);
});

test('what no agent answers goes to the program, and so does every odd name', async () => {
  const passed = (text: string) => ({ code: 7, stdout: text, stderr: '' });
  const before = '<--a=b c><--><credentials-of>';
  expect(await ask('photos')).toMatchObject(passed(`${before}<photos>`));
  const { askedBy } = await start(() => document);
  expect(await ask('unknown')).toMatchObject(passed(`${before}<unknown>`));
  expect(await ask('../photos')).toMatchObject(passed(`${before}<../photos>`));
  expect(await ask('$(x)')).toMatchObject(passed(`${before}<$(x)>`));
  expect(await ask('')).toMatchObject(passed(`${before}<>`));
  expect(askedBy).toEqual([]);
});
