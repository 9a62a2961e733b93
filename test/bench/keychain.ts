import { randomBytes, randomUUID } from 'node:crypto';
import keytar from 'keytar';
import { toItems } from '../../electron/keychain/chunks.ts';
import { openKeytarStore, overSecretService } from '../../electron/keychain/load-keytar.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { systemRandom } from '../../electron/platform/random.ts';
import { newId, record } from '../support/fakes/secret-records.ts';
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
 * that of a StorX connection. Ours also proves that the keychain is open and ours, and reads back
 * what it wrote.
 */
export const timeKeychain = async (
  rounds: number,
): Promise<Readonly<Record<KeychainOperation, KeychainTimes>>> => {
  const service = `Bench-${randomUUID()}`;
  let sentinel: string | null = null;
  const store = openKeytarStore({
    ...overSecretService(systemClock),
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
  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const startedMs = performance.now();
    await work();
    return performance.now() - startedMs;
  };

  await store.check();
  const times = { write: emptyTimes(), read: emptyTimes(), delete: emptyTimes() };
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
    const work = {
      write: [() => store.write(id, secrets), () => keytar.setPassword(service, account, item)],
      read: [() => store.read(id), () => keytar.getPassword(service, account)],
      delete: [() => store.delete(id), () => keytar.deletePassword(service, account)],
    } as const;
    for (const name of keychainOperations) {
      const [ours, raw] = work[name];
      // What goes first finds the service busy with the call before, so they take turns at that.
      const first = round % 2 === 0 ? await took(ours) : null;
      const rawMs = await took(raw);
      const oursMs = first ?? (await took(ours));
      // The first round only warms up.
      if (round < 0) continue;
      times[name].ours.push(oursMs);
      times[name].raw.push(rawMs);
    }
  }
  const spread = ({ ours, raw }: ReturnType<typeof emptyTimes>): KeychainTimes => ({
    ours: spreadOf(ours),
    raw: spreadOf(raw),
    ratio: ratiosOf(ours, raw),
  });
  return { write: spread(times.write), read: spread(times.read), delete: spread(times.delete) };
};

const emptyTimes = (): { readonly ours: number[]; readonly raw: number[] } => ({
  ours: [],
  raw: [],
});
