import { rm } from 'node:fs/promises';
import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentHost, credentialsPathOf } from '../../../shared/agent-protocol.ts';
import type { Question } from '../../../shared/schemas.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import {
  type AgentReply,
  type AgentWorld,
  startAgentWorld,
} from '../../support/worlds/agent-world.ts';

let clock: FakeClock;
let world: AgentWorld;

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  world = await startAgentWorld(clock);
  await world.connectKeys('Photos');
});
afterEach(() => world.close());

const handle = 'command-line';
const asking = () => world.app.services().handlers.consumers;
/** The question on show, once there is one. */
const question = (): Promise<Question> =>
  world.app.until(() => (asking().question() as Question | null) ?? undefined);

const expectNothing = (reply: AgentReply, words: string): void => {
  expect(reply.status).toBe(403);
  expect(reply.body).toContain(words);
  expect(reply.body.trimEnd().split('\n')).toHaveLength(1);
  expect(reply.body).not.toContain('AKIA');
};

describe('a tool whose rule is to ask', () => {
  it('A5 gets the document once it is allowed, and is asked about again', async () => {
    await asking().setRule({ handle, rule: 'ask' });
    for (const answer of ['allow', 'refuse'] as const) {
      const pending = world.credentials('Photos');
      const { id, consumer, account } = await question();
      expect([consumer, account]).toEqual(['Command line', 'Photos']);
      await asking().answer({ questionId: id, answer });
      const reply = await pending;
      if (answer === 'refuse') expectNothing(reply, 'You refused this tool');
      else expect(JSON.parse(reply.body)).toMatchObject({ Version: 1 });
    }
  });

  it.each<readonly [string, string, () => unknown]>([
    ['nobody answers for 25 seconds', 'Nobody allowed', () => clock.advance(25_000)],
    ['the window is closed', 'You refused', () => world.app.services().refuseQuestions()],
    ['it is revoked meanwhile', 'You refused', () => asking().revoke({ handle })],
    ['the screen locks', 'Nobody allowed', () => world.app.services().onScreenLock()],
    ['the program leaves', 'Nobody allowed', () => world.app.services().stop()],
  ])('A5 gets one line and no document when %s', async (_, words, happen) => {
    await asking().setRule({ handle, rule: 'ask' });
    const pending = world.credentials('Photos');
    await question();
    await happen();
    expectNothing(await pending, words);
    expect(asking().question()).toBeNull();
  });

  it('A5 is asked about no longer once it has left', async () => {
    await asking().setRule({ handle, rule: 'ask' });
    const leaving = new AbortController();
    const authorization = await world.headerOf(handle);
    const { socket: socketPath } = world.places;
    const left = new Promise((resolve) => {
      get({
        socketPath,
        path: credentialsPathOf('Photos'),
        headers: { host: agentHost, authorization },
        signal: leaving.signal,
      }).once('error', resolve);
    });
    await question();
    const askedAtMs = clock.nowEpochMs();
    leaving.abort();
    await left;
    // The agent hears of it when it does, and then waits a while whether it comes back.
    while (asking().question() !== null) {
      clock.advance(50);
      await new Promise(setImmediate);
    }
    expect(clock.nowEpochMs() - askedAtMs).toBeLessThan(25_000);
  });

  it('A6 is asked about again after the screen was locked', async () => {
    await asking().setRule({ handle, rule: 'ask-for-a-while' });
    const first = world.credentials('Photos');
    await asking().answer({ questionId: (await question()).id, answer: 'allow' });
    expect((await first).status).toBe(200);
    expect((await world.credentials('Photos')).status).toBe(200);
    await world.app.services().onScreenLock();
    const again = world.credentials('Photos');
    await asking().answer({ questionId: (await question()).id, answer: 'refuse' });
    expectNothing(await again, 'You refused');
  });

  it('keeps its rule where its file was removed and is made anew', async () => {
    await asking().setRule({ handle, rule: 'ask' });
    await rm(world.places.commandLineHeader);
    const { consumers } = world.app.services();
    const first = consumers.welcomeCommandLine('Command line');
    // The agent sees it as well: the token that was made first stays good.
    void consumers.welcomeCommandLine('Command line');
    await first;
    const pending = world.credentials('Photos');
    await asking().answer({ questionId: (await question()).id, answer: 'refuse' });
    expectNothing(await pending, 'You refused');
  });

  it('shows the window who has access, without what proves it', async () => {
    await asking().setRule({ handle, rule: 'ask' });
    const { consumers } = world.app.snapshot();
    expect(consumers).toEqual([
      {
        handle,
        name: 'Command line',
        rule: 'ask',
        usesEndpoint: false,
        assistant: null,
        connectionIds: null,
        createdAtEpochSeconds: clock.nowEpochMs() / 1000,
        lastUsedAtEpochSeconds: null,
      },
    ]);
  });
});
