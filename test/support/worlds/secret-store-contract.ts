import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { SecretStore } from '../../../electron/keychain/secret-store.ts';
import type { ErrorCode } from '../../../shared/result.ts';
import { exposed, newId, record } from '../fakes/secret-records.ts';

/** One keychain with one store over it, and the hands of a person who meddles with it. */
type StoreUnderTest = {
  readonly store: SecretStore;
  /** What metadata would remember of the sentinel. */
  readonly sentinel: () => Promise<string | null>;
  readonly setSentinel: (value: string | null) => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly unlock: () => Promise<void>;
  /** Unlock dialogs raised since the start. */
  readonly prompts: () => Promise<number>;
  readonly accounts: () => Promise<readonly string[]>;
  readonly getItem: (account: string) => Promise<string | null>;
  readonly setItem: (account: string, text: string) => Promise<void>;
  readonly clearItem: (account: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const codeOf = async (work: Promise<unknown>): Promise<ErrorCode | 'resolved'> => {
  try {
    await work;
    return 'resolved';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

/** The store's own item stays; every test ends with nothing else. */
const own = ['sentinel'];

const saves = 100;

/** Holds every implementation of the store to the same promises. */
export const secretStoreContract = (
  name: string,
  open: () => Promise<StoreUnderTest>,
  /** `chunked`: a long record takes several items. */
  options: { readonly chunked: boolean },
): void => {
  describe(name, () => {
    let under: StoreUnderTest | null = null;
    const start = async (): Promise<StoreUnderTest> => {
      under = await open();
      return under;
    };
    afterEach(async () => {
      await under?.close();
      under = null;
    });

    it('gives back what was written, says null for what was not, and leaves nothing', async () => {
      const { store, accounts } = await start();
      const id = newId();
      await expect(store.read(id)).resolves.toBeNull();
      const written = record(1, {
        accessGrant: 'grant',
        note: 'line\nline\t"quoted"\\',
        key: '🗝é',
      });
      await store.write(id, written);
      expect(exposed(await store.read(id))).toEqual(exposed(written));
      await store.delete(id);
      await expect(store.read(id)).resolves.toBeNull();
      await store.delete(id);
      expect(await accounts()).toEqual(own);
      await store.forget();
      expect(await accounts()).toEqual([]);
    });

    it('K10 keeps values of any size up to 256 KiB whole and refuses more', async () => {
      const { store, accounts } = await start();
      const id = newId();
      const sizes = [2_400, 2_401, 2_560, 2_561, 10_000, 100_000, 256 * 1024];
      for (const [index, size] of sizes.entries()) {
        const value = 'k'.repeat(size - 1) + String(index);
        await store.write(id, record(index + 1, { value }));
        expect(exposed(await store.read(id))?.fields.value === value).toBe(true);
      }
      for (const account of await accounts()) {
        if (account !== id) expect(account).toMatch(new RegExp(`^(sentinel|${id}#7\\.\\d+)$`));
      }
      const tooLarge = record(8, { value: 'k'.repeat(256 * 1024 + 1) });
      expect(await codeOf(store.write(id, tooLarge))).toBe('keychain.too-large');
      expect(exposed(await store.read(id))?.generation).toBe(7);
      await store.delete(id);
      expect(await accounts()).toEqual(own);
    });

    it('K11 splits between code points only, wherever the edge falls', async () => {
      const { store, accounts } = await start();
      const id = newId();
      const family = '👩‍👩‍👧‍👦e\u0301\u20ac\u00a2';
      for (let shift = 0; shift < 4; shift += 1) {
        const value = 'x'.repeat(2_300 + shift) + family.repeat(250);
        await store.write(id, record(shift + 1, { value }));
        expect(exposed(await store.read(id))?.fields.value === value).toBe(true);
      }
      await store.delete(id);
      expect(await accounts()).toEqual(own);
    });

    it('K12 K13 refuses NUL, lone surrogates and empty text, and keeps what was there', async () => {
      const { store } = await start();
      const id = newId();
      await store.write(id, record(1, { value: 'good' }));
      for (const value of ['abc\0def', '\0', 'a\ud83d', '\udc00b', '']) {
        expect(await codeOf(store.write(id, record(2, { value })))).toBe('keychain.invalid-value');
      }
      expect(exposed(await store.read(id))).toEqual({ generation: 1, fields: { value: 'good' } });
      await store.delete(id);
    });

    it('K27 keeps what a keychain would fill in, such as {USERNAME}, as it is', async () => {
      const { store, accounts } = await start();
      const id = newId();
      for (const value of ['{USERNAME}', '{TITLE} {PASSWORD}', '{REF:P@T:x}', '%USERNAME%']) {
        await store.write(id, record(1, { value }));
        expect(exposed(await store.read(id))?.fields.value).toBe(value);
      }
      await store.delete(id);
      expect(await accounts()).toEqual(own);
    });

    if (options.chunked) {
      it('K14 calls a record with a missing, extra, swapped or altered chunk corrupt', async () => {
        const { store, getItem, setItem, clearItem, accounts } = await start();
        const id = newId();
        const value = Array.from({ length: 900 }, (_, n) => `part-${n}`).join(' ');
        await store.write(id, record(1, { value }));
        const part = (n: number) => `${id}#1.${n}`;
        const [first, second] = [await getItem(part(0)), await getItem(part(1))];
        const last =
          (await accounts()).filter((account) => account.startsWith(`${id}#`)).length - 1;
        expect(last).toBeGreaterThanOrEqual(2);
        const lastText = (await getItem(part(last))) ?? '';
        const reading = () => codeOf(store.read(id));

        await clearItem(part(0));
        expect(await reading()).toBe('keychain.corrupt');
        await setItem(part(0), second ?? '');
        await setItem(part(1), first ?? '');
        expect(await reading()).toBe('keychain.corrupt');
        await setItem(part(0), first ?? '');
        await setItem(part(1), (second ?? '').replace('part', 'tarp'));
        expect(await reading()).toBe('keychain.corrupt');
        await setItem(part(1), second ?? '');
        await clearItem(part(last));
        expect(await reading()).toBe('keychain.corrupt');
        await setItem(part(last), lastText);
        await setItem(part(last + 1), 'more');
        expect(await reading()).toBe('keychain.corrupt');
        await clearItem(part(last + 1));
        expect(exposed(await store.read(id))?.fields.value === value).toBe(true);
        await clearItem(part(0));
        await store.delete(id);
        expect(await accounts()).toEqual(own);
      });
    }

    it('K16 K17 tells deleted outside (null) from altered outside (corrupt)', async () => {
      const { store, getItem, setItem, clearItem, accounts } = await start();
      const [id, other] = [newId(), newId()];
      await store.write(id, record(1, { value: 'mine' }));
      await store.write(other, record(1, { value: 'theirs' }));
      const text = (await getItem(id)) ?? '';
      const alterations = [
        text.replace('mine', 'MINE'),
        text.replace('"generation":1', '"generation":2'),
        text.replace('"v":1', '"v":2'),
        text.slice(0, -1),
        'not json',
        '[]',
        (await getItem(other)) ?? '',
      ];
      for (const altered of alterations) {
        await setItem(id, altered);
        expect(await codeOf(store.read(id))).toBe('keychain.corrupt');
      }
      await clearItem(id);
      await expect(store.read(id)).resolves.toBeNull();
      await setItem(id, 'not json');
      await store.delete(id);
      await store.delete(other);
      expect(await accounts()).toEqual(own);
    });

    it('K3 K4 K5 K6 says locked to every call, with one dialog each, and changes nothing', async () => {
      const { store, lock, unlock, prompts, accounts } = await start();
      const id = newId();
      const value = 'v'.repeat(6_000);
      await store.write(id, record(1, { value }));
      const before = await accounts();
      await lock();
      const actions = [
        () => store.read(id),
        () => store.read(newId()),
        () => store.write(id, record(2, { value: 'new' })),
        () => store.write(newId(), record(1, { value: 'new' })),
        () => store.delete(id),
        () => store.delete(newId()),
        () => store.check(),
      ];
      for (const action of actions) {
        const asked = await prompts();
        expect(await codeOf(action())).toBe('keychain.locked');
        expect((await prompts()) - asked).toBeLessThanOrEqual(1);
      }
      await unlock();
      expect(await accounts()).toEqual(before);
      expect(exposed(await store.read(id))).toEqual({ generation: 1, fields: { value } });
      await store.delete(id);
      expect(await accounts()).toEqual(own);
    });

    it('K18 runs concurrent saves strictly in order, the last one issued wins', async () => {
      const { store, accounts } = await start();
      const id = newId();
      const seen: number[] = [];
      const all = Array.from({ length: saves }, (_, n) =>
        // Some records take several items and so more calls than others.
        store
          .write(id, record(n + 1, { value: `${n}`.repeat(n % 7 === 0 ? 3_000 : 1) }))
          .then(() => seen.push(n)),
      );
      await Promise.all(all);
      expect(seen).toEqual(Array.from({ length: saves }, (_, n) => n));
      expect(exposed(await store.read(id))?.generation).toBe(saves);
      await store.delete(id);
      expect(await accounts()).toEqual(own);
    });

    it('K22 says replaced, and changes nothing, when the sentinel is gone or another', async () => {
      const { store, sentinel, setSentinel, setItem, clearItem, accounts } = await start();
      const id = newId();
      await store.write(id, record(1, { value: 'v' }));
      const mine = await sentinel();
      expect(mine).not.toBeNull();
      for (const alter of [() => setItem('sentinel', 'other'), () => clearItem('sentinel')]) {
        await alter();
        const before = await accounts();
        expect(await codeOf(store.check())).toBe('keychain.replaced');
        expect(await codeOf(store.read(newId()))).toBe('keychain.replaced');
        const fresh = record(1, { value: 'w' });
        expect(await codeOf(store.write(id, fresh))).toBe('keychain.replaced');
        expect(await codeOf(store.delete(newId()))).toBe('keychain.replaced');
        expect(await accounts()).toEqual(before);
        expect(await sentinel()).toBe(mine);
      }
      // The person decides to go on with this keychain.
      await setSentinel(null);
      await store.check();
      expect(await sentinel()).not.toBe(mine);
      expect(exposed(await store.read(id))?.generation).toBe(1);
      await store.delete(id);
    });

    it('adopts its own sentinel after a crash before it was remembered', async () => {
      const { store, sentinel, setSentinel } = await start();
      await store.check();
      const planted = await sentinel();
      await setSentinel(null);
      await store.check();
      expect(await sentinel()).toBe(planted);
    });

    it('K15 starts beside foreign items of the same service', async () => {
      const { store, setItem, clearItem } = await start();
      await setItem('someone-else', 'theirs');
      await store.check();
      await clearItem('someone-else');
    });
  });
};
