import type { Page } from 'playwright';
import type { Snapshot, VaultView } from '../../../shared/schemas.ts';
import { error, few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';
import { openSettings } from './settings-scenarios.ts';

type Shut = 'keychain.locked' | 'keychain.unavailable' | 'keychain.failed';

const shut = (
  code: Shut,
  id: Snapshot['keychain']['id'],
  reason = '',
): Pick<Snapshot, 'keychain'> => ({
  keychain: { status: 'trouble', error: error(code, { params: { keychain: id, reason } }), id },
});
const vault = (over: Partial<VaultView> = {}): Pick<Snapshot, 'vault'> => ({
  vault: { open: false, locksAtEpochMs: null, keychainFound: false, ...over },
});

export const noKeychain = shut('keychain.unavailable', 'secret-service');
export const lockedVault = { ...vault(), ...shut('keychain.locked', 'vault') };
export const openVault = (keychainFound = false) => ({
  ...vault({ open: true, keychainFound }),
  keychain: { status: 'ready', error: null, id: 'vault' } as const,
});

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click();

export const vaultScenarios = (): readonly Scenario[] => [
  {
    name: 'vault-create',
    snapshot: snapshot({ connections: few(), ...noKeychain }),
    act: press('Use a vault file instead…'),
  },
  { name: 'vault-locked', snapshot: snapshot({ connections: few(), ...lockedVault }) },
  {
    name: 'vault-unlock-wrong',
    snapshot: snapshot({ connections: few(), ...lockedVault }),
    errors: { 'vault.unlock': error('vault.not-opened') },
    act: async (page) => {
      await press('Unlock…')(page);
      await page.getByLabel('Passphrase', { exact: true }).fill('not the one');
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
      await page.getByText('The vault did not open').waitFor();
    },
  },
  {
    name: 'vault-anew',
    snapshot: snapshot({ connections: few(), ...lockedVault }),
    act: async (page) => {
      await press('Unlock…')(page);
      await press('I forgot it…')(page);
    },
  },
  {
    name: 'vault-damaged',
    snapshot: snapshot({
      connections: few(),
      ...vault(),
      ...shut('keychain.failed', 'vault', 'vault-damaged'),
    }),
  },
  {
    name: 'vault-move',
    snapshot: snapshot({ connections: few(), ...openVault(true) }),
    act: (page) => page.getByRole('button', { name: 'Move to the keychain' }).waitFor(),
  },
  {
    name: 'vault-settings',
    snapshot: snapshot({ connections: few(), ...openVault() }),
    act: async (page) => {
      await openSettings(page);
      await page.getByRole('button', { name: 'Change passphrase…' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'vault-change',
    snapshot: snapshot({ connections: few(), ...openVault() }),
    act: async (page) => {
      await openSettings(page);
      await press('Change passphrase…')(page);
    },
  },
];
