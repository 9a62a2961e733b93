import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { Consumer, Consumers } from '../../../electron/handoff/consumers.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { until } from '../../support/processes/processes.ts';
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
});
afterEach(() => world.close());

const stsCalls = (): number => world.requests.filter(({ server }) => server === 'sts').length;

describe('the document', () => {
  it('is what a credential_process prints, with an end for keys that have none', async () => {
    await world.connectKeys('Photos');
    const reply = await world.credentials('Photos');
    expect(reply.status).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-store');
    const inAnHour = new Date(clock.nowEpochMs() + 3_600_000).toISOString().replace('.000Z', 'Z');
    expect(JSON.parse(reply.body)).toEqual({
      Version: 1,
      AccessKeyId: 'AKIAEXAMPLEOFMINIO00',
      SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      Expiration: inAnHour,
    });
  });

  it('A8 comes from memory: 200 callers at once cost one renewal, and no read of the keychain', async () => {
    const id = await world.connectRole('Backup');
    await world.credentials('Backup');
    const before = stsCalls();
    // Nobody renewed it in time: the machine slept.
    clock.sleep(30 * 60_000);
    const first = await Promise.all(Array.from({ length: 200 }, () => world.credentials('Backup')));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(first.map(({ body }) => body)).size).toBe(1);
    expect(stsCalls() - before).toBe(1);

    const reads = world.app.keytar.calls.length;
    for (let count = 0; count < 50; count += 1) await world.credentials('Backup');
    expect(world.app.keytar.calls.length).toBe(reads);
    expect(world.app.connection(id)?.problem).toBe(null);
  });

  it('A15 is served to its real end when nobody renews it; then it says why not', async () => {
    await world.connectRole('Backup');
    const { Expiration } = JSON.parse((await world.credentials('Backup')).body);
    await world.sts.close();
    clock.sleep(30 * 60_000 - 20_000);
    const late = await world.credentials('Backup');
    expect(JSON.parse(late.body).Expiration).toBe(Expiration);
    clock.sleep(30_000);
    const after = await world.credentials('Backup');
    expect(after.status).toBe(503);
    expect(after.body).toMatch(/^127\.0\.0\.1:?\d* .*\n$/);
    expect(after.body.trim()).not.toContain('\n');
  });

  it('A15 is served to its real end where the person only wants to be warned; then a sentence says so', async () => {
    const connectionId = await world.connectRole('Backup');
    const first = await world.credentials('Backup');
    const { setRenewalPolicy } = world.app.services().handlers.connections;
    await setRenewalPolicy({ connectionId, policy: 'warn' });
    const before = stsCalls();
    clock.sleep(30 * 60_000 - 1_000);
    expect((await world.credentials('Backup')).body).toBe(first.body);
    clock.sleep(1_000);
    const after = await world.credentials('Backup');
    expect(after.status).toBe(403);
    expect(after.body).toContain('This account has expired');
    expect(stsCalls()).toBe(before);

    await setRenewalPolicy({ connectionId, policy: 'automatic' });
    expect((await world.credentials('Backup')).status).toBe(200);
  });

  it('A6 is read anew, or not at all, once the screen or the keychain was locked', async () => {
    await world.connectKeys('Photos');
    await world.credentials('Photos');
    await world.app.services().onScreenLock();
    const reads = world.app.keytar.calls.length;
    expect((await world.credentials('Photos')).status).toBe(200);
    expect(world.app.keytar.calls.length).toBeGreaterThan(reads);

    world.app.keytar.mode.locked = true;
    clock.advance(2_000);
    const reply = await world.credentials('Photos');
    expect(reply.status).toBe(503);
    expect(reply.body).toMatch(/keychain|keyring/i);
    // Dropped, and not only held back.
    expect((await world.credentials('Photos')).status).toBe(503);
    world.app.keytar.mode.locked = false;
    expect((await world.credentials('Photos')).status).toBe(200);
  });
});

describe('connecting from a command', () => {
  const wanted = () => world.app.services().snapshot().wantedProvider;

  it('leaves a wish for the window, which takes it once', async () => {
    for (const provider of ['google-drive', 'Google Drive', ' google DRIVE ']) {
      expect((await world.call('tools.connect', { provider })).ok, provider).toBe(true);
      expect(wanted()).toBe('google-drive');
    }
    await world.app.services().handlers.providers.takeWanted();
    expect(wanted()).toBe(null);
  });

  it('tells which providers there are where it was given none of them', async () => {
    const { error } = await world.call('tools.connect', { provider: 'gogle' });
    expect(error?.code).toBe('provider.unknown');
    expect(errorLine(error)).toMatch(/^No provider is called so\. .*\bgoogle-drive, /);
    expect(wanted()).toBe(null);
  });
});

it('refuses a command what only a display has, where there is none', async () => {
  const there = await startAgentWorld(clock, { hasDisplay: false });
  await there.connectKeys('Photos');
  for (const [name, argument] of [
    ['tools.connect', { provider: 'google-drive' }],
    ['tools.copy', { account: 'Photos', format: 'env-sh' }],
  ] as const)
    expect(await there.call(name, argument)).toMatchObject({
      error: { code: 'agent.without-display' },
    });
  expect(there.app.clipboard.text).toBe('');
  await there.close();
});

describe('A4 a consumer', () => {
  it('of one account gets no other, by whatever name', async () => {
    const photos = await world.connectKeys('Photos');
    const secret = await world.connectRole('Secret');
    await world.app.services().consumers.give({
      name: 'AWS profile photos',
      handle: 'photos',
      connectionIds: [photos],
      rule: 'always',
    });
    for (const name of ['Photos', 'photos', 'Ph', photos]) {
      expect((await world.credentials(name, 'photos')).status, name).toBe(200);
    }
    for (const name of [
      'Secret',
      'Sec',
      secret,
      'S',
      '../Secret',
      'Photos/../Secret',
      '%53ecret',
    ]) {
      const reply = await world.credentials(name, 'photos');
      expect(reply.status, name).toBe(404);
      const call = await world.call('tools.status', { account: name }, 'photos');
      expect(call.error?.code, name).toBe('account.unknown');
    }
    const { value } = await world.call('tools.list', undefined, 'photos');
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['Photos']);
    // What a tool of several accounts is called says none of them.
    const several = { name: 'both', handle: 'both', connectionIds: [photos, secret] };
    await world.app.services().consumers.give({ ...several, rule: 'always' });
    expect((await world.credentials('both', 'both')).status).toBe(404);
  });

  it('is asked which account it means where a beginning fits several', async () => {
    await world.connectKeys('Photos home');
    await world.connectRole('Photos work');
    const reply = await world.call('tools.status', { account: 'Photos' });
    expect(reply.error).toMatchObject({
      code: 'account.ambiguous',
      params: { matches: 'Photos home, Photos work' },
    });
    expect((await world.call('tools.status', { account: 'Photos w' })).value.name).toBe(
      'Photos work',
    );
  });

  it('A3 has its token or nothing: one answer for all that are none, and for a revoked one at once', async () => {
    await world.connectKeys('Photos');
    const { consumers } = world.app.services();
    await consumers.give({
      name: 'backup.sh',
      handle: 'backup',
      connectionIds: null,
      rule: 'always',
    });
    const good = await world.headerOf('backup');
    const other = `Bearer ${'A'.repeat(43)}`;
    const ask = (authorization?: string) =>
      world.ask('/v1/credentials/Photos', {
        headers: authorization === undefined ? {} : { authorization },
      });
    const wrong = [undefined, '', 'Bearer', other, good.slice(0, -1), `${good}A`];
    const answers = await Promise.all(wrong.map(ask));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect((await ask(good)).status).toBe(200);
    await consumers.revoke('backup');
    expect(await ask(good)).toMatchObject({ status: 401, body: answers[0]?.body });
  });
});

describe('a call that is reading', () => {
  const give = async (rule: Consumer['rule'] = 'always'): Promise<Consumers> => {
    const { consumers } = world.app.services();
    await world.connectKeys('Photos');
    await consumers.give({ name: 'backup.sh', handle: 'backup', connectionIds: null, rule });
    return consumers;
  };
  /** Asks for the document, and acts while the keychain is being read for it. */
  const meanwhile = async (act: () => Promise<void>): Promise<AgentReply> => {
    world.app.keytar.hang(0);
    const reply = world.credentials('Photos', 'backup');
    await until('a call of the keychain', () => world.app.keytar.held() > 0 || undefined);
    await act();
    await world.app.keytar.release();
    return reply;
  };

  it('A3 gets nothing when its consumer is revoked meanwhile', async () => {
    const consumers = await give();
    const reply = await meanwhile(() => consumers.revoke('backup'));
    expect(reply).toMatchObject({ status: 403, body: expect.not.stringContaining('wJalr') });
  });

  it('A6 has to ask when its rule became to ask meanwhile', async () => {
    const consumers = await give();
    const reply = meanwhile(() => consumers.setRule('backup', 'ask'));
    await until(
      'the question',
      () => world.app.services().handlers.consumers.question() ?? undefined,
    );
    world.app.services().refuseQuestions();
    expect(await reply).toMatchObject({ status: 403, body: expect.not.stringContaining('wJalr') });
  });
});

describe('copying for a tool', () => {
  it('is the command line’s alone, by its rule, and written down as its', async () => {
    const { consumers } = world.app.services();
    await world.connectKeys('Photos');
    const wanted = { account: 'Photos', format: 'secret-access-key' };
    await consumers.give({ name: 'x', handle: 'x', connectionIds: null, rule: 'always' });
    expect(await world.call('tools.copy', wanted, 'x')).toMatchObject({
      error: { code: 'consumer.not-allowed' },
    });
    await consumers.setRule('command-line', 'ask');
    const asked = world.call('tools.copy', wanted);
    await until(
      'the question',
      () => world.app.services().handlers.consumers.question() ?? undefined,
    );
    expect(world.app.clipboard.text).toBe('');
    world.app.services().refuseQuestions();
    expect(await asked).toMatchObject({ error: { code: 'consumer.refused' } });
    await consumers.setRule('command-line', 'always');
    await world.call('tools.copy', wanted);
    expect(world.app.clipboard.text).not.toBe('');
    const { lines } = (await world.app.services().handlers.activity.list({
      before: null,
      limit: 1,
      kinds: null,
      connectionId: null,
      text: '',
    })) as { lines: readonly { entry: unknown }[] };
    expect(JSON.stringify(lines[0]?.entry)).toContain('Command line');
  });

  it.each([Number.MAX_SAFE_INTEGER, 253_402_300_800, -1e14])(
    'lists all accounts, one restored with the end %d',
    async (end) => {
      await world.connectKeys('Photos');
      const { connections } = world.app.services();
      const [copy] = (await connections.copyOut(null)).copies;
      if (copy === undefined) throw new Error('nothing copied');
      const expiresAtEpochSeconds = new Secret(String(end));
      const fields = { ...copy.fields, expiresAtEpochSeconds };
      const record = { ...copy.record, label: 'Endless' };
      await connections.takeOver([{ copy: { record, fields }, replaces: null }]);
      const { value } = await world.call('tools.list');
      expect(value).toMatchObject([{ name: 'Photos' }, { name: 'Endless', expiresAt: null }]);
    },
  );
});
