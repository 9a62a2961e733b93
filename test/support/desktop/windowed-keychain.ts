import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endProcess, type Finished, run, until, untilExit } from '../processes/processes.ts';
import { startDisplay } from './display.ts';
import { type Keyring, startKeyring } from './keyring.ts';

/** A keychain with windows, and the person before it, who allows each access and unlocks or not. */
export type WindowedKeychain = Pick<
  Keyring,
  'env' | 'lock' | 'unlock' | 'listItems' | 'listLabels' | 'setItem' | 'clearItem' | 'close'
> & {
  /** Replaces the program by a new, unlocked one over the same stored items. */
  readonly restart: () => Promise<void>;
  /** How many dialogs that person has answered. */
  readonly dialogs: () => number;
};

/** A session bus without a keychain and a display, each of its own, and the person before them. */
type Desk = {
  readonly bus: Keyring;
  /** Where a file in the person's home is. */
  readonly at: (name: string) => string;
  /** Runs a program to its end. */
  readonly client: (command: string, args: readonly string[], input?: string) => Promise<Finished>;
  /** Calls the program over the bus and gives the reply's text. */
  readonly call: (path: string, method: string, ...args: readonly string[]) => Promise<string>;
  /** Starts the keychain's program, which `close` ends. */
  readonly start: (command: string, args: readonly string[], input?: string) => void;
  readonly end: () => Promise<void>;
  /** Resolves once the program has ended, as it was asked to. */
  readonly untilEnded: () => Promise<void>;
  readonly untilLocked: (wanted: boolean) => Promise<void>;
  readonly dialogs: () => number;
  readonly close: () => Promise<void>;
};

export const defaultCollection = '/org/freedesktop/secrets/aliases/default';

/** Opens a desk where dialogs of these titles are answered with these keys. */
export const startDesk = async (answers: Readonly<Record<string, string>>): Promise<Desk> => {
  const bus = await startKeyring({ service: 'none' });
  const display = await startDisplay();
  // KeePassXC runs once for a user and a folder for temporary files.
  const env = { ...bus.env, DISPLAY: display.display, QT_QPA_PLATFORM: 'xcb', TMPDIR: bus.home };
  let program: ChildProcess | null = null;

  const client: Desk['client'] = (command, args, input) =>
    run(command, args, { env, timeoutMs: 10_000, ...(input === undefined ? {} : { input }) });

  const call: Desk['call'] = async (path, method, ...args) => {
    const dest = '--dest=org.freedesktop.secrets';
    const asked = ['--session', '--print-reply=literal', dest, path, method, ...args];
    return (await client('dbus-send', asked)).stdout;
  };

  const end = async (): Promise<void> => {
    if (program !== null) await endProcess(program);
  };

  const answered = new Set<string>();
  const press = async (title: string, key: string): Promise<void> => {
    const found = await client('xdotool', ['search', '--onlyvisible', '--name', title]);
    for (const id of found.stdout.split('\n').filter((each) => each !== '')) {
      answered.add(id);
      await client('xdotool', ['windowfocus', id, 'key', '--clearmodifiers', key]);
    }
  };
  let isThere = true;
  const person = async (): Promise<void> => {
    while (isThere) {
      for (const [title, key] of Object.entries(answers)) await press(title, key);
      await pause(50);
    }
  };
  const watching = person();

  return {
    bus,
    at: (name) => join(bus.home, name),
    client,
    call,
    start: (command, args, input) => {
      const started = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
      started.stdin.end(input);
      program = started;
    },
    end,
    untilEnded: async () => {
      if (program !== null) await untilExit(program);
    },
    untilLocked: async (wanted) => {
      const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
      await until(`a keychain with locked = ${wanted}`, async () => {
        const get = 'org.freedesktop.DBus.Properties.Get';
        const answer = await call(defaultCollection, get, ...property);
        return answer.includes(`boolean ${wanted}`) ? true : undefined;
      });
    },
    dialogs: () => answered.size,
    close: async () => {
      isThere = false;
      await watching;
      await end();
      await display.close();
      await bus.close();
    },
  };
};
