import { createHash } from 'node:crypto';
import { connectionIdSchema } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import { createKeytarStore, type KeytarStoreOptions } from './keytar-store.ts';
import type { SecretPlace, SecretRecord, SecretStore } from './secret-store.ts';
import type { SentinelMemory } from './sentinel.ts';
import type { DeriveVaultKey } from './vault/key.ts';
import { createVaultFile, type VaultPlace } from './vault/vault-file.ts';

/** A vault's sentinel is remembered with this in front, which is how the list says where its secrets lie. */
const vaultPrefix = 'vault:';

/** Makes the place of a list; what a move that was cut short left is settled first of all. */
export const createSecretPlace = (dependencies: {
  readonly openKeychain: (options: Omit<KeytarStoreOptions, 'keytar'>) => SecretStore;
  /** The keychain's service name for this profile. */
  readonly service: string;
  readonly vaultPlace: VaultPlace;
  /** What the list remembers. */
  readonly memory: SentinelMemory;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  readonly report: (error: unknown) => void;
  readonly deriveKey?: DeriveVaultKey;
}): SecretPlace => {
  const { openKeychain, service, vaultPlace, memory, clock, random, report } = dependencies;
  const inTurn = createSerialQueue();
  const isVault = (): boolean => memory.expected()?.startsWith(vaultPrefix) === true;

  /** The keychain's sentinel while a vault is in use. */
  let found: string | null = null;
  const keychain = openKeychain({
    service,
    clock,
    random,
    sentinel: {
      expected: () => (isVault() ? found : memory.expected()),
      remember: async (value) => {
        if (isVault()) found = value;
        else await memory.remember(value);
      },
    },
  });

  const file = createVaultFile(vaultPlace, dependencies.deriveKey);
  const overFile = createKeytarStore({
    keytar: file,
    service,
    clock,
    random,
    itemBytes: Number.POSITIVE_INFINITY,
    sentinel: {
      expected: () => (isVault() && memory.expected()?.slice(vaultPrefix.length)) || null,
      // Having planted it there is what makes the vault the one in use.
      remember: (value) => memory.remember(`${vaultPrefix}${value ?? ''}`),
    },
  });
  const vault: SecretStore = {
    ...overFile,
    isLocked: async () => !file.isOpen(),
    isThere: file.exists,
    identify: async () => 'vault',
  };

  const current = (): SecretStore => (isVault() ? vault : keychain);

  /** What a move that was cut short left: its last step, or its last but one, taken back. */
  const settle = async (): Promise<void> => {
    const now = memory.expected();
    if (isVault()) await vaultPlace.reinstate();
    // A list that is another than it was, or could not be read, does not name this keychain.
    else if (now !== null) await vaultPlace.removeRetired(markOf(now));
  };
  inTurn(settle).catch(report);

  const requireVault = (): void => {
    if (!isVault()) throw new AppError('vault.unused');
  };

  const adopt = async (): Promise<void> => {
    if (!isVault() || (await file.exists())) return current().adopt();
    // The vault is gone, and with it what was in it: from now on the keychain is ours.
    found = null;
    await keychain.check();
    await memory.remember(found);
  };

  const readAll = async (store: SecretStore, ids: Iterable<string>) => {
    const records = new Map<string, SecretRecord>();
    for (const account of ids) {
      const id = connectionIdSchema.safeParse(account);
      if (!id.success) continue;
      const record = await store.read(id.data);
      if (record !== null) records.set(account, record);
    }
    return records;
  };

  const move = async (): Promise<void> => {
    requireVault();
    found = null;
    await keychain.check();
    const records = await readAll(vault, await file.accounts());
    for (const [account, record] of records) {
      await keychain.write(connectionIdSchema.parse(account), record);
    }
    const copies = await readAll(keychain, records.keys());
    for (const [account, record] of records) {
      if (!isSame(record, copies.get(account))) {
        throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
      }
    }
    if (found === null) throw new AppError('keychain.failed', { retryable: true });
    await vaultPlace.retire(markOf(found));
    try {
      await memory.remember(found);
    } catch (error) {
      // The list may have it all the same, when only the folder could not be synced.
      await settle();
      throw error;
    }
    file.lock();
    await settle();
  };

  return {
    store: {
      read: (id) => inTurn(() => current().read(id)),
      write: (id, record) => inTurn(() => current().write(id, record)),
      delete: (id) => inTurn(() => current().delete(id)),
      check: () => inTurn(() => current().check()),
      adopt: () => inTurn(adopt),
      forget: () => inTurn(() => current().forget()),
      label: (id, text) => current().label(id, text),
      isLocked: () => current().isLocked(),
      isThere: () => current().isThere(),
      identify: () => current().identify(),
    },
    isVault,
    isVaultOpen: file.isOpen,
    hasKeychain: keychain.isThere,
    createVault: (passphrase, inPlace) =>
      inTurn(async () => {
        if (isVault() && !inPlace && (await file.exists())) throw new AppError('vault.exists');
        await file.create(passphrase);
        await vault.adopt();
      }),
    unlockVault: (passphrase) =>
      inTurn(async () => {
        requireVault();
        await file.unlock(passphrase);
      }),
    changePassphrase: (from, to) =>
      inTurn(async () => {
        requireVault();
        await file.changePassphrase(from, to);
      }),
    moveToKeychain: () => inTurn(move),
    lockVault: file.lock,
    eraseVault: () =>
      inTurn(async () => {
        file.lock();
        await vaultPlace.erase();
      }),
  };
};

/** Names a keychain in the name of a file: its sentinel is any text. */
const markOf = (sentinel: string): string =>
  createHash('sha256').update(sentinel).digest('hex').slice(0, 16);

const isSame = (one: SecretRecord, other: SecretRecord | undefined): boolean => {
  const names = Object.keys(one.fields);
  return (
    one.generation === other?.generation &&
    names.length === Object.keys(other.fields).length &&
    names.every((name) => one.fields[name]?.expose() === other.fields[name]?.expose())
  );
};
