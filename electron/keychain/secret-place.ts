import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ConnectionId, connectionIdSchema } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import { parseJson } from '../platform/json.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import { createKeytarStore, type KeytarStoreOptions } from './keytar-store.ts';
import type { SecretPlace, SecretRecord, SecretStore } from './secret-store.ts';
import type { SentinelMemory } from './sentinel.ts';
import type { DeriveVaultKey } from './vault/key.ts';
import { createVaultFile, type VaultFile, type VaultPlace } from './vault/vault-file.ts';

/** A vault's sentinel is remembered with this in front, which is how the list says where its secrets lie. */
const vaultPrefix = 'vault:';

/** The item of a vault that names the accounts whose keys may still lie in the keychain of before. */
const leftAccount = 'left-in-keychain';
const leftSchema = z.array(connectionIdSchema);

/** Makes the place of a list; what a move that was cut short left is settled first of all. */
export const createSecretPlace = (dependencies: {
  readonly openKeychain: (options: Omit<KeytarStoreOptions, 'keytar'>) => SecretStore;
  /** The keychain's service name for this profile. */
  readonly service: string;
  readonly vaultPlace: VaultPlace;
  /** What the list remembers. */
  readonly memory: SentinelMemory;
  /** The accounts of the list, whatever their state. */
  readonly accounts: () => readonly ConnectionId[];
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  readonly report: (error: unknown) => void;
  readonly deriveKey: DeriveVaultKey;
}): SecretPlace => {
  const { openKeychain, service, vaultPlace, memory, accounts, clock, random, report, deriveKey } =
    dependencies;
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

  const file = createVaultFile(vaultPlace, deriveKey);
  const storeOver = (keytar: VaultFile, sentinel: SentinelMemory): SecretStore =>
    createKeytarStore({
      keytar,
      service,
      clock,
      random,
      itemBytes: Number.POSITIVE_INFINITY,
      sentinel,
    });
  const vault: SecretStore = {
    ...storeOver(file, {
      expected: () => (isVault() && memory.expected()?.slice(vaultPrefix.length)) || null,
      // Having planted it there is what makes the vault the one in use.
      remember: (value) => memory.remember(`${vaultPrefix}${value ?? ''}`),
    }),
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

  const readLeft = async (): Promise<readonly ConnectionId[]> =>
    leftSchema.safeParse(parseJson((await file.getPassword('', leftAccount)) ?? '')).data ?? [];

  /**
   * Deletes from the keychain of before what is of no use any more of the accounts that were left there:
   * where their keys are in the vault, or the list has them no longer. Asks the person nothing, so a
   * keychain that is shut keeps them until the next time: false then.
   */
  const eraseLeft = async (): Promise<boolean> => {
    const left = await readLeft();
    const held = new Set<string>(await file.accounts());
    const listed = new Set(accounts());
    const useless = left.filter((id) => held.has(id) || !listed.has(id));
    if (useless.length === 0) return true;
    if (!(await keychain.isThere()) || (await keychain.isLocked())) return false;
    found = null;
    for (const id of useless) await keychain.delete(id);
    const rest = left.filter((id) => !useless.includes(id));
    if (rest.length === 0) await keychain.forget();
    await file.setPassword('', leftAccount, JSON.stringify(rest));
    return true;
  };

  /** Makes another place the one in use, once the file of the vault is retired under its mark. */
  const use = async (sentinel: string): Promise<void> => {
    try {
      await memory.remember(sentinel);
    } catch (error) {
      // The list may have it all the same, when only the folder could not be synced.
      await settle();
      throw error;
    }
    await settle();
  };

  const moveToKeychain = async (): Promise<void> => {
    requireVault();
    found = null;
    await keychain.check();
    await copyAll(vault, await file.accounts(), keychain);
    // What became of accounts that were left there while nobody could reach it.
    const listed = new Set(accounts());
    for (const id of await readLeft()) if (!listed.has(id)) await keychain.delete(id);
    if (found === null) throw new AppError('keychain.failed', { retryable: true });
    await vaultPlace.retire(markOf(found));
    await use(found);
    file.lock();
  };

  const moveToVault = async (passphrase: Secret): Promise<void> => {
    if (isVault()) throw new AppError('vault.exists');
    await keychain.check();
    const before = memory.expected();
    if (before === null) throw new AppError('keychain.failed', { retryable: true });
    await vaultPlace.setAside();
    // Retired from the beginning: until the list says otherwise, a start removes it.
    const made = createVaultFile(vaultPlace.retired(markOf(before)), deriveKey);
    let planted: string | null = null;
    const store = storeOver(made, {
      expected: () => planted,
      remember: async (value) => {
        planted = value;
      },
    });
    try {
      await made.create(passphrase);
      await store.adopt();
      const copied = await copyAll(keychain, accounts(), store);
      await made.setPassword('', leftAccount, JSON.stringify(copied));
    } catch (error) {
      await settle();
      throw error;
    }
    await use(`${vaultPrefix}${planted ?? ''}`);
    await file.unlock(passphrase);
    await eraseLeft().catch(report);
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
        const left = accounts();
        await file.create(passphrase);
        if (left.length > 0) await file.setPassword('', leftAccount, JSON.stringify(left));
        await vault.adopt();
      }),
    unlockVault: (passphrase) =>
      inTurn(async () => {
        requireVault();
        await file.unlock(passphrase);
        // Nobody waits for it.
        void inTurn(eraseLeft).catch(report);
      }),
    changePassphrase: (from, to) =>
      inTurn(async () => {
        requireVault();
        await file.changePassphrase(from, to);
      }),
    moveToKeychain: () => inTurn(moveToKeychain),
    moveToVault: (passphrase) => inTurn(() => moveToVault(passphrase)),
    lockVault: file.lock,
    eraseLeft: () => inTurn(eraseLeft),
    eraseVault: () =>
      inTurn(async () => {
        file.lock();
        await vaultPlace.erase();
      }),
  };
};

const readAll = async (store: SecretStore, ids: Iterable<string>) => {
  const records = new Map<ConnectionId, SecretRecord>();
  for (const account of ids) {
    const id = connectionIdSchema.safeParse(account);
    if (!id.success) continue;
    const record = await store.read(id.data);
    if (record !== null) records.set(id.data, record);
  }
  return records;
};

/** Copies records from one place to another and reads all of them back there. */
const copyAll = async (
  from: SecretStore,
  ids: Iterable<string>,
  to: SecretStore,
): Promise<readonly ConnectionId[]> => {
  const records = await readAll(from, ids);
  for (const [id, record] of records) await to.write(id, record);
  const copies = await readAll(to, records.keys());
  for (const [id, record] of records) {
    if (!isSame(record, copies.get(id))) {
      throw new AppError('keychain.failed', { params: { reason: 'read-back' }, retryable: true });
    }
  }
  return [...records.keys()];
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
