import { expect } from 'vitest';
import { startKeePassXC } from '../../support/keepassxc.ts';
import { startKeyring } from '../../support/keyring.ts';
import { run } from '../../support/processes.ts';
import { countPrompts } from '../../support/prompt-counter.ts';
import { startRealKeytar, testService } from '../../support/real-keytar.ts';
import { secretStoreContract } from '../../support/secret-store-contract.ts';

const keychains = [
  { name: 'gnome-keyring', start: () => startKeyring() },
  { name: 'KeePassXC', start: startKeePassXC },
] as const;

for (const { name, start } of keychains) {
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
          const found = await run('secret-tool', lookup, { env: keychain.env, timeoutMs: 5_000 });
          return found.code === 0 ? found.stdout : null;
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
}
