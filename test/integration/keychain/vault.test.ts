import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import type { Consumer } from '../../../electron/storage/consumer-store.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';
import { keepUnchecked } from '../../support/worlds/unchecked-keys.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const passphrase = 'canary-passphrase of five words';
const other = 'canary-passphrase that is another';

/** A computer without any keychain. */
const open = async (options: Parameters<typeof startServices>[0] = {}): Promise<ServiceWorld> => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const world = await startServices({ fetch, ...options });
  closing.push(world.close);
  world.keytar.mode.service = 'no-bus';
  return world;
};
const calls = (world: ServiceWorld) => world.services().handlers;
const codeOf = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
const asCommandLine = (world: ServiceWorld) => {
  const { services } = world;
  const [commandLine] = services().consumers.all();
  if (commandLine === undefined) throw new Error('no command line');
  return services().toolHandlers(() => commandLine as Consumer).tools;
};
/** Everything that lies on the disk, and what was logged. */
const written = async (world: ServiceWorld): Promise<string> => {
  const entries = await readdir(world.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  return [...texts, ...world.log, JSON.stringify(world.snapshot())].join('\n');
};
const stateOf = (world: ServiceWorld) => {
  const { keychain, vault } = world.snapshot();
  return [keychain.id, keychain.status, keychain.error?.code ?? null, vault?.open ?? null];
};

it('T6 answers five guesses in a row and then one in five seconds, whichever way they come', async () => {
  const clock = createClock();
  const world = await open({ clock });
  await world.services().consumers.welcomeCommandLine('The command line');
  const { vault, keychain } = calls(world);
  await codeOf(keychain.check);
  await vault.create({ passphrase, inPlace: false, leavesKeys: false });
  await vault.lock();
  const guess = { from: 'a guess', to: passphrase };
  const ways = [
    () => vault.unlock({ passphrase: guess.from }),
    () => vault.changePassphrase(guess),
    () => asCommandLine(world).unlock({ passphrase: guess.from }, () => () => {}),
    () => asCommandLine(world).changePassphrase(guess, () => () => {}),
  ];
  const codes: string[] = [];
  for (const way of [...ways, ...ways]) codes.push(await codeOf(way));
  expect(new Set(codes.slice(0, 5))).toEqual(new Set(['vault.not-opened']));
  expect(new Set(codes.slice(5))).toEqual(new Set(['call.rate-limited']));
  clock.advance(5_000);
  expect(await codeOf(() => vault.unlock({ passphrase }))).toBe('done');
  expect(await codeOf(() => vault.unlock({ passphrase }))).toBe('call.rate-limited');
});

it('T6 keeps accounts in a vault once that is chosen, for as long as it is unlocked', async () => {
  const clock = createClock();
  const world = await open({ clock });
  await world.services().consumers.welcomeCommandLine('The command line');
  const { vault, keychain, settings, forget } = calls(world);
  await codeOf(keychain.check);
  expect(stateOf(world)).toEqual(['secret-service', 'trouble', 'keychain.unavailable', null]);
  // Nothing was chosen yet, so nothing of the kind is there.
  expect(await codeOf(() => vault.unlock({ passphrase }))).toBe('vault.unused');
  expect(await codeOf(vault.lock)).toBe('vault.unused');
  expect(await readdir(world.folder)).not.toContain('vault.jwe');

  const made = await vault.create({ passphrase, inPlace: false, leavesKeys: false });
  expect(made).toEqual({
    open: true,
    locksAtEpochMs: clock.nowEpochMs() + 15 * 60_000,
    keychainFound: false,
  });
  expect(stateOf(world)).toEqual(['vault', 'ready', null, true]);
  const photos = await keepUnchecked(world, 'photos');
  const tools = asCommandLine(world);
  const keys = () => tools.credentials({ account: 'photos' }, () => () => {});
  expect(await keys()).toMatchObject({ SecretAccessKey: 'canary-secret-of-photos' });

  // The time is over: what was read of it is gone as well.
  clock.advance(15 * 60_000 - 1);
  expect(stateOf(world)[3]).toBe(true);
  clock.advance(1);
  await world.until(({ keychain: now }) => now.error?.code === 'keychain.locked' || undefined);
  expect(stateOf(world)).toEqual(['vault', 'trouble', 'keychain.locked', false]);
  expect(await codeOf(keys)).toBe('keychain.locked');
  expect(world.connection(photos)).toMatchObject({ state: 'active', needsSignIn: false });

  expect(await codeOf(() => tools.unlock({ passphrase: other }, () => () => {}))).toBe(
    'vault.not-opened',
  );
  expect(await tools.unlock({ passphrase, minutes: 0 }, () => () => {})).toMatchObject({
    open: true,
    locksAtEpochMs: null,
  });
  clock.advance(24 * 60 * 60_000);
  expect(await keys()).toMatchObject({ SecretAccessKey: 'canary-secret-of-photos' });
  await settings.change({ vaultMinutes: 5 });
  expect(world.snapshot().vault?.locksAtEpochMs).toBe(clock.nowEpochMs() + 5 * 60_000);
  await world.services().onScreenLock();
  expect(stateOf(world)[3]).toBe(false);
  expect(await codeOf(keys)).toBe('keychain.locked');

  // By hand as well, when it was looked at a moment ago and would not be again.
  await tools.unlock({ passphrase }, () => () => {});
  await keys();
  await keys();
  await tools.lock(undefined, () => () => {});
  expect(await codeOf(keys)).toBe('keychain.locked');

  // Ended and started again, it is the same vault, and locked.
  await world.restart();
  await codeOf(calls(world).keychain.check);
  expect(stateOf(world)).toEqual(['vault', 'trouble', 'keychain.locked', false]);
  await calls(world).vault.unlock({ passphrase });
  await calls(world).vault.changePassphrase({ from: passphrase, to: other });
  await calls(world).vault.lock();
  expect(await codeOf(() => calls(world).vault.unlock({ passphrase }))).toBe('vault.not-opened');
  expect(await written(world)).not.toMatch(/canary/);

  expect(await codeOf(() => forget.everything({ revokes: false, removesProfiles: false }))).toBe(
    'keychain.locked',
  );
  await calls(world).vault.unlock({ passphrase: other });
  expect((await calls(world).forget.plan()).vault).toBe('~/vault.jwe');
  const { left } = await calls(world).forget.everything({ revokes: false, removesProfiles: false });
  expect(left).toEqual([]);
  expect((await readdir(world.folder)).filter((name) => name.startsWith('vault'))).toEqual([]);
  expect(world.snapshot().vault).toBeNull();
  expect(world.keytar.items.size).toBe(0);
});

it('T6 offers the move to a keychain that appeared, and a backup brings accounts from one to the other', async () => {
  const world = await open();
  await calls(world).vault.create({ passphrase, inPlace: false, leavesKeys: false });
  const photos = await keepUnchecked(world, 'photos');
  const lock = { kind: 'passphrase', passphrase: other } as const;
  await calls(world).backup.save({ connectionIds: null, lock });
  const [backup] = [...world.saved.values()];

  world.keytar.mode.service = 'present';
  // Nothing moves by itself, nor is the person asked by the system.
  await world.restart();
  world.services().start();
  await world.until(({ vault }) => vault?.keychainFound || undefined);
  expect(world.keytar.calls).toEqual([]);
  expect(await codeOf(() => calls(world).vault.moveToKeychain())).toBe('keychain.locked');
  await calls(world).vault.unlock({ passphrase });
  await calls(world).vault.moveToKeychain();
  expect(stateOf(world).slice(1)).toEqual(['ready', null, null]);
  expect([...world.keytar.items.keys()].sort()).toEqual([photos, 'sentinel'].sort());
  expect(world.keytar.labels.get(photos)).toMatch(/photos/);
  expect((await readdir(world.folder)).filter((name) => name.startsWith('vault'))).toEqual([]);
  expect(
    await codeOf(() =>
      calls(world).vault.create({ passphrase, inPlace: false, leavesKeys: false }),
    ),
  ).toBe('vault.not-needed');

  // And back, by the command line.
  await world.services().consumers.welcomeCommandLine('The command line');
  const tools = asCommandLine(world);
  const onLeave = () => () => {};
  await tools.moveToVault({ passphrase }, onLeave);
  expect(stateOf(world)).toEqual(['vault', 'ready', null, true]);
  expect(world.keytar.items.size).toBe(0);
  expect(await tools.credentials({ account: 'photos' }, onLeave)).toMatchObject({
    SecretAccessKey: 'canary-secret-of-photos',
  });
  await tools.moveToKeychain(undefined, onLeave);
  expect(stateOf(world)).toEqual(['secret-service', 'ready', null, null]);
  expect([...world.keytar.items.keys()].sort()).toEqual([photos, 'sentinel'].sort());

  // A vault beside a keychain that holds keys is not begun by mistake, and what it holds goes with the rest.
  world.keytar.mode.service = 'no-bus';
  await codeOf(calls(world).keychain.check);
  const given = { passphrase, inPlace: false };
  expect(await codeOf(() => calls(world).vault.create({ ...given, leavesKeys: false }))).toBe(
    'vault.leaves-keys',
  );
  await calls(world).vault.create({ ...given, leavesKeys: true });
  world.keytar.mode.service = 'present';
  expect(world.keytar.items.size).toBe(2);
  await calls(world).forget.everything({ revokes: false, removesProfiles: false });
  expect(world.keytar.items.size).toBe(0);

  const elsewhere = await open();
  await calls(elsewhere).vault.create({ passphrase, inPlace: false, leavesKeys: false });
  elsewhere.chosen.push({ name: 'a backup.jwe', text: backup ?? '' });
  const found = await calls(elsewhere).backup.choose();
  if (found === null) throw new Error('nothing chosen');
  await calls(elsewhere).backup.open({ backup: found.backup, key: lock });
  await calls(elsewhere).backup.restore({ backup: found.backup, choices: ['add'] });
  expect(elsewhere.snapshot().connections.map(({ label }) => label)).toEqual(['photos']);
  expect(elsewhere.keytar.items.size).toBe(0);

  const findings = async () =>
    (await calls(elsewhere).doctor.examine()).flatMap(({ subject, finding }) =>
      subject === 'keychain' || subject === 'bus' ? [finding] : [],
    );
  expect(await findings()).toEqual([
    'vault.works',
    expect.stringMatching(/^bus\.(answers|unneeded)$/),
  ]);
  await calls(elsewhere).vault.lock();
  expect((await findings())[0]).toBe('vault.locked');
});
