import { afterEach, describe, expect, it } from 'vitest';
import { type Keyring, type KeyringOptions, startKeyring } from '../../support/desktop/keyring.ts';
import { exposed, newId, record } from '../../support/fakes/secret-records.ts';
import {
  type RealKeytar,
  startRealKeytar,
  testService,
} from '../../support/processes/real-keytar.ts';
import { errorOf } from '../../support/worlds/app-error.ts';
import { codeOf } from '../../support/worlds/secret-store-contract.ts';

describe('the real keytar in trouble', () => {
  const closing: Array<() => Promise<void>> = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const keyringWith = async (options: KeyringOptions = {}): Promise<Keyring> => {
    const keyring = await startKeyring(options);
    closing.push(keyring.close);
    return keyring;
  };
  const keytarIn = async (
    env: NodeJS.ProcessEnv,
    options: Parameters<typeof startRealKeytar>[1] = {},
  ): Promise<RealKeytar> => {
    const keytar = await startRealKeytar(env, options);
    closing.push(keytar.close);
    return keytar;
  };

  it.each([
    ['K1 no session bus', { bus: false }, 'no-bus'],
    ['K2 a bus without a secret service', { service: 'none' as const }, 'no-service'],
  ])('%s is unavailable for every call', async (_name, options, reason) => {
    const keyring = await keyringWith(options);
    const { store, sentinel } = await keytarIn(keyring.env);
    const calls = [
      () => store.check(),
      () => store.read(newId()),
      () => store.write(newId(), record(1, { value: 'v' })),
      () => store.delete(newId()),
    ];
    for (const call of calls) {
      const error = await errorOf(call());
      expect([error.code, error.params.reason]).toEqual(['keychain.unavailable', reason]);
    }
    expect(await sentinel()).toBeNull();
  });

  it('K7 a killed service gives a typed error, then works again in the same process', async () => {
    const keyring = await keyringWith();
    const { store } = await keytarIn(keyring.env);
    const id = newId();
    await store.write(id, record(1, { value: 'v' }));
    await keyring.killDaemon();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await codeOf(store.read(id))).toMatch(/^keychain\.(unavailable|locked)$/);
      expect(await codeOf(store.delete(id))).toMatch(/^keychain\.(unavailable|locked)$/);
    }
    await keyring.restartDaemon();
    expect(exposed(await store.read(id))?.generation).toBe(1);
    await store.delete(id);
    await store.forget();
    expect(await keyring.listItems(testService)).toEqual([]);
  });

  it('K8 K9 a frozen service times out, holds one thread, and what succeeds late is kept once', async () => {
    const keyring = await keyringWith();
    const { store, readFileMs } = await keytarIn(keyring.env, { deadlineMs: 1_500 });
    const id = newId();
    await store.write(id, record(1, { value: 'v'.repeat(6_000) }));
    await keyring.stopDaemon();
    const startedMs = performance.now();
    const hung = [
      codeOf(store.write(id, record(2, { value: 'w' }))),
      ...Array.from({ length: 20 }, () => codeOf(store.read(id))),
    ];
    const readTimesMs: number[] = [];
    for (let reading = 0; reading < 20; reading += 1) readTimesMs.push(await readFileMs());
    expect(Math.max(...readTimesMs)).toBeLessThan(1_000);
    expect(new Set(await Promise.all(hung))).toEqual(new Set(['keychain.timeout']));
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect(await codeOf(store.check())).toBe('keychain.timeout');
    keyring.resumeDaemon();
    await expect.poll(() => codeOf(store.check()), { timeout: 20_000 }).toBe('resolved');
    expect(exposed(await store.read(id))?.generation).toBe(1);
    await store.delete(id);
    await store.forget();
    expect(await keyring.listItems(testService)).toEqual([]);
  });

  it('K20 a keytar that does not load is unavailable, with the loader’s reason for the log', async () => {
    const keyring = await keyringWith();
    const hide = new URL('../../support/processes/hide-libsecret.cjs', import.meta.url);
    const { store } = await keytarIn(keyring.env, {
      nodeArguments: ['--require', hide.pathname],
    });
    for (const call of [() => store.check(), () => store.read(newId())]) {
      const error = await errorOf(call());
      expect([error.code, error.params.reason]).toEqual(['keychain.unavailable', 'not-loaded']);
      expect(String(error.cause)).toContain('libsecret-1.so.0: cannot open shared object file');
    }
  });
});
