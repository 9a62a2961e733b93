import { expect } from 'vitest';
import { startKeyring } from '../../support/keyring.ts';
import { run } from '../../support/processes.ts';
import { countPrompts } from '../../support/prompt-counter.ts';
import { startRealKeytar, testService } from '../../support/real-keytar.ts';
import { secretStoreContract } from '../../support/secret-store-contract.ts';

secretStoreContract(
  'K21 a store over keytar and gnome-keyring',
  async () => {
    const keyring = await startKeyring();
    const keytar = await startRealKeytar(keyring.env);
    const monitor = await countPrompts(keyring.env);
    return {
      store: keytar.store,
      sentinel: keytar.sentinel,
      setSentinel: keytar.setSentinel,
      lock: keyring.lock,
      unlock: keyring.unlock,
      prompts: monitor.count,
      accounts: () => keyring.listItems(testService),
      getItem: async (account) => {
        const lookup = ['lookup', 'service', testService, 'account', account];
        const found = await run('secret-tool', lookup, { env: keyring.env, timeoutMs: 5_000 });
        return found.code === 0 ? found.stdout : null;
      },
      setItem: (account, text) => keyring.setItem(testService, account, text),
      clearItem: (account) => keyring.clearItem(testService, account),
      close: async () => {
        if ((await keytar.sentinel()) !== null) await keytar.store.forget();
        const left = await keyring.listItems(testService);
        await monitor.close();
        await keytar.close();
        await keyring.close();
        expect(left.filter((account) => account !== 'someone-else')).toEqual([]);
      },
    };
  },
  { chunked: false },
);
