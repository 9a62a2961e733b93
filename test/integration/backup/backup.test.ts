import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeContent } from '../../../electron/backup/content.ts';
import { seal } from '../../../electron/backup/format.ts';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { copiedRecordSchema } from '../../../electron/storage/metadata/schema.ts';
import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import { startKeyring } from '../../support/desktop/keyring.ts';
import { startRealKeytar, testService } from '../../support/processes/real-keytar.ts';
import { connectionRecord } from '../../support/worlds/connection-records.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';
import { keepUnchecked } from '../../support/worlds/unchecked-keys.ts';

/** Accounts that go from one profile to another by a file, through everything but the window. */

const passphrase = 'five random words in a row';
const offline = { fetch: () => Promise.reject(new TypeError('fetch failed')) };
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const open = async (options: Parameters<typeof startServices>[0] = {}): Promise<ServiceWorld> => {
  const world = await startServices({ ...offline, ...options });
  closing.push(world.close);
  return world;
};

const environment = async (world: ServiceWorld, connectionId: ConnectionId): Promise<string> => {
  await world.services().handlers.credentials.copy({ connectionId, format: 'env-sh' });
  return world.clipboard.text;
};
const save = async (world: ServiceWorld, connectionIds: ConnectionId[] | null) => {
  const reply = await world.services().handlers.backup.save({
    connectionIds,
    lock: { kind: 'passphrase', passphrase },
  });
  const text = world.saved.get(reply.fileName ?? '');
  if (text === undefined) throw new Error('not saved');
  return { ...reply, text };
};
const choose = async (world: ServiceWorld, text: string): Promise<string> => {
  world.chosen.push({ name: 'a backup.jwe', text });
  const found = await world.services().handlers.backup.choose();
  if (found === null) throw new Error('nothing chosen');
  return found.backup;
};
const key = { kind: 'passphrase', passphrase } as const;
const codeOf = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
/** All that is kept, to see that nothing changed. */
const kept = async (world: ServiceWorld): Promise<string> =>
  JSON.stringify([
    await readFile(join(world.folder, 'connections.json'), 'utf8').catch(() => null),
    [...world.keytar.items],
  ]);

describe('a backup', () => {
  it('T4 T5 brings accounts into an empty profile on the real keychain, whole and once', async () => {
    const there = await open();
    const ids = [await keepUnchecked(there, 'photos'), await keepUnchecked(there, 'videos')];
    const { text, accounts, leftOut } = await save(there, null);
    expect([accounts, leftOut]).toEqual([2, []]);
    expect(text).not.toContain('canary');

    const keyring = await startKeyring();
    closing.push(keyring.close);
    const keytar = await startRealKeytar(keyring.env);
    closing.push(keytar.close);
    const here = await open({ openKeychain: () => keytar.store });
    const backup = await choose(here, text);
    const preview = await here.services().handlers.backup.open({ backup, key });
    expect(preview?.accounts.map(({ label, state }) => [label, state])).toEqual([
      ['photos', 'new'],
      ['videos', 'new'],
    ]);
    expect(JSON.stringify(preview)).not.toContain('canary');
    const restored = await here
      .services()
      .handlers.backup.restore({ backup, choices: ['add', 'add'] });
    expect(restored).toEqual({ added: 2, replaced: 0 });

    expect([...(await keyring.listItems(testService))].sort()).toEqual([...ids, 'sentinel'].sort());
    for (const id of ids) {
      expect(await environment(here, id)).toBe(await environment(there, id));
      expect(here.connection(id)).toEqual(there.connection(id));
    }
    const again = await choose(here, text);
    const second = await here.services().handlers.backup.open({ backup: again, key });
    expect(second?.accounts.map(({ state }) => state)).toEqual(['same', 'same']);
    const all = { before: null, limit: 9, connectionId: null, text: '' };
    const told = async (world: ServiceWorld, kind: 'backed-up' | 'restored') =>
      (await world.services().handlers.activity.list({ ...all, kinds: [kind] })).lines;
    expect(await told(there, 'backed-up')).toMatchObject([{ entry: { accounts: 2 } }]);
    expect(await told(here, 'restored')).toMatchObject([{ entry: { accounts: 2 } }]);
  });

  it('T4 that cannot be opened, or is cut or altered, changes nothing', async () => {
    const there = await open();
    await keepUnchecked(there, 'photos');
    const { text } = await save(there, null);
    const here = await open();
    await keepUnchecked(here, 'others');
    const before = await kept(here);
    const backup = await choose(here, text);
    const { handlers } = here.services();
    const wrong = { kind: 'passphrase', passphrase: `${passphrase}.` } as const;
    expect(await codeOf(() => handlers.backup.open({ backup, key: wrong }))).toBe(
      'backup.not-opened',
    );
    // Nothing is restored of what was not opened.
    expect(await codeOf(() => handlers.backup.restore({ backup, choices: ['add'] }))).toBe(
      'call.invalid-argument',
    );
    const cut = await choose(here, text.slice(0, -4));
    expect(await codeOf(() => handlers.backup.open({ backup: cut, key }))).toMatch(
      /^backup\.not-(?:opened|a-backup)$/,
    );
    expect(await codeOf(() => choose(here, text.slice(0, 60)))).toBe('backup.not-a-backup');
    expect(await kept(here)).toBe(before);
    // Another one was chosen meanwhile, and this one was put away.
    expect(await codeOf(() => handlers.backup.open({ backup, key }))).toBe('backup.gone');
    expect(here.log.join('')).not.toContain('canary');
    expect(here.log.join('')).not.toContain(passphrase);
  });

  it('T5 comes once when it is asked for twice, and again after the keychain was locked', async () => {
    const there = await open();
    await keepUnchecked(there, 'photos');
    const { text } = await save(there, null);
    const here = await open();
    const backup = await choose(here, text);
    const { handlers } = here.services();
    await handlers.backup.open({ backup, key });
    const restore = () => handlers.backup.restore({ backup, choices: ['add'] });
    here.keytar.mode.locked = true;
    expect(await codeOf(restore)).toBe('keychain.locked');
    expect(here.snapshot().connections).toEqual([]);
    here.keytar.mode.locked = false;
    expect(await Promise.all([codeOf(restore), codeOf(restore)])).toEqual(['done', 'backup.gone']);
    expect(here.snapshot().connections).toHaveLength(1);
  });

  it('T5 brings a provider once, however often it is tried and is in the file', async () => {
    const templateText = (host: string): string =>
      JSON.stringify({
        stowkeyTemplate: 1,
        kind: 's3',
        id: 'my-store',
        name: 'My Store',
        summary: 'S3 keys.',
        group: 'keys',
        mark: 's3',
        guide: [],
        links: [],
        contacts: [`eu.${host}`],
        endpoint: { kind: 'pattern', url: `https://{region}.${host}` },
        regions: [{ value: 'eu' }],
        region: 'eu',
        addressing: 'path',
      });
    const record = copiedRecordSchema.parse(
      connectionRecord({
        providerId: providerIdSchema.parse('my-store'),
        settings: {
          region: 'eu',
          endpoint: 'https://eu.one.example',
          addressing: 'path',
          bucket: '',
          stsEndpoint: '',
          privateHttp: false,
        },
      }),
    );
    const fields = { accessKeyId: new Secret('KEY'), secretAccessKey: new Secret('s') };
    const text = await seal(
      writeContent({
        copies: [{ record, fields }],
        templates: [templateText('one.example'), templateText('two.example')],
      }),
      { createdAtEpochSeconds: 1_800_000_000, accounts: 1 },
      { kind: 'passphrase', passphrase: new Secret(passphrase) },
      1_000,
    );
    const here = await open();
    const backup = await choose(here, text);
    const { handlers } = here.services();
    const preview = await handlers.backup.open({ backup, key });
    expect(preview?.templates.map(({ contacts }) => contacts)).toEqual([['eu.one.example']]);
    const restore = () => handlers.backup.restore({ backup, choices: ['add'] });
    here.keytar.mode.locked = true;
    expect(await codeOf(restore)).toBe('keychain.locked');
    here.keytar.mode.locked = false;
    expect(await codeOf(restore)).toBe('done');
    expect(here.snapshot().connections).toHaveLength(1);
  });

  it('holds the accounts that were chosen, and is dropped when the screen locks', async () => {
    const there = await open();
    await keepUnchecked(there, 'photos');
    const videos = await keepUnchecked(there, 'videos');
    const { text } = await save(there, [videos]);
    const here = await open();
    const backup = await choose(here, text);
    const preview = await here.services().handlers.backup.open({ backup, key });
    expect(preview?.accounts.map(({ label }) => label)).toEqual(['videos']);
    await here.services().onScreenLock();
    expect(
      await codeOf(() => here.services().handlers.backup.restore({ backup, choices: ['add'] })),
    ).toBe('backup.gone');
  });

  it('is nothing when nothing can be read, and left alone when the person changes their mind', async () => {
    const there = await open();
    await keepUnchecked(there, 'photos');
    there.keytar.mode.locked = true;
    expect(await codeOf(() => save(there, null))).toBe('keychain.locked');
    expect(there.saved.size).toBe(0);
    expect(await there.services().handlers.backup.choose()).toBeNull();
  });
});
