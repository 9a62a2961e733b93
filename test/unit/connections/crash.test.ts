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
import {
  type MetadataStore,
  openMetadataStore,
} from '../../../electron/storage/metadata/metadata-store.ts';
import { type ConnectionId, connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import { plainAdapter } from '../../support/fakes/plain-adapter.ts';
import { connectionRecord } from '../../support/worlds/connection-records.ts';

const service = 'Crash-Stowkey';

/** Settles nothing after the chosen effect: what a killed process leaves is what was done by then. */
const createKillSwitch = (killAt: number) => {
  let effects = 0;
  let died: () => void = () => {};
  const dead = new Promise<'killed'>((resolve) => {
    died = () => resolve('killed');
  });
  const never = new Promise<never>(() => {});
  return {
    dead,
    count: () => effects,
    /** Each effect can be cut before it happens (even) or after it, before its answer (odd). */
    effect: async <T>(run: () => Promise<T>): Promise<T> => {
      const at = effects;
      effects += 2;
      if (at >= killAt) {
        died();
        return never;
      }
      const value = await run();
      if (at + 1 >= killAt) {
        died();
        return never;
      }
      return value;
    },
  };
};
type KillSwitch = ReturnType<typeof createKillSwitch>;

const credential = (marker: string, bytes: number): Credential => ({
  settings: { marker: 'kept' },
  fields: { marker: new Secret(marker), accessGrant: new Secret('g'.repeat(bytes)) },
});

const adapter = plainAdapter;

let folder: string;
let items: Map<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-crash-'));
  items = new Map();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = {
  nowEpochMs: () => 1_800_000_000_000,
  monotonicMs: () => performance.now(),
  after: () => () => {},
};

/** One life of the program over the same disk and keychain. */
const live = async (killSwitch: KillSwitch | null) => {
  const effect = <T>(run: () => Promise<T>): Promise<T> =>
    killSwitch === null ? run() : killSwitch.effect(run);
  const stored = await openMetadataStore({ path: join(folder, 'connections.json'), clock });
  const metadata: MetadataStore = {
    state: stored.state,
    put: (record) => effect(() => stored.put(record)),
    putAll: (records) => effect(() => stored.putAll(records)),
    setAsideIds: stored.setAsideIds,
    erase: () => effect(stored.erase),
    update: (id, edit) => effect(() => stored.update(id, edit)),
    updateAll: (edit) => effect(() => stored.updateAll(edit)),
    remove: (id) => effect(() => stored.remove(id)),
    rememberSentinel: (value) => effect(() => stored.rememberSentinel(value)),
  };
  const keytar = {
    getPassword: async (_service: string, account: string) => items.get(account) ?? null,
    setPassword: (_service: string, account: string, text: string) =>
      effect(async () => void items.set(account, text)),
    deletePassword: (_service: string, account: string) =>
      effect(async () => items.delete(account)),
  };
  const secrets = createKeytarStore({
    keytar,
    service,
    clock,
    random: { token: (bytes) => randomBytes(bytes).toString('base64url') },
    sentinel: {
      expected: () => metadata.state().sentinel,
      remember: (value) => metadata.rememberSentinel(value),
    },
  });
  const vault = createVault({ metadata, secrets, clock });
  return {
    metadata,
    secrets,
    vault,
    reconcile: () =>
      reconcile({
        metadata,
        secrets,
        adapterOf: () => adapter,
        disconnect: vault.remove,
        isBusy: () => false,
      }),
  };
};

const secretAccounts = (): string[] =>
  [...items.keys()].filter((account) => account !== 'sentinel');

/** Starts again after the kill, and once more to see that nothing moves any longer. */
const restart = async () => {
  const first = await live(null);
  await first.secrets.check();
  await first.reconcile();
  const after = JSON.stringify([first.metadata.state().connections, [...items]]);
  const second = await live(null);
  await second.reconcile();
  expect(JSON.stringify([second.metadata.state().connections, [...items]])).toBe(after);
  return second;
};

/** Runs the act with a kill at every effect in turn, until it gets through. Gives how many. */
const killEverywhere = async (run: {
  readonly prepare: () => Promise<void>;
  readonly act: (life: Awaited<ReturnType<typeof live>>) => Promise<void>;
  readonly judge: (life: Awaited<ReturnType<typeof live>>, killAt: number) => Promise<void>;
}): Promise<number> => {
  for (let killAt = 0; ; killAt += 1) {
    items.clear();
    await rm(folder, { recursive: true, force: true });
    await run.prepare();
    const killSwitch = createKillSwitch(killAt);
    const life = await live(killSwitch);
    const end = await Promise.race([run.act(life).then(() => 'done' as const), killSwitch.dead]);
    await run.judge(await restart(), killAt);
    if (end === 'done') return killAt;
  }
};

const id: ConnectionId = connectionIdSchema.parse(randomUUID());
const connect = async (bytes: number): Promise<void> => {
  const life = await live(null);
  await life.vault.create({ id, adapter, label: 'one', credential: credential('old', bytes) });
};

const markerOf = async (life: Awaited<ReturnType<typeof live>>): Promise<string | undefined> =>
  (await life.vault.open(id)).fields.marker?.expose();

describe.each([
  { size: 'one item', bytes: 300 },
  { size: 'chunks', bytes: 9_000 },
])('kill at every effect, $size', ({ bytes }) => {
  it('M15 connect leaves exactly connected or clean, and no orphan in the keychain', async () => {
    const outcomes = new Set<string>();
    const kills = await killEverywhere({
      prepare: async () => {},
      act: (life) =>
        life.vault.create({ id, adapter, label: 'one', credential: credential('new', bytes) }),
      judge: async (life) => {
        const { connections } = life.metadata.state();
        if (connections.length === 0) {
          expect(secretAccounts()).toEqual([]);
          outcomes.add('clean');
          return;
        }
        expect(connections).toMatchObject([{ id, state: 'active', facts: { account: 'new' } }]);
        expect(await markerOf(life)).toBe('new');
        outcomes.add('connected');
      },
    });
    expect([...outcomes].sort()).toEqual(['clean', 'connected']);
    expect(kills).toBeGreaterThan(8);
  });

  it('T5 copies come all or none, and no orphan in the keychain', async () => {
    const outcomes = new Set<string>();
    const others = [0, 1, 2].map(() => connectionIdSchema.parse(randomUUID()));
    const copies = others.map((copied, index) => ({
      record: connectionRecord({
        id: copied,
        providerId: providerIdSchema.parse(adapter.descriptor.id),
        label: `${index}`,
      }),
      fields: credential(`copied-${index}`, bytes).fields,
    }));
    const kills = await killEverywhere({
      prepare: () => connect(bytes),
      act: (life) => life.vault.createAll(copies, () => adapter),
      judge: async (life) => {
        const ids = life.metadata.state().connections.map((each) => each.id);
        expect(await markerOf(life)).toBe('old');
        if (ids.length === 1) {
          await life.vault.remove(id);
          expect(secretAccounts()).toEqual([]);
          outcomes.add('none');
          return;
        }
        expect(ids).toEqual([id, ...others]);
        for (const [index, copied] of others.entries()) {
          expect((await life.vault.open(copied)).fields.marker?.expose()).toBe(`copied-${index}`);
        }
        outcomes.add('all');
      },
    });
    expect([...outcomes].sort()).toEqual(['all', 'none']);
    expect(kills).toBeGreaterThan(8);
  });

  it('M16 rotate leaves the old credential or the new one, whole, and what is shown fits it', async () => {
    const seen = new Set<string | undefined>();
    await killEverywhere({
      prepare: () => connect(bytes),
      act: (life) => life.vault.rotate(id, adapter, credential('new', bytes + 7)),
      judge: async (life) => {
        const marker = await markerOf(life);
        expect(life.metadata.state().connections).toMatchObject([
          { id, state: 'active', needsSignIn: false, facts: { account: marker } },
        ]);
        seen.add(marker);
        await life.vault.remove(id);
        expect(secretAccounts()).toEqual([]);
      },
    });
    expect([...seen].sort()).toEqual(['new', 'old']);
  });

  it('M16 T5 a copy that takes an account’s place is marked as one, wherever it is killed', async () => {
    const noted = {
      needsSignIn: false,
      problem: { code: 'connection.copied', params: {} },
      verifiedAtEpochSeconds: null,
    } as const;
    const seen = new Map<string | undefined, string | undefined>();
    await killEverywhere({
      prepare: () => connect(bytes),
      act: (life) => life.vault.rotate(id, adapter, credential('copy', bytes), noted),
      judge: async (life) => {
        const [record] = life.metadata.state().connections;
        const marker = await markerOf(life);
        const code = life.metadata.state().connections[0]?.problem?.code;
        if (seen.has(marker)) expect(code).toBe(seen.get(marker));
        seen.set(marker, code);
        expect(record?.nextNoted ?? null).toBeNull();
        await life.vault.remove(id);
      },
    });
    expect(seen).toEqual(
      new Map([
        ['old', undefined],
        ['copy', 'connection.copied'],
      ]),
    );
  });

  it('M16 disconnect leaves the connection as it was or nothing at all', async () => {
    const outcomes = new Set<string>();
    await killEverywhere({
      prepare: () => connect(bytes),
      act: (life) => life.vault.remove(id),
      judge: async (life) => {
        if (life.metadata.state().connections.length === 0) {
          expect(secretAccounts()).toEqual([]);
          outcomes.add('gone');
          return;
        }
        expect(await markerOf(life)).toBe('old');
        outcomes.add('kept');
      },
    });
    expect([...outcomes].sort()).toEqual(['gone', 'kept']);
  });
});
