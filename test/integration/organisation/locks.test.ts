import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { LockName } from '../../../shared/organisation.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { type AgentWorld, startAgentWorld } from '../../support/worlds/agent-world.ts';
import { outcomeOf } from '../../support/worlds/app-error.ts';

/** What an organisation locks, tried by everybody who could do it, through everything but the window. */

let set: unknown = null;
let world: AgentWorld;
let photos: ConnectionId;
beforeEach(async () => {
  set = null;
  const managed = {
    name: '/etc/stowkey/managed.json',
    read: async () => (set === null ? null : typeof set === 'string' ? set : JSON.stringify(set)),
  };
  const startEpochMs = Math.floor(Date.now() / 1000) * 1000;
  world = await startAgentWorld(createClock({ startEpochMs }), { managed });
  photos = await world.connectKeys('Photos');
});
afterEach(() => world.close());

const lock = async (locked: object): Promise<void> => {
  set = { stowkeyManaged: 1, organisation: 'Example GmbH', locked };
  await world.restart();
};
const handlers = () => world.app.services().handlers;
const refused = (reason: LockName) => [
  'organisation.locked',
  { reason, organisation: 'Example GmbH' },
];
const give = (name: string, usesEndpoint = false) =>
  handlers().consumers.give({
    name,
    connectionIds: [photos],
    rule: 'always',
    usesEndpoint,
    assistant: null,
  });

describe('O1 a lock is kept by what does the thing', () => {
  it('no secret is shown', async () => {
    const reveal = () =>
      handlers().credentials.reveal({ connectionId: photos, field: 'secret-access-key' });
    expect(await outcomeOf(reveal)).toBe('done');
    await lock({ reveal: 'off' });
    expect(await outcomeOf(reveal)).toEqual(refused('reveal'));
  });

  it('no backup is saved', async () => {
    const save = () =>
      handlers().backup.save({
        connectionIds: null,
        lock: { kind: 'passphrase', passphrase: 'five random words in a row' },
      });
    expect(await outcomeOf(save)).toBe('done');
    world.app.saved.clear();
    await lock({ backup: 'off' });
    expect(await outcomeOf(save)).toEqual(refused('backup'));
    expect([...world.app.saved]).toEqual([]);
  });

  it('no copied secret stays longer, whatever was chosen before', async () => {
    const change = (clipboardSeconds: 10 | 30 | 120) =>
      handlers().settings.change({ clipboardSeconds });
    await change(120);
    await lock({ clipboardSecondsAtMost: 30 });
    expect(world.app.snapshot().settings.clipboardSeconds).toBe(30);
    const before = Date.now();
    const { clearsAtEpochMs } = await handlers().credentials.copy({
      connectionId: photos,
      format: 'env-sh',
    });
    expect((clearsAtEpochMs ?? Number.NaN) - before).toBeLessThanOrEqual(31_000);
    expect(await outcomeOf(() => change(120))).toEqual(refused('clipboard'));
    expect(await outcomeOf(() => change(10))).toBe('done');
    await handlers().credentials.clearClipboard();
  });

  it('nobody is answered over 127.0.0.1', async () => {
    await give('web', true);
    const port = world.app.services().consumers.endpointPort() ?? 0;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBeGreaterThanOrEqual(400);
    await lock({ endpoint: 'off' });
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    expect(await outcomeOf(() => give('more', true))).toEqual(refused('endpoint'));
    expect(await outcomeOf(() => handlers().consumers.openEndpoint())).toEqual(refused('endpoint'));
    expect(await world.call('tools.lend', { account: 'Photos' })).toMatchObject({
      error: { code: 'organisation.locked' },
    });
    expect(await outcomeOf(() => give('over the socket'))).toBe('done');
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  it.each([
    [['command-line'], 'web', 'command-line'],
    [['tools'], 'command-line', 'web'],
  ] as const)('of %j alone credentials are taken', async (consumers, out, stays) => {
    await give('web');
    const status = async (handle: string) => (await world.credentials('Photos', handle)).status;
    expect([await status(out), await status(stays)]).toEqual([200, 200]);
    await lock({ consumers });
    const reply = await world.credentials('Photos', out);
    expect([reply.status, reply.body]).toEqual([403, expect.stringContaining('Example GmbH')]);
    expect(await status(stays)).toBe(200);
    const isRefused = { error: { code: 'organisation.locked' } };
    for (const [call, more] of [
      ['environment', {}],
      ['lend', {}],
      ['copy', { format: 'env-sh' }],
    ] as const) {
      if (out === 'command-line')
        expect(
          await world.call(`tools.${call}`, { account: 'Photos', ...more }, out),
        ).toMatchObject(isRefused);
    }
    // Who has nothing to take still learns what there is, and why.
    expect(await world.call('tools.list', undefined, out)).toMatchObject({
      value: [{ name: 'Photos' }],
    });
    expect(await outcomeOf(() => give('more'))).toEqual(
      out === 'web' ? refused('consumers') : 'done',
    );
  });

  it('an assistant is a tool too', async () => {
    const { handle } = await handlers().consumers.give({
      name: 'Assistant',
      connectionIds: [photos],
      rule: 'always',
      usesEndpoint: false,
      assistant: { uploads: null },
    });
    const buckets = () => world.call('assistant.buckets', { account: 'Photos' }, handle);
    expect(await buckets()).toMatchObject({ value: { buckets: [{ name: 'photos' }] } });
    await lock({ consumers: ['command-line'] });
    const asked = world.requests.length;
    expect(await buckets()).toMatchObject({ error: { code: 'organisation.locked' } });
    expect(world.requests).toHaveLength(asked);
  });

  it('accounts of other providers are not connected, by no way, and those that are there stay', async () => {
    const save = await handlers().backup.save({
      connectionIds: [photos],
      lock: { kind: 'passphrase', passphrase: 'five random words in a row' },
    });
    await lock({ providers: ['storx'] });
    const connect = () => world.connectKeys('More');
    expect(await outcomeOf(connect)).toEqual(refused('providers'));
    expect(
      await world.call('tools.beginDeviceSignIn', {
        provider: 'google-drive',
        name: null,
        fields: { clientId: 'id' },
        secret: null,
        replaces: false,
      }),
    ).toMatchObject({ error: { code: 'organisation.locked' } });
    expect((await world.credentials('Photos')).status).toBe(200);
    await handlers().connections.disconnect({ connectionId: photos });
    await world.app.until(({ connections }) => (connections.length === 0 ? true : undefined));
    const text = world.app.saved.get(save.fileName ?? '') ?? '';
    world.app.chosen.push({ name: 'a.jwe', text });
    const found = await handlers().backup.choose();
    const backup = found?.backup ?? '';
    const key = { kind: 'passphrase', passphrase: 'five random words in a row' } as const;
    await handlers().backup.open({ backup, key });
    expect(await outcomeOf(() => handlers().backup.restore({ backup, choices: ['add'] }))).toEqual(
      refused('providers'),
    );
  });

  it('O2 what cannot be read locks all of it, says so, and costs no account', async () => {
    set = '{ "stowkeyManaged": 1, ';
    await world.restart();
    const { organisation, connections } = world.app.snapshot();
    expect(organisation).toMatchObject({
      name: null,
      locks: { revealOff: true, backupOff: true, consumers: [], providers: [] },
      error: { code: 'organisation.unreadable', params: { reason: 'json' } },
    });
    expect(connections).toHaveLength(1);
    expect((await world.credentials('Photos')).status).toBe(403);
    expect(await handlers().doctor.examine()).toContainEqual(
      expect.objectContaining({ subject: 'organisation', finding: 'organisation.refused' }),
    );
    expect(world.app.log.join('\n')).toContain('organisation.unreadable');
    set = null;
    await world.restart();
    expect(world.app.snapshot().organisation).toMatchObject({ error: null });
    expect((await world.credentials('Photos')).status).toBe(200);
  });
});
