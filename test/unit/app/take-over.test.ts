import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startAgentServer } from '../../../electron/api/agent/server.ts';
import type { Dispatcher } from '../../../electron/api/dispatcher.ts';
import { createQuitSequence } from '../../../electron/app/lifecycle.ts';
import { takeOver } from '../../../electron/app/take-over.ts';
import { quitsWithinMs } from '../../../electron/platform/leaving-times.ts';
import { agentHost, credentialsPathOf } from '../../../shared/agent-protocol.ts';
import { channelName } from '../../../shared/channels.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { quietLogger } from '../../support/fakes/logger.ts';

it('A10 a start with a display gets the profile from an agent that takes as long as it may', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-take-over-'));
  const clock = createClock();
  const path = join(folder, 'agent.sock');
  let isAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const neverAnswers = (): Promise<never> => {
    isAsked();
    return new Promise(() => {});
  };
  const dispatcher: Dispatcher = {
    calls: new Map([[channelName('tools', 'credentials'), neverAnswers]]),
    maxBytesOf: () => 0,
    refuse: () => {
      throw new Error('nothing is refused');
    },
  };
  const agent = await startAgentServer({
    path,
    platform: 'linux',
    about: { version: '0', window: false },
    admit: () => dispatcher,
    logger: quietLogger,
    clock,
  });
  const isCut = new Promise<void>((resolve) => {
    const headers = { host: agentHost };
    get({ socketPath: path, path: credentialsPathOf('photos'), headers }).once('error', () =>
      resolve(),
    );
  });
  await asked;

  let hasLeft = false;
  const quit = createQuitSequence({
    tasks: () => [{ name: 'hangs', run: () => new Promise(() => {}) }],
    boundMs: quitsWithinMs,
    clock,
    logger: quietLogger,
  });
  const taken = takeOver({
    ownerHasWindow: async () => (hasLeft ? null : false),
    claim: () => hasLeft,
    clock,
  });
  let isOver = false;
  void taken.finally(() => {
    isOver = true;
  });
  const stopped = agent.stop().then(() =>
    quit({ preventDefault: () => {} }, () => {
      hasLeft = true;
    }),
  );
  while (!isOver) {
    clock.advance(100);
    // Sockets close in their own time.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
  expect(await taken).toBe(true);
  await Promise.all([isCut, stopped]);
  await rm(folder, { recursive: true });
});
