import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type Keyring, type KeyringOptions, startKeyring } from './keyring.ts';

const service = 'Stowkey tests of the keyring launcher';
const opened: Keyring[] = [];

async function keyringFor(options?: KeyringOptions): Promise<Keyring> {
  const keyring = await startKeyring(options);
  opened.push(keyring);
  return keyring;
}

afterEach(async () => {
  for (const keyring of opened.splice(0)) await keyring.close();
});

/** Asks keytar in a process of its own, as a plain Node process keeps to its first keychain. */
async function keytar(keyring: Keyring, call: string): Promise<string> {
  const script = `require('keytar').${call}.then(v => console.log(JSON.stringify(v)), e => console.log('rejected: ' + e.message))`;
  const done = await promisify(execFile)(process.execPath, ['-e', script], { env: keyring.env });
  return done.stdout.trim();
}

const read = (keyring: Keyring) => keytar(keyring, `getPassword('${service}', 'one')`);
const write = (keyring: Keyring) => keytar(keyring, `setPassword('${service}', 'one', 'value')`);

test('keytar and the launcher see the same items', async () => {
  const keyring = await keyringFor();
  await keyring.setItem(service, 'one', 'from outside');
  expect(await read(keyring)).toBe('"from outside"');
  await write(keyring);
  await keyring.setItem(service, 'two', 'x');
  expect(await keyring.listItems(service)).toEqual(['one', 'two']);
  await keyring.clearItem(service, 'one');
  expect(await read(keyring)).toBe('null');
  expect(await keyring.listItems(service)).toEqual(['two']);
});

test('a locked keychain hides the value, names the item, and gives the value back when unlocked', async () => {
  const keyring = await keyringFor();
  await write(keyring);
  await keyring.lock();
  expect(await read(keyring)).toBe('null');
  expect(await keyring.listItems(service)).toEqual(['one']);
  await keyring.unlock();
  expect(await read(keyring)).toBe('"value"');
});

test('after the service was killed the bus wakes a locked one, and a restart keeps the items', async () => {
  const keyring = await keyringFor();
  await write(keyring);
  await keyring.killDaemon();
  expect(await read(keyring)).toBe('null');
  await keyring.restartDaemon();
  expect(await read(keyring)).toBe('"value"');
});

test('a stopped service answers when it goes on', async () => {
  const keyring = await keyringFor();
  await write(keyring);
  await keyring.stopDaemon();
  const answer = read(keyring);
  expect(statesOfService(keyring)).toEqual(['T']);
  await keyring.resumeDaemon();
  expect(await answer).toBe('"value"');
  // Asleep, or still busy with something of its own.
  expect(statesOfService(keyring)).toEqual([expect.stringMatching(/^[SRD]$/)]);
});

test('without a secret service, and without a bus, a write is refused', async () => {
  expect(await write(await keyringFor({ service: 'none' }))).toMatch(/^rejected: /);
  expect(await write(await keyringFor({ bus: false }))).toMatch(/^rejected: /);
});

test('nothing of it stays behind, a woken and a stopped service included', async () => {
  const keyring = await startKeyring();
  await keyring.killDaemon();
  await read(keyring);
  await keyring.stopDaemon();
  await keyring.close();
  expect(existsSync(keyring.home)).toBe(false);
  expect(processesWith(keyring.home)).toEqual([]);
});

test('applyTo gives the environment back as it was', async () => {
  const keyring = await keyringFor();
  const environment: NodeJS.ProcessEnv = { HOME: '/somewhere', KEPT: 'yes' };
  const restore = keyring.applyTo(environment);
  expect(environment.HOME).toBe(keyring.home);
  expect(environment.DBUS_SESSION_BUS_ADDRESS).toContain('session-bus');
  restore();
  expect(environment).toEqual({ HOME: '/somewhere', KEPT: 'yes' });
});

function statesOfService(keyring: Keyring): readonly string[] {
  return processesWith(keyring.home)
    .map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    .filter((stat) => stat.includes('(gnome-keyring-d'))
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
}

function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}
