import { scryptSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import { createSecretPlace } from '../../../electron/keychain/secret-place.ts';
import { maxVaultBytes } from '../../../electron/keychain/vault/format.ts';
import { deriveVaultKey } from '../../../electron/keychain/vault/key.ts';
import { createVaultFile } from '../../../electron/keychain/vault/vault-file.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import type { FileSystem } from '../../../electron/storage/file-system.ts';
import { createVaultPlace } from '../../../electron/storage/vault-place.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { createKeytar } from '../../support/fakes/keytar.ts';
import { memoryFileSystem } from '../../support/fakes/memory-file-system.ts';
import { mortal } from '../../support/fakes/mortal.ts';
import { exposed, newId, record } from '../../support/fakes/secret-records.ts';
import { cheapVaultKey } from '../../support/fakes/vault-key.ts';
import { codeOf, secretStoreContract } from '../../support/worlds/secret-store-contract.ts';

const passphrase = new Secret('correct horse battery staple');
const other = new Secret('another horse altogether');

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** What outlives the program: the disk, the keychain, and what the list remembers. */
const createOutside = async (
  options: { readonly fs?: FileSystem; readonly path?: string } = {},
) => {
  const { fs } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-vault-'));
  folders.push(folder);
  const path = options.path ?? join(folder, 'profile', 'vault.jwe');
  const keytar = createKeytar();
  const memory = { value: null as string | null };
  const listed: ConnectionId[] = [];
  const remember = async (value: string | null): Promise<void> => {
    memory.value = value;
  };
  const placeOn = (now: FileSystem | undefined = fs) =>
    createVaultPlace({
      path,
      maxBytes: maxVaultBytes,
      clock: systemClock,
      ...(now === undefined ? {} : { fs: now }),
    });
  /** Starts the program, which may be slow to reach what lies outside, or never do. */
  const start = (
    within: <A extends readonly unknown[], R>(
      act: (...given: A) => Promise<R>,
    ) => (...given: A) => Promise<R> = (act) => act,
    now?: FileSystem,
  ) =>
    createSecretPlace({
      openKeychain: (options) =>
        createKeytarStore({
          ...options,
          keytar: {
            getPassword: within(keytar.api.getPassword),
            setPassword: within(keytar.api.setPassword),
            deletePassword: within(keytar.api.deletePassword),
          },
          secretService: keytar.secretService,
          itemBytes: Number.POSITIVE_INFINITY,
        }),
      service: 'Test-Stowkey',
      vaultPlace: placeOn(now),
      memory: { expected: () => memory.value, remember: within(remember) },
      accounts: () => listed,
      clock: systemClock,
      random: systemRandom,
      report: () => undefined,
      deriveKey: cheapVaultKey,
    });
  return {
    path,
    folder: join(folder, 'profile'),
    keytar,
    memory,
    listed,
    remember,
    placeOn,
    start,
  };
};

secretStoreContract(
  'the vault file, as the store of a list that chose it',
  async () => {
    const outside = await createOutside();
    const place = outside.start();
    await place.createVault(passphrase, false);
    await outside.remember('vault:');
    const file = createVaultFile(outside.placeOn(), cheapVaultKey);
    await file.unlock(passphrase);
    await file.deletePassword('', 'sentinel');
    return {
      store: place.store,
      sentinel: async () => outside.memory.value?.replace(/^vault:/, '') || null,
      setSentinel: (value) => outside.remember(`vault:${value ?? ''}`),
      lock: async () => place.lockVault(),
      unlock: () => place.unlockVault(passphrase),
      prompts: async () => 0,
      accounts: async () => [...(await file.accounts())].sort(),
      getItem: (account) => file.getPassword('', account),
      setItem: (account, text) => file.setPassword('', account, text),
      clearItem: async (account) => void (await file.deletePassword('', account)),
      close: async () => expect(outside.keytar.calls).toEqual([]),
    };
  },
  { chunked: false },
);

describe('the vault file', () => {
  it('T6 states its derivation, is 0600, and opens by it alone: a cheaper guess opens nothing', async () => {
    const { path, folder, placeOn } = await createOutside();
    const file = createVaultFile(placeOn(), deriveVaultKey);
    await file.create(passphrase);
    await file.setPassword('', 'item', 'canary-of-the-vault');
    const text = await readFile(path, 'utf8');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['vault.jwe']);
    expect(text).not.toMatch(/canary|item/);

    const { vault, ...header } = decodeProtectedHeader(text) as Record<string, unknown>;
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', typ: 'stowkey-vault' });
    expect(vault).toEqual({
      version: 1,
      kdf: 'scrypt',
      N: 131_072,
      r: 8,
      p: 1,
      salt: expect.any(String),
    });
    // By other hands: whoever guesses has to spend what the header says.
    const { N, r, p, salt } = vault as { N: number; r: number; p: number; salt: string };
    const guess = (cost: number) =>
      compactDecrypt(
        text,
        scryptSync(passphrase.expose(), Buffer.from(salt, 'base64url'), 32, {
          N: cost,
          r,
          p,
          maxmem: 256 * 1024 * 1024,
        }),
      );
    const { plaintext } = await guess(N);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual({
      items: [['item', 'canary-of-the-vault']],
    });
    await expect(guess(N / 2)).rejects.toThrow();
  });

  it('T6 stays shut for another passphrase and altered or cut files, and changes none of them', async () => {
    const { path, placeOn } = await createOutside();
    const file = createVaultFile(placeOn(), cheapVaultKey);
    await file.create(passphrase);
    await file.setPassword('', 'item', 'text');
    const whole = await readFile(path, 'utf8');
    file.lock();
    expect(await codeOf(file.unlock(other))).toBe('vault.not-opened');
    expect(await codeOf(file.getPassword('', 'item'))).toBe('keychain.locked');
    await file.unlock(passphrase);

    const [header = ''] = whole.split('.');
    for (let at = 0; at < whole.length; at += 1) {
      const letter = whole[at];
      if (letter === '.') continue;
      const altered = `${whole.slice(0, at)}${letter === 'A' ? 'Q' : 'A'}${whole.slice(at + 1)}`;
      // A file whose salt is another one is another vault, for which the key is no longer.
      if (at < header.length) continue;
      await writeFile(path, altered);
      const code = await codeOf(file.getPassword('', 'item'));
      // The last letter of a part may hold bits that say nothing.
      if (code !== 'resolved') expect(code).toBe('keychain.failed');
      else expect(whole[at + 1] ?? '.').toBe('.');
      expect(await readFile(path, 'utf8')).toBe(altered);
    }
    for (const length of [0, 1, header.length, header.length + 3, whole.length - 1]) {
      await writeFile(path, whole.slice(0, length));
      expect(await codeOf(file.unlock(passphrase))).toMatch(
        /^(keychain\.failed|vault\.not-opened)$/,
      );
      expect(await codeOf(file.setPassword('', 'item', 'other'))).not.toBe('resolved');
      expect(await readFile(path, 'utf8')).toBe(whole.slice(0, length));
    }
    await writeFile(path, whole);
    await file.unlock(passphrase);
    expect(await file.getPassword('', 'item')).toBe('text');
    await rm(path);
    expect(await codeOf(file.getPassword('', 'item'))).toBe('keychain.unavailable');
  });

  it('T6 refuses a header that asks for too much memory, too little work or anything else', async () => {
    const { path, placeOn } = await createOutside();
    let derived = 0;
    const file = createVaultFile(placeOn(), (...given) => {
      derived += 1;
      return cheapVaultKey(...given);
    });
    await file.create(passphrase);
    const whole = await readFile(path, 'utf8');
    const rest = whole.slice(whole.indexOf('.'));
    const good = decodeProtectedHeader(whole) as { vault: object };
    const hostile: readonly (readonly [object, object])[] = [
      [{ N: 2 ** 30 }, {}],
      [{ N: 2 ** 16 }, {}],
      [{ N: 2 ** 17 + 1 }, {}],
      [{ N: '131072' }, {}],
      [{ r: 1_000 }, {}],
      [{ r: 1 }, {}],
      [{ p: 2 ** 20 }, {}],
      [{ p: 0 }, {}],
      [{ salt: '' }, {}],
      [{ kdf: 'none' }, {}],
      [{ version: 2 }, {}],
      [{}, { zip: 'DEF' }],
      [{}, { crit: ['x'] }],
      [{}, { alg: 'PBES2-HS256+A128KW', p2c: 1, p2s: 'AA' }],
      [{}, { enc: 'A128GCM' }],
      [{}, { typ: 'stowkey-backup' }],
    ];
    for (const [inVault, beside] of hostile) {
      const header = { ...good, vault: { ...good.vault, ...inVault }, ...beside };
      await writeFile(path, Buffer.from(JSON.stringify(header)).toString('base64url') + rest);
      expect(await codeOf(file.unlock(passphrase)), JSON.stringify(header)).toBe('keychain.failed');
    }
    for (const text of ['', '.', 'x.y', '{}', `${'A'.repeat(2_000)}.`, '\0']) {
      await writeFile(path, text);
      expect(await codeOf(file.unlock(passphrase))).toBe('keychain.failed');
    }
    expect(derived).toBe(1);
  });

  it('T6 takes another passphrase whole: the former opens nothing, and a lock meanwhile holds', async () => {
    const { path, placeOn } = await createOutside();
    const file = createVaultFile(placeOn(), cheapVaultKey);
    await file.create(passphrase);
    await file.setPassword('', 'item', 'text');
    const before = await readFile(path, 'utf8');
    expect(await codeOf(file.changePassphrase(other, other))).toBe('vault.not-opened');
    expect(await readFile(path, 'utf8')).toBe(before);
    await file.changePassphrase(passphrase, other);
    expect(await file.getPassword('', 'item')).toBe('text');
    const salts = [before, await readFile(path, 'utf8')].map(
      (text) => (decodeProtectedHeader(text) as { vault: { salt: string } }).vault.salt,
    );
    expect(salts[0]).not.toBe(salts[1]);
    file.lock();
    expect(await codeOf(file.unlock(passphrase))).toBe('vault.not-opened');
    // Locked, as with the screen, while the key is derived.
    const unlocking = codeOf(file.unlock(other));
    file.lock();
    expect(await unlocking).toBe('keychain.locked');
    expect(file.isOpen()).toBe(false);
  });

  it('keeps each change of two that have it open', async () => {
    const { placeOn } = await createOutside();
    const [one, two] = [
      createVaultFile(placeOn(), cheapVaultKey),
      createVaultFile(placeOn(), cheapVaultKey),
    ];
    await one.create(passphrase);
    await two.unlock(passphrase);
    for (let n = 0; n < 4; n += 1) {
      await one.setPassword('', `one-${n}`, 'text');
      await two.setPassword('', `two-${n}`, 'text');
    }
    expect(await one.accounts()).toEqual(await two.accounts());
    expect(await one.accounts()).toHaveLength(8);
    // The passphrase changed elsewhere: this key is none any more.
    await two.changePassphrase(passphrase, other);
    expect(await codeOf(one.getPassword('', 'one-0'))).toBe('keychain.locked');
    expect(one.isOpen()).toBe(false);
  });
});

describe('where secrets lie', () => {
  it('is the keychain until a person chooses, and the vault from then on, at the next start as well', async () => {
    const { keytar, memory, path, start } = await createOutside();
    const place = start();
    const [inKeychain, inVault] = [newId(), newId()];
    await place.store.write(inKeychain, record(1, { value: 'k' }));
    const planted = memory.value;
    expect(planted).not.toBeNull();
    keytar.mode.service = 'no-bus';
    expect(await codeOf(place.store.check())).toBe('keychain.unavailable');
    await place.createVault(passphrase, false);
    expect(memory.value).toMatch(/^vault:.+/);
    await place.store.write(inVault, record(1, { value: 'v' }));
    expect(await codeOf(place.createVault(other, false))).toBe('vault.exists');

    const again = start();
    expect(await codeOf(again.store.read(inVault))).toBe('keychain.locked');
    expect(await again.store.isLocked()).toBe(true);
    await again.unlockVault(passphrase);
    expect(exposed(await again.store.read(inVault))?.fields).toEqual({ value: 'v' });
    expect(await again.store.read(inKeychain)).toBeNull();

    // Another in its place: what nobody can open is kept.
    await again.createVault(other, true);
    expect(await again.store.read(inVault)).toBeNull();
    expect((await readdir(join(path, '..'))).sort()).toEqual([
      'vault.jwe',
      expect.stringMatching(/^vault\.jwe\.before-\d{8}T\d{6}Z-1$/),
    ]);
    await again.eraseVault();
    expect(await readdir(join(path, '..'))).toEqual([]);

    // The vault is gone for good, and the keychain is back.
    keytar.mode.service = 'present';
    expect(await codeOf(again.store.check())).toBe('keychain.unavailable');
    await again.store.adopt();
    expect(memory.value).toBe(planted);
    expect(exposed(await again.store.read(inKeychain))?.fields).toEqual({ value: 'k' });
  });

  it('T6 moves to a keychain whole, wherever it is killed, and not at all where that fails', async () => {
    const ids = [newId(), newId()] as const;
    let cuts = 0;
    for (let at = 0; ; at += 1) {
      const disk = memoryFileSystem();
      const outside = await createOutside({ fs: disk.fs });
      const { keytar, memory, start } = outside;
      const first = start();
      // One of them is in the keychain from before, as it was then.
      await first.store.write(ids[0], record(1, { value: 'old' }));
      keytar.mode.service = 'no-service';
      await first.createVault(passphrase, false);
      for (const [n, id] of ids.entries())
        await first.store.write(id, record(2, { value: `${n}` }));
      keytar.mode.service = 'present';

      const { within, dying, death } = mortal(disk.fs, at);
      const second = start(within, dying);
      await second.unlockVault(passphrase);
      const moved = await Promise.race([
        second.moveToKeychain().then(() => true),
        death.then(() => false),
      ]);

      const third = start();
      const values = async () => {
        const found = await Promise.all(ids.map((id) => third.store.read(id)));
        return found.map((each) => exposed(each)?.fields.value);
      };
      await third.store.isThere();
      if (memory.value?.startsWith('vault:') === true) {
        await third.unlockVault(passphrase);
        expect(await values(), `killed at ${at}`).toEqual(['0', '1']);
        await third.moveToKeychain();
      }
      expect(await values(), `killed at ${at}`).toEqual(['0', '1']);
      expect([...keytar.items.keys()].sort()).toEqual([...ids, 'sentinel'].sort());
      expect(keytar.items.get('sentinel')).toBe(memory.value);
      expect(Object.keys(disk.texts())).toEqual([]);
      cuts += 1;
      if (moved) break;
    }
    expect(cuts).toBeGreaterThan(10);

    // A list that could not be read begins anew, and nothing is removed for its sake.
    const disk = memoryFileSystem(new Map([['/p/vault.jwe.moved-0', Buffer.from('a vault')]]));
    const unread = await createOutside({ fs: disk.fs, path: '/p/vault.jwe' });
    // The keychain is taken for this list's, and at the second start that is known.
    for (const _ of [1, 2]) await unread.start().store.check();
    expect(unread.memory.value).not.toBeNull();
    expect(disk.texts()).toEqual({ '/p/vault.jwe.moved-0': 'a vault' });

    const { keytar, memory, path, start } = await createOutside();
    keytar.mode.service = 'no-bus';
    const place = start();
    await place.createVault(passphrase, false);
    await place.store.write(ids[0], record(1, { value: 'v' }));
    const before = [memory.value, await readFile(path, 'utf8')];
    expect(await place.hasKeychain()).toBe(true);
    expect(await codeOf(place.moveToKeychain())).toBe('keychain.unavailable');
    keytar.mode.service = 'present';
    keytar.mode.locked = true;
    expect(await codeOf(place.moveToKeychain())).toBe('keychain.locked');
    expect([memory.value, await readFile(path, 'utf8')]).toEqual(before);
    expect(exposed(await place.store.read(ids[0]))?.fields.value).toBe('v');
  });

  it('T6 moves to a vault whole, wherever it is killed, and empties the keychain', async () => {
    const ids = [newId(), newId()] as const;
    let cuts = 0;
    for (let at = 0; ; at += 1) {
      const disk = memoryFileSystem();
      const outside = await createOutside({ fs: disk.fs });
      const { keytar, memory, listed, start } = outside;
      listed.push(...ids, newId());
      const first = start();
      for (const [n, id] of ids.entries())
        await first.store.write(id, record(2, { value: `${n}` }));

      const { within, dying, death } = mortal(disk.fs, at);
      const moved = await Promise.race([
        start(within, dying)
          .moveToVault(passphrase)
          .then(() => true),
        death.then(() => false),
      ]);

      const third = start();
      await codeOf(third.store.check());
      if (memory.value?.startsWith('vault:') === true) await third.unlockVault(passphrase);
      else {
        // Nothing of it is left: the keychain is what it was.
        expect(Object.keys(disk.texts())).toEqual([]);
        await third.moveToVault(passphrase);
      }
      const found = await Promise.all(ids.map((id) => third.store.read(id)));
      expect(
        found.map((each) => exposed(each)?.fields.value),
        `killed at ${at}`,
      ).toEqual(['0', '1']);
      await third.eraseLeft();
      expect([...keytar.items.keys()], `killed at ${at}`).toEqual([]);
      expect(await codeOf(third.moveToVault(passphrase))).toBe('vault.exists');
      cuts += 1;
      if (moved) break;
    }
    expect(cuts).toBeGreaterThan(10);

    // Where it fails, the keychain stays the one in use.
    const { keytar, memory, listed, folder, start } = await createOutside();
    const place = start();
    listed.push(ids[0]);
    await place.store.write(ids[0], record(1, { value: 'k' }));
    const planted = memory.value;
    keytar.mode.locked = true;
    expect(await codeOf(place.moveToVault(passphrase))).toBe('keychain.locked');
    keytar.mode.locked = false;
    keytar.items.set(ids[0], 'damaged');
    expect(await codeOf(place.moveToVault(passphrase))).toBe('keychain.corrupt');
    expect([memory.value, await readdir(folder)]).toEqual([planted, []]);
  });

  it('T6 erases what a keychain out of reach was left with, once it is of no use, and nothing else', async () => {
    const { keytar, listed, start } = await createOutside();
    const [anew, gone, kept] = [newId(), newId(), newId()];
    listed.push(anew, gone, kept);
    const before = start();
    for (const id of listed) await before.store.write(id, record(1, { value: 'k' }));
    keytar.mode.service = 'no-bus';
    const place = start();
    await place.createVault(passphrase, false);
    await place.store.write(anew, record(1, { value: 'v' }));
    await place.store.delete(gone);
    listed.splice(1, 1);
    expect(keytar.items.size).toBe(4);

    // Shut, it is left alone, and nobody is asked.
    keytar.mode.service = 'present';
    keytar.mode.locked = true;
    expect(await place.eraseLeft()).toBe(false);
    expect(keytar.prompts()).toBe(0);
    keytar.mode.locked = false;
    const later = start();
    await later.unlockVault(passphrase);
    expect(await later.eraseLeft()).toBe(true);
    expect([...keytar.items.keys()].sort()).toEqual([kept, 'sentinel'].sort());

    await later.moveToKeychain();
    expect(exposed(await later.store.read(anew))?.fields.value).toBe('v');
    expect(exposed(await later.store.read(kept))?.fields.value).toBe('k');
  });
});
