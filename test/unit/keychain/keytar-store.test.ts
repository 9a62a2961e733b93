import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import type { SecretStore } from '../../../electron/keychain/secret-store.ts';
import { createKeytar, type FakeKeytar } from '../../support/fakes/keytar.ts';
import { exposed, newId, record } from '../../support/fakes/secret-records.ts';
import { codeOf, secretStoreContract } from '../../support/worlds/secret-store-contract.ts';

type Timers = {
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly advance: (byMs: number) => void;
};

const handTimers = (): Timers => {
  let nowMs = 0;
  const waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  return {
    after: (delayMs, callback) => {
      const timer = { atMs: nowMs + delayMs, callback };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    advance: (byMs) => {
      nowMs += byMs;
      for (const timer of [...waiting]) {
        if (timer.atMs > nowMs) continue;
        waiting.delete(timer);
        timer.callback();
      }
    },
  };
};

type Memory = { value: string | null };

type Fixture = {
  readonly fake: FakeKeytar;
  readonly timers: Timers;
  readonly memory: Memory;
  readonly store: SecretStore;
};

const fixture = (
  options: {
    /** As over a Secret Service, where a locked keychain looks empty and an item has any length. */
    readonly overSecretService?: boolean;
    readonly items?: ReadonlyMap<string, string>;
    readonly memory?: Memory;
  } = {},
): Fixture => {
  const fake = createKeytar(options.items);
  const timers = handTimers();
  const memory = { value: options.memory?.value ?? null };
  const store = createKeytarStore({
    keytar: fake.api,
    service: 'test.Stowkey',
    sentinel: {
      expected: () => memory.value,
      remember: async (value) => {
        memory.value = value;
      },
    },
    clock: timers,
    random: { token: (bytes) => randomBytes(bytes).toString('base64url') },
    ...((options.overSecretService ?? true)
      ? { secretService: fake.secretService, itemBytes: Number.POSITIVE_INFINITY }
      : {}),
  });
  return { fake, timers, memory, store };
};

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

for (const honest of [false, true]) {
  secretStoreContract(
    `a store over a keychain that ${honest ? 'says it is locked' : 'looks empty when locked'}`,
    async () => {
      const { fake, memory, store } = fixture({ overSecretService: !honest });
      fake.mode.honest = honest;
      return {
        store,
        sentinel: async () => memory.value,
        setSentinel: async (value) => {
          memory.value = value;
        },
        lock: async () => {
          fake.mode.locked = true;
        },
        unlock: async () => {
          fake.mode.locked = false;
        },
        prompts: async () => fake.prompts(),
        accounts: async () => [...fake.items.keys()].sort(),
        getItem: async (account) => fake.items.get(account) ?? null,
        setItem: async (account, text) => {
          fake.items.set(account, text);
        },
        clearItem: async (account) => {
          fake.items.delete(account);
        },
        close: async () => expect(fake.maxAtOnce()).toBeLessThanOrEqual(1),
      };
    },
    { chunked: honest },
  );
}

describe('the deadline', () => {
  it('K8 answers timeout after 10 s and starts no second native call while one hangs', async () => {
    const { fake, timers, store } = fixture();
    const id = newId();
    await store.write(id, record(1, { value: 'v' }));
    fake.hang();
    const begun = fake.calls.length;
    const first = codeOf(store.read(id));
    const second = codeOf(store.write(id, record(2, { value: 'w' })));
    await settled();
    timers.advance(9_999);
    expect(await Promise.race([first, settled().then(() => 'waiting')])).toBe('waiting');
    timers.advance(1);
    expect(await first).toBe('keychain.timeout');
    expect(await second).toBe('keychain.timeout');
    expect(await codeOf(store.check())).toBe('keychain.timeout');
    expect(fake.calls.length).toBe(begun + 1);
    await fake.release();
    expect(exposed(await store.read(id))?.generation).toBe(1);
  });

  it.each([true, false])(
    'K9 a write that succeeds late is seen once, and leaves nothing after delete (over a Secret Service: %s)',
    async (overSecretService) => {
      // Hangs at each native call of a rotation in turn.
      for (let at = 0; ; at += 1) {
        const { fake, timers, store } = fixture({ overSecretService });
        const id = newId();
        await store.write(id, record(1, { value: 'a'.repeat(6_000) }));
        fake.hang(at);
        const begun = fake.calls.length;
        const writing = codeOf(store.write(id, record(2, { value: 'b'.repeat(9_000) })));
        await settled();
        const done = fake.calls.length - begun <= at;
        timers.advance(10_000);
        const outcome = await writing;
        await fake.release();
        await settled();
        const found = exposed(await store.read(id));
        expect([1, 2]).toContain(found?.generation);
        if (outcome === 'resolved') expect(found?.generation).toBe(2);
        await store.check();
        const left = [...fake.items.keys()].filter((account) => account.startsWith(`${id}#`));
        expect(left.every((account) => account.startsWith(`${id}#${found?.generation}.`))).toBe(
          true,
        );
        await store.delete(id);
        expect([...fake.items.keys()]).toEqual(['sentinel']);
        if (done) break;
      }
    },
  );

  it('an unlock dialog answered after the deadline does not hold up the next call', async () => {
    const { fake, timers, store } = fixture();
    await store.check();
    fake.hang();
    const late = codeOf(store.check());
    await settled();
    timers.advance(10_000);
    expect(await late).toBe('keychain.timeout');
    await fake.release();
    expect(await codeOf(store.check())).toBe('resolved');
  });
});

describe.each([true, false])(
  'a crash at any call, over a Secret Service: %s',
  (overSecretService) => {
    /** Runs the action up to its n-th native call, then goes on as after a restart. */
    const crashAt = async (
      before: Fixture,
      n: number,
      act: (store: SecretStore) => Promise<unknown>,
    ): Promise<{ readonly crashed: boolean; readonly after: Fixture }> => {
      before.fake.hang(n);
      let ended = false;
      act(before.store).then(() => {
        ended = true;
      });
      while (!ended && before.fake.held() === 0)
        await new Promise((resolve) => setImmediate(resolve));
      return {
        crashed: !ended,
        after: fixture({ overSecretService, items: before.fake.items, memory: before.memory }),
      };
    };

    it('during a write leaves the old record or the new one, and delete leaves nothing', async () => {
      const sizes = [10, 6_000, 9_000];
      const pairs = sizes.flatMap((before) => sizes.map((after) => [before, after] as const));
      // Writing the same generation once more is what a repeated rotation does.
      for (const generation of [2, 1]) {
        for (const [before, after] of pairs) {
          for (let at = 0, crashed = true; crashed; at += 1) {
            const running = fixture({ overSecretService });
            const id = newId();
            const old = record(1, { value: 'a'.repeat(before) });
            const rotated = record(generation, { value: 'b'.repeat(after) });
            await running.store.write(id, old);
            const next = await crashAt(running, at, (store) => store.write(id, rotated));
            crashed = next.crashed;
            const found = exposed(await next.after.store.read(id));
            expect([exposed(old), exposed(rotated)]).toContainEqual(found);
            await next.after.store.delete(id);
            expect([...next.after.fake.items.keys()]).toEqual(['sentinel']);
          }
        }
      }
    });

    it('during a write can be repeated with a shorter or longer record and leaves no stray', async () => {
      for (const repeated of [10, 5_000, 12_000]) {
        for (let at = 0, crashed = true; crashed; at += 1) {
          const running = fixture({ overSecretService });
          const id = newId();
          await running.store.write(id, record(1, { value: 'a'.repeat(6_000) }));
          const next = await crashAt(running, at, (store) =>
            store.write(id, record(2, { value: 'b'.repeat(9_000) })),
          );
          crashed = next.crashed;
          await next.after.store.write(id, record(2, { value: 'c'.repeat(repeated) }));
          expect(exposed(await next.after.store.read(id))?.fields.value?.length).toBe(repeated);
          const parts = [...next.after.fake.items.keys()].filter((it) => it.startsWith(`${id}#`));
          const isOne = overSecretService || repeated < 2_000;
          expect(parts.length).toBe(isOne ? 0 : Math.ceil((repeated + 140) / 2_400));
        }
      }
    });

    it('during a first write or a delete leaves nothing once delete is repeated', async () => {
      for (const action of ['write', 'delete'] as const) {
        for (let at = 0, crashed = true; crashed; at += 1) {
          const running = fixture({ overSecretService });
          const id = newId();
          const big = record(1, { value: 'a'.repeat(9_000) });
          if (action === 'delete') await running.store.write(id, big);
          const next = await crashAt(running, at, (store) =>
            action === 'write' ? store.write(id, big) : store.delete(id),
          );
          crashed = next.crashed;
          await next.after.store.delete(id);
          expect([...next.after.fake.items.keys()]).toEqual(['sentinel']);
        }
      }
    });
  },
);

describe('a keychain in trouble', () => {
  it('K1 K2 says unavailable without a bus or a service, and works once there is one', async () => {
    for (const service of ['no-bus', 'no-service', 'killed'] as const) {
      const { fake, store, memory } = fixture();
      const id = newId();
      fake.mode.service = service;
      expect(await codeOf(store.check())).toBe('keychain.unavailable');
      expect(await codeOf(store.read(id))).toBe('keychain.unavailable');
      expect(await codeOf(store.write(id, record(1, { value: 'v' })))).toBe('keychain.unavailable');
      expect(await codeOf(store.delete(id))).toBe('keychain.unavailable');
      expect(memory.value).toBeNull();
      fake.mode.service = 'present';
      await store.write(id, record(1, { value: 'v' }));
      await store.delete(id);
    }
  });

  it('never says absent when the keychain is locked between two calls of one turn', async () => {
    for (let at = 0; at < 40; at += 1) {
      for (const action of ['read', 'delete'] as const) {
        const { fake, store } = fixture();
        const id = newId();
        const value = 'v'.repeat(6_000);
        await store.write(id, record(1, { value }));
        const begun = fake.calls.length;
        fake.onCall(() => {
          fake.mode.locked ||= fake.calls.length - begun > at;
        });
        const outcome =
          action === 'read'
            ? await store.read(id).catch((error: unknown) => error)
            : await codeOf(store.delete(id));
        const { locked } = fake.mode;
        fake.onCall(() => {});
        fake.mode.locked = false;
        if (action === 'read') {
          expect(outcome).not.toBeNull();
        } else if (outcome === 'resolved') {
          expect([...fake.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
        } else {
          expect(locked).toBe(true);
          expect(outcome).toBe('keychain.locked');
          await store.delete(id);
          expect([...fake.items.keys()]).toEqual(['sentinel']);
        }
      }
    }
  });

  it('K24 changes a session that cannot read what is there, some times, and says locked after that', async () => {
    const { fake, store } = fixture();
    const id = newId();
    await store.write(id, record(1, { value: 'v' }));
    fake.mode.uselessSessions = 3;
    expect(exposed(await store.read(id))?.fields).toEqual({ value: 'v' });
    fake.mode.uselessSessions = 3;
    await store.write(id, record(2, { value: 'w' }));
    expect(exposed(await store.read(id))?.fields).toEqual({ value: 'w' });
    fake.mode.uselessSessions = 9;
    expect(await codeOf(store.read(id))).toBe('keychain.locked');
    expect(fake.mode.uselessSessions).toBe(6);
    expect(await codeOf(store.write(id, record(3, { value: 'x' })))).toBe('keychain.locked');
    fake.mode.uselessSessions = 0;
    expect(exposed(await store.read(id))?.fields).toEqual({ value: 'w' });
  });

  it('says failed when what it reads back is not what it wrote', async () => {
    const { fake, store } = fixture();
    const id = newId();
    await store.check();
    const broken = createKeytarStoreThatForgets(fake);
    expect(await codeOf(broken.write(id, record(1, { value: 'v' })))).toBe('keychain.failed');
  });

  it('passes an error of remembering the sentinel on and plants no second one', async () => {
    const fake = createKeytar();
    let works = false;
    let remembered: string | null = null;
    const store = createKeytarStore({
      keytar: fake.api,
      service: 'test.Stowkey',
      sentinel: {
        expected: () => remembered,
        remember: async (value) => {
          if (!works) throw new Error('disk full');
          remembered = value;
        },
      },
      clock: handTimers(),
      random: { token: () => 'planted' },
    });
    await expect(store.check()).rejects.toThrow('disk full');
    works = true;
    await store.check();
    expect(remembered).toBe('planted');
    expect(fake.items.get('sentinel')).toBe('planted');
  });
});

const createKeytarStoreThatForgets = (fake: FakeKeytar): SecretStore =>
  createKeytarStore({
    keytar: {
      ...fake.api,
      getPassword: async (service, account) => {
        const text = await fake.api.getPassword(service, account);
        return text === null || account === 'sentinel' ? text : `${text} `;
      },
    },
    service: 'test.Stowkey',
    sentinel: { expected: () => fake.items.get('sentinel') ?? null, remember: async () => {} },
    clock: handTimers(),
    random: { token: () => 'planted' },
  });
