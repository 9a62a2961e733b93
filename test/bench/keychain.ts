import { randomBytes, randomUUID } from 'node:crypto';
import keytar from 'keytar';
import { toItems } from '../../electron/keychain/chunks.ts';
import { openKeytarStore } from '../../electron/keychain/load-keytar.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { systemRandom } from '../../electron/platform/random.ts';
import { newId, record } from '../support/secret-records.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

export type KeychainTimes = {
  readonly ours: Spread;
  readonly raw: Spread;
  readonly ratio: Spread;
};

export const keychainOperations = ['write', 'read', 'delete'] as const;
export type KeychainOperation = (typeof keychainOperations)[number];

/**
 * Times the store and bare keytar in turn, on the same keychain and with an item of the same length:
 * that of a StorX connection. Ours also proves that the keychain is open and ours, reads back what
 * it wrote, and looks for what a crash may have left.
 */
export const timeKeychain = async (
  rounds: number,
): Promise<Readonly<Record<KeychainOperation, KeychainTimes>>> => {
  const service = `Bench-${randomUUID()}`;
  let sentinel: string | null = null;
  const store = openKeytarStore({
    service,
    clock: systemClock,
    random: systemRandom,
    sentinel: {
      expected: () => sentinel,
      remember: async (value) => {
        sentinel = value;
      },
    },
  });
  const text = (bytes: number): string => randomBytes(bytes).toString('hex');
  const times = keychainOperations.map((name) => ({
    name,
    ours: [] as number[],
    raw: [] as number[],
  }));
  const time = async (into: number[] | undefined, work: () => Promise<unknown>): Promise<void> => {
    const startedMs = performance.now();
    await work();
    into?.push(performance.now() - startedMs);
  };

  await store.check();
  for (let round = -1; round < rounds; round += 1) {
    const id = newId();
    const account = newId();
    const secrets = record(1, {
      accessGrant: text(200),
      accessKeyId: text(14),
      secretAccessKey: text(26),
      clientSecret: text(16),
    });
    const item = toItems(id, secrets).main.text;
    const ours = [() => store.write(id, secrets), () => store.read(id), () => store.delete(id)];
    const raw = [
      () => keytar.setPassword(service, account, item),
      () => keytar.getPassword(service, account),
      () => keytar.deletePassword(service, account),
    ];
    for (const [index, each] of times.entries()) {
      // The first round only warms up.
      const counts = round >= 0;
      await time(counts ? each.ours : undefined, ours[index] ?? (() => Promise.resolve()));
      await time(counts ? each.raw : undefined, raw[index] ?? (() => Promise.resolve()));
    }
  }
  const entries = times.map(({ name, ours, raw }) => [
    name,
    { ours: spreadOf(ours), raw: spreadOf(raw), ratio: ratiosOf(ours, raw) },
  ]);
  return Object.fromEntries(entries) as Record<KeychainOperation, KeychainTimes>;
};
