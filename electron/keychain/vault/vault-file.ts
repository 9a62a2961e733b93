import { randomBytes } from 'node:crypto';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import type { KeytarApi } from '../keychain-items.ts';
import {
  readVaultHeader,
  saltBytes,
  sealVault,
  unsealVault,
  type VaultHeader,
  type VaultItems,
  vaultTrouble,
} from './format.ts';
import { type DeriveVaultKey, usualCost, type VaultKey } from './key.ts';

/** Where one vault file lies on the disk. */
export type VaultFilePlace = {
  /** Null where there is none. Throws Node's errors, and `EFBIG` for one that is too large. */
  readonly read: () => Promise<string | null>;
  /** Puts the whole file there in one step. Throws `metadata.*`. */
  readonly replace: (text: string) => Promise<void>;
  /** Moves whatever lies there out of the way, under a dated name. */
  readonly setAside: () => Promise<void>;
};

/** Where the vault file of a list lies, under its own name or retired. */
export type VaultPlace = VaultFilePlace & {
  /** Gives the file a name with this mark until the move of its content is settled. */
  readonly retire: (mark: string) => Promise<void>;
  /** The place that a file has once it is retired with this mark. */
  readonly retired: (mark: string) => VaultFilePlace;
  /** Gives the one that was retired its own name back, where nothing else has that. */
  readonly reinstate: () => Promise<void>;
  /** Removes what was retired with this mark, and nothing else. */
  readonly removeRetired: (mark: string) => Promise<void>;
  /** Removes the file and what was retired or set aside of it. */
  readonly erase: () => Promise<void>;
};

/**
 * Keeps items in one encrypted file, as a keychain does: for computers that have none.
 *
 * While it is locked every item is out of reach (`keychain.locked`). Open, it holds the key and nothing
 * else: each call reads the file anew, so what another hand put there is neither overlooked nor lost.
 * One thing is done at a time, guesses at the passphrase included.
 */
export type VaultFile = KeytarApi & {
  readonly isOpen: () => boolean;
  readonly exists: () => Promise<boolean>;
  /** Begins an empty one and opens it. One that lies there is set aside. */
  readonly create: (passphrase: Secret) => Promise<void>;
  /** Throws `vault.not-opened` for another passphrase, and `keychain.*` where no vault can be read. */
  readonly unlock: (passphrase: Secret) => Promise<void>;
  /** Drops the key at once, also under a call that is waiting. */
  readonly lock: () => void;
  /** Encrypts all of it anew, under another salt as well, and leaves it open. Throws what `unlock` does. */
  readonly changePassphrase: (from: Secret, to: Secret) => Promise<void>;
  /** The names of all items. */
  readonly accounts: () => Promise<readonly string[]>;
};

type Opened = { readonly key: VaultKey; readonly header: VaultHeader };

const locked = (): AppError =>
  new AppError('keychain.locked', {
    params: { keychain: 'vault', reason: 'vault' },
    retryable: true,
  });

const gone = (): AppError =>
  new AppError('keychain.unavailable', {
    params: { keychain: 'vault', reason: 'vault-gone' },
    retryable: true,
  });

export const createVaultFile = (place: VaultFilePlace, deriveKey: DeriveVaultKey): VaultFile => {
  const inTurn = createSerialQueue();
  let opened: Opened | null = null;
  let locks = 0;

  const readIfThere = (): Promise<string | null> =>
    place.read().catch((error: unknown) => {
      throw vaultTrouble('vault-unreadable', error);
    });
  const read = async (): Promise<string> => {
    const file = await readIfThere();
    if (file === null) throw gone();
    return file;
  };

  /** What the file holds now, under the key that is held. */
  const look = async (): Promise<Opened & { readonly items: VaultItems }> => {
    const held = opened;
    const file = await read();
    if (held === null) throw locked();
    const { salt } = readVaultHeader(file);
    // Somebody put another vault in its place, or this one with another passphrase.
    if (!salt.equals(held.header.salt)) {
      opened = null;
      throw locked();
    }
    const items = await unsealVault(file, held.key);
    // The key opened this very vault before.
    if (items === null) throw vaultTrouble('vault-damaged');
    return { ...held, items };
  };

  const edit = (change: (items: Map<string, string>) => boolean): Promise<boolean> =>
    inTurn(async () => {
      const { items, header, key } = await look();
      const edited = new Map(items);
      if (!change(edited)) return false;
      await place.replace(await sealVault(edited, header, key));
      return true;
    });

  /** Opens it with what took a while to get, unless it was locked meanwhile. */
  const openUnlessLocked = (find: () => Promise<Opened>): Promise<void> => {
    const before = locks;
    return inTurn(async () => {
      const { key, header } = await find();
      if (locks !== before) throw locked();
      opened = { key, header };
    });
  };

  const makeKey = async (passphrase: Secret): Promise<Opened> => {
    const header = { salt: randomBytes(saltBytes), cost: usualCost };
    return { header, key: await deriveKey(passphrase, header.salt, header.cost) };
  };

  const unsealWith = async (passphrase: Secret): Promise<Opened & { items: VaultItems }> => {
    const file = await read();
    const header = readVaultHeader(file);
    const key = await deriveKey(passphrase, header.salt, header.cost);
    const items = await unsealVault(file, key);
    if (items === null) throw new AppError('vault.not-opened');
    return { header, key, items };
  };

  return {
    isOpen: () => opened !== null,
    exists: async () => (await readIfThere()) !== null,
    create: (passphrase) =>
      openUnlessLocked(async () => {
        const made = await makeKey(passphrase);
        opened = null;
        await place.setAside();
        await place.replace(await sealVault(new Map(), made.header, made.key));
        return made;
      }),
    unlock: (passphrase) => openUnlessLocked(() => unsealWith(passphrase)),
    lock: () => {
      locks += 1;
      opened = null;
    },
    changePassphrase: (from, to) =>
      openUnlessLocked(async () => {
        const { items } = await unsealWith(from);
        const made = await makeKey(to);
        await place.replace(await sealVault(items, made.header, made.key));
        return made;
      }),
    accounts: () => inTurn(async () => [...(await look()).items.keys()]),
    getPassword: (_service, account) =>
      inTurn(async () => (await look()).items.get(account) ?? null),
    setPassword: async (_service, account, password) => {
      await edit((items) => {
        items.set(account, password);
        return true;
      });
    },
    deletePassword: (_service, account) => edit((items) => items.delete(account)),
  };
};
