import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDisplay } from './display.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { endProcess, run, until } from './processes.ts';

/** KeePassXC as a person runs it, who allows each access and unlocks or not. */
type KeePassXC = Pick<
  Keyring,
  'env' | 'lock' | 'unlock' | 'listItems' | 'setItem' | 'clearItem' | 'close'
> & {
  /** How many dialogs that person has answered. */
  readonly dialogs: () => number;
};

const password = 'throw-away';
const rootGroup = '00112233445566778899aabbccddeeff';
const database = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile>
  <Meta><DatabaseName>Passwords</DatabaseName><CustomData><Item>
    <Key>FDO_SECRETS_EXPOSED_GROUP</Key>
    <Value>{${rootGroup.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}}</Value>
  </Item></CustomData></Meta>
  <Root><Group>
    <UUID>${Buffer.from(rootGroup, 'hex').toString('base64')}</UUID><Name>Root</Name>
  </Group></Root>
</KeePassFile>`;
/** Its own defaults, but for what would open windows of other kinds. */
const settings = `[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[GUI]
CheckForUpdates=false
[FdoSecrets]
Enabled=true
ShowNotification=false
`;
const secrets = 'org.freedesktop.secrets';
const collection = '/org/freedesktop/secrets/aliases/default';

/** Starts KeePassXC with a database of its own, on a session bus and a display of its own. */
export const startKeePassXC = async (): Promise<KeePassXC> => {
  const bus = await startKeyring({ service: 'none' });
  const display = await startDisplay();
  const env = { ...bus.env, DISPLAY: display.display, QT_QPA_PLATFORM: 'xcb' };
  const at = (name: string): string => join(bus.home, name);
  let program: ChildProcess | null = null;

  const client = (command: string, args: readonly string[], input?: string) =>
    run(command, args, { env, timeoutMs: 10_000, ...(input === undefined ? {} : { input }) });

  const isLocked = async (wanted: boolean): Promise<true | undefined> => {
    const get = ['org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection'];
    const asked = ['--session', '--print-reply=literal', `--dest=${secrets}`, collection, ...get];
    const { stdout } = await client('dbus-send', [...asked, 'string:Locked']);
    return stdout.includes(`boolean ${wanted}`) ? true : undefined;
  };

  const launch = async (): Promise<void> => {
    const files = ['--config', at('settings.ini'), '--localconfig', at('local.ini')];
    const started = spawn('keepassxc', [...files, '--pw-stdin', at('passwords.kdbx')], {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    started.stdin.end(`${password}\n`);
    program = started;
    await until('an unlocked database', () => isLocked(false));
  };

  /** The windows of that title that a person sees, by their X ids. */
  const windows = async (title: string): Promise<readonly string[]> => {
    const found = await client('xdotool', ['search', '--onlyvisible', '--name', title]);
    return found.stdout.split('\n').filter((id) => id !== '');
  };
  const answered = new Set<string>();
  const press = async (title: string, key: string): Promise<void> => {
    for (const id of await windows(title)) {
      answered.add(id);
      await client('xdotool', ['windowfocus', id, 'key', '--clearmodifiers', key]);
    }
  };

  /** The person at the screen: allows what asks for access, and dismisses what asks for a password. */
  let isThere = true;
  const person = async (): Promise<void> => {
    while (isThere) {
      await press('Access Request', 'Return');
      await press('Unlock Database', 'Escape');
      await pause(50);
    }
  };

  await writeFile(at('database.xml'), database);
  await writeFile(at('settings.ini'), settings);
  const made = await client(
    'keepassxc-cli',
    ['import', '-p', at('database.xml'), at('passwords.kdbx')],
    `${password}\n${password}\n`,
  );
  if (made.code !== 0) throw new Error(`keepassxc-cli: ${made.stderr}`);
  await launch();
  const watching = person();

  const end = async (): Promise<void> => {
    if (program !== null) await endProcess(program);
  };
  const restart = async (): Promise<void> => {
    await end();
    await launch();
  };
  return {
    env: bus.env,
    lock: async () => {
      await client('keepassxc', ['--lock']);
      await until('a locked database', () => isLocked(true));
    },
    unlock: restart,
    dialogs: () => answered.size,
    listItems: bus.listItems,
    setItem: bus.setItem,
    // An item is let go of by whoever was allowed to read it, over the same connection.
    clearItem: async (service, account) => {
      const item = JSON.stringify([service, account]).slice(1, -1);
      const script = `const k = require('keytar'); k.getPassword(${item}).then(() => k.deletePassword(${item})).then(gone => process.exit(gone ? 0 : 1))`;
      const done = await client(process.execPath, ['-e', script]);
      if (done.code !== 0) throw new Error(`${account} was not deleted: ${done.stderr}`);
    },
    close: async () => {
      isThere = false;
      await watching;
      await end();
      await display.close();
      await bus.close();
    },
  };
};
