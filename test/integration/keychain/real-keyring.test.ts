import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { found } from '../../../electron/diagnostics/doctor/examine.ts';
import { checkKeychain } from '../../../electron/diagnostics/doctor/keychain.ts';
import { createSecretService } from '../../../electron/keychain/secret-service.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { startKeePassXC } from '../../support/desktop/keepassxc.ts';
import { runClient, startKeyring } from '../../support/desktop/keyring.ts';
import { startKWallet } from '../../support/desktop/kwallet.ts';
import { countPrompts } from '../../support/desktop/prompt-counter.ts';
import { exposed, newId, record } from '../../support/fakes/secret-records.ts';
import { startRealKeytar, testService } from '../../support/processes/real-keytar.ts';
import { errorOf } from '../../support/worlds/app-error.ts';
import { secretStoreContract } from '../../support/worlds/secret-store-contract.ts';

const keychains = [
  {
    name: 'gnome-keyring',
    program: '/usr/bin/gnome-keyring-daemon',
    keeper: 'gnome-keyring',
    restartEvery: 1,
    start: async () => {
      const keyring = await startKeyring();
      // Unlocked once, it asks nothing.
      return { ...keyring, restart: keyring.restartDaemon, dialogs: () => 0 };
    },
  },
  // A program with windows takes seconds to start: before a read, a write and a delete.
  {
    name: 'KeePassXC',
    program: '/usr/bin/keepassxc',
    keeper: 'keepassxc',
    restartEvery: 3,
    start: startKeePassXC,
  },
  {
    name: 'KWallet',
    program: '/usr/bin/kwalletd5',
    keeper: 'kwallet',
    restartEvery: 3,
    start: startKWallet,
  },
] as const;

for (const { name, program, keeper, start, restartEvery } of keychains) {
  describe.skipIf(name === 'KWallet' && !existsSync(program))(name, () => {
    secretStoreContract(
      `K21 a store over keytar and ${name}`,
      async () => {
        const keychain = await start();
        const keytar = await startRealKeytar(keychain.env);
        const monitor = await countPrompts(keychain.env);
        return {
          store: keytar.store,
          sentinel: keytar.sentinel,
          setSentinel: keytar.setSentinel,
          lock: keychain.lock,
          unlock: keychain.unlock,
          prompts: monitor.count,
          accounts: () => keychain.listItems(testService),
          getItem: async (account) => {
            const lookup = ['lookup', 'service', testService, 'account', account];
            for (;;) {
              const found = await runClient('secret-tool', lookup, {
                env: keychain.env,
                timeoutMs: 5_000,
              });
              if (found.code === 0) return found.stdout;
              // A session of KWallet's may find nothing in an item that is there.
              if (!(await keychain.listItems(testService)).includes(account)) return null;
            }
          },
          setItem: (account, text) => keychain.setItem(testService, account, text),
          clearItem: (account) => keychain.clearItem(testService, account),
          close: async () => {
            try {
              if ((await keytar.sentinel()) !== null) await keytar.store.forget();
              const left = await keychain.listItems(testService);
              expect(left.filter((account) => account !== 'someone-else')).toEqual([]);
            } finally {
              await monitor.close();
              await keytar.close();
              await keychain.close();
            }
          },
        };
      },
      { chunked: false },
    );

    it(`K6 ${name} keeps its items under labels, is asked once for an act, and is named when it says no`, async () => {
      const keychain = await start();
      let keytar = await startRealKeytar(keychain.env);
      try {
        const [id, long] = [newId(), newId()];
        await keytar.store.write(id, record(1, { value: 'v' }));
        await keytar.store.write(long, record(1, { value: 'k'.repeat(40_000) }));
        await keytar.store.label(id, 'Stowkey: Photos (StorX)');
        await keytar.store.label(long, 'Stowkey: Work (Box)');
        // Another program shows what a person sees.
        await expect
          .poll(() => keychain.listLabels(testService))
          .toEqual(
            keeper === 'kwallet'
              ? [id, long, 'sentinel'].map((account) => `${testService}/${account}`).sort()
              : [
                  'Stowkey: Photos (StorX)',
                  'Stowkey: Work (Box)',
                  'Stowkey: check of this keychain',
                ],
          );
        // The program is started again, and so nobody to a keychain that remembers who may read.
        const planted = await keytar.sentinel();
        await keytar.close();
        keytar = await startRealKeytar(keychain.env);
        await keytar.setSentinel(planted);
        const { store } = keytar;
        const acts = [
          () => store.check(),
          () => store.read(id),
          () => store.label(id, 'Stowkey: Photos (StorX)'),
          () => store.write(id, record(2, { value: 'w' })),
          () => store.read(long),
          () => store.write(newId(), record(1, { value: 'v' })),
          () => store.delete(id),
        ];
        for (const act of acts) {
          const before = keychain.dialogs();
          await act();
          expect(keychain.dialogs() - before).toBeLessThanOrEqual(1);
        }
        const service = createSecretService({
          busAddress: keychain.env.DBUS_SESSION_BUS_ADDRESS,
          clock: systemClock,
        });
        const isLocked = async () => (await service.isLocked()) === true;
        const look = checkKeychain({ ...store, isLocked }, systemRandom);
        expect(await look()).toEqual([found('keychain.works')]);
        await keychain.lock();
        const dialogs = keychain.dialogs();
        expect(await look()).toEqual([found('keychain.locked')]);
        expect(keychain.dialogs()).toBe(dialogs);
        const { code, params } = await errorOf(store.read(long));
        expect([code, params.keychain]).toEqual(['keychain.locked', keeper]);
      } finally {
        await keytar.close();
        await keychain.close();
      }
    });

    it(`K24 ${name} that is restarted is found again by the next call, whichever it is`, async () => {
      const keychain = await start();
      const { store, close } = await startRealKeytar(keychain.env);
      try {
        const [id, other] = [newId(), newId()];
        await store.write(id, record(1, { value: 'v' }));
        const calls = [
          async () => expect(exposed(await store.read(id))?.generation).toBe(1),
          async () => expect(await store.read(other)).toBeNull(),
          () => store.write(id, record(2, { value: 'w' })),
          () => store.write(other, record(1, { value: 'w' })),
          () => store.check(),
          () => store.delete(id),
          () => store.delete(other),
          () => store.forget(),
        ];
        for (const [n, call] of calls.entries()) {
          if (n % restartEvery === 0) await keychain.restart();
          await call();
        }
        expect(await keychain.listItems(testService)).toEqual([]);
      } finally {
        await close();
        await keychain.close();
      }
    });
  });
}
