import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcile } from '../../../electron/connections/reconcile.ts';
import { createVault } from '../../../electron/connections/vault.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import type { Credential } from '../../../electron/providers/adapter.ts';
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';
import { createKeytar } from '../../support/fakes/keytar.ts';
import { plainAdapter } from '../../support/fakes/plain-adapter.ts';

const clock = {
  nowEpochMs: () => 1_800_000_000_000,
  monotonicMs: () => performance.now(),
  after: () => () => {},
};

const adapter = plainAdapter;

const credential = (server: string, token: string): Credential => ({
  settings: { tokenUrl: server },
  fields: { marker: new Secret(token) },
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-vault-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const setUp = async () => {
  const keytar = createKeytar();
  const metadata = await openMetadataStore({ path: join(folder, 'connections.json'), clock });
  const secrets = createKeytarStore({
    keytar: keytar.api,
    secretService: keytar.secretService,
    service: 'Test-Stowkey',
    clock,
    random: { token: (bytes) => randomBytes(bytes).toString('base64url') },
    sentinel: {
      expected: () => metadata.state().sentinel,
      remember: (value) => metadata.rememberSentinel(value),
    },
  });
  const vault = createVault({ metadata, secrets, clock });
  const create = async (label: string, token = 'old'): Promise<ConnectionId> => {
    const id = connectionIdSchema.parse(randomUUID());
    await vault.create({ id, adapter, label, credential: credential('https://a', token) });
    return id;
  };
  return {
    keytar,
    metadata,
    secrets,
    vault,
    create,
    settle: () =>
      reconcile({
        metadata,
        secrets,
        adapterOf: () => adapter,
        disconnect: vault.remove,
        isBusy: () => false,
      }),
    record: (id: ConnectionId) => metadata.state().connections.find((each) => each.id === id),
  };
};

describe('when credentials were last seen to work', () => {
  const time = clock.nowEpochMs() / 1000;

  it('is now for those that were proven to get them, and unknown for others', async () => {
    const { vault, create, record } = await setUp();
    const plain = await create('One');
    expect(record(plain)?.verifiedAtEpochSeconds).toBeNull();
    const proven = { ...credential('https://a', 'new'), isProven: true };
    const id = connectionIdSchema.parse(randomUUID());
    await vault.create({ id, adapter, label: 'Two', credential: proven });
    expect(record(id)?.verifiedAtEpochSeconds).toBe(time);
    await vault.rotate(plain, adapter, credential('https://a', 'other'));
    expect(record(plain)?.verifiedAtEpochSeconds).toBeNull();
    await vault.rotate(plain, adapter, proven);
    expect(record(plain)?.verifiedAtEpochSeconds).toBe(time);
  });
});

describe('the vault', () => {
  it('never brings the tokens of one server to the addresses of another', async () => {
    const { keytar, vault, create, settle, record } = await setUp();
    const id = await create('one');
    keytar.mode.locked = true;
    await expect(vault.rotate(id, adapter, credential('https://b', 'new'))).rejects.toThrow(
      'keychain.locked',
    );
    keytar.mode.locked = false;
    const before = await vault.open(id);
    expect([before.settings, before.fields.marker?.expose()]).toEqual([
      { tokenUrl: 'https://a' },
      'old',
    ]);
    await settle();
    expect(record(id)).toMatchObject({
      state: 'active',
      settings: { tokenUrl: 'https://a' },
      nextSettings: null,
    });
  });

  it('loses no rename and no rotation when both happen at once', async () => {
    const { vault, create, record } = await setUp();
    for (let turn = 0; turn < 12; turn += 1) {
      const id = await create('one');
      const rotating = vault.rotate(id, adapter, credential('https://a', 'new'));
      for (let pause = 0; pause < turn * 3; pause += 1) await Promise.resolve();
      if (turn > 6) await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([rotating, vault.rename(id, 'renamed', adapter)]);
      expect(record(id)).toMatchObject({
        state: 'active',
        generation: 2,
        label: 'renamed',
        facts: { account: 'new' },
      });
    }
  });

  it('labels the item after what the person called the connection, now and later', async () => {
    const { keytar, vault, create } = await setUp();
    const id = await create('Photos');
    const { name } = adapter.descriptor;
    await expect.poll(() => keytar.labels.get(id)).toBe(`Stowkey: Photos (${name})`);
    expect(keytar.labels.get('sentinel')).toBe('Stowkey: check of this keychain');
    await vault.rename(id, 'Work', adapter);
    await expect.poll(() => keytar.labels.get(id)).toMatch('Stowkey: Work (');
    keytar.labels.clear();
    await vault.rotate(id, adapter, credential('https://a', 'new'));
    await expect.poll(() => keytar.labels.get(id)).toMatch('Stowkey: Work (');
  });

  it('does not bring a removed connection back with a rename', async () => {
    const { vault, create, metadata } = await setUp();
    const id = await create('one');
    const removing = vault.remove(id);
    await Promise.allSettled([removing, vault.rename(id, 'renamed', adapter)]);
    expect(metadata.state().connections).toEqual([]);
    await expect(vault.rename(id, 'again', adapter)).rejects.toThrow('connection.unknown');
  });

  it('stores nothing of a credential that cannot be described', async () => {
    const { keytar, metadata, create } = await setUp();
    await expect(create('one', 'undescribable')).rejects.toThrow('connection.unreadable-settings');
    expect(metadata.state().connections).toEqual([]);
    expect([...keytar.items.keys()]).toEqual([]);
  });
});

describe('reconcile', () => {
  it('settles the records behind one that it cannot', async () => {
    const { metadata, create, settle, record, keytar } = await setUp();
    const bad = await create('bad');
    const good = await create('good');
    for (const id of [bad, good])
      await metadata.update(id, (now) => ({ ...now, state: 'rotating' }));
    keytar.items.set(bad, 'not a record');
    await settle();
    expect(record(bad)).toMatchObject({
      state: 'active',
      needsSignIn: true,
      problem: { code: 'keychain.corrupt' },
    });
    expect(record(good)).toMatchObject({ state: 'active', needsSignIn: false, problem: null });
  });

  it('does not settle what somebody began to work on while the keychain was asked', async () => {
    const { metadata, secrets, vault, create, record } = await setUp();
    const id = await create('one');
    await metadata.update(id, (now) => ({ ...now, state: 'rotating' }));
    let busy = false;
    const read: typeof secrets.read = async (each) => {
      const stored = await secrets.read(each);
      busy = true;
      await metadata.update(id, (now) => ({ ...now, nextSettings: { tokenUrl: 'https://b' } }));
      return stored;
    };
    await reconcile({
      metadata,
      secrets: { ...secrets, read },
      adapterOf: () => adapter,
      disconnect: vault.remove,
      isBusy: () => busy,
    });
    expect(record(id)).toMatchObject({
      state: 'rotating',
      nextSettings: { tokenUrl: 'https://b' },
    });
  });

  it('leaves everything as it is while the keychain is locked', async () => {
    const { metadata, create, settle, record, keytar } = await setUp();
    const id = await create('one');
    await metadata.update(id, (now) => ({ ...now, state: 'rotating' }));
    keytar.mode.locked = true;
    await settle();
    expect(record(id)).toMatchObject({ state: 'rotating', needsSignIn: false });
  });
});
