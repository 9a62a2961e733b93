import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  endProcess,
  type Finished,
  failureOf,
  run,
  until,
  untilExit,
} from '../processes/processes.ts';
import { unlockWithPassword } from './keyring-control.ts';
import { environmentFor, makeFolders, startBus, type User, withoutDisplay } from './session-bus.ts';

export type KeyringOptions = {
  /** `none` gives a session bus on which nobody offers, or can be woken to offer, secrets. */
  readonly service?: 'unlocked' | 'none';
  /** False gives an environment without any session bus. */
  readonly bus?: boolean;
  /** Runs everything as this user, which only root may ask for. */
  readonly user?: User;
};

/** A keychain of its own, real in every part, that leaves nothing behind. */
export type Keyring = {
  /** The whole environment for child processes; it adds no DISPLAY to what the caller has. */
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Ends when the keychain says that it is locked. */
  readonly lock: () => Promise<void>;
  readonly unlock: () => Promise<void>;
  /** Kills the service; the bus wakes a new, locked one when somebody asks for secrets. */
  readonly killDaemon: () => Promise<void>;
  /** Freezes the service: it holds its name on the bus and answers nobody. */
  readonly stopDaemon: () => Promise<void>;
  readonly resumeDaemon: () => Promise<void>;
  /** Replaces the service by a new, unlocked one over the same stored items. */
  readonly restartDaemon: () => Promise<void>;
  /** Account names of the items of a service, sorted; works on a locked keychain too. */
  readonly listItems: (service: string) => Promise<readonly string[]>;
  /** What the items of a service are called where a person sees them, sorted. */
  readonly listLabels: (service: string) => Promise<readonly string[]>;
  readonly setItem: (service: string, account: string, value: string) => Promise<void>;
  readonly clearItem: (service: string, account: string) => Promise<void>;
  /**
   * Puts this keychain's environment into `environment` and gives the way back.
   *
   * For keytar inside the calling process this must come before keytar is first used: libsecret
   * connects to the bus once and stays there, so one process can use one keychain in its life. A
   * plain Node process, which runs no GLib loop, does not notice either that the service was
   * replaced: after `killDaemon` or `restartDaemon` only Electron or a new process gets through.
   */
  readonly applyTo: (environment: NodeJS.ProcessEnv) => () => void;
  /** Ends every process it started or the bus woke, and removes the folder. */
  readonly close: () => Promise<void>;
};

const password = 'throw-away';
const secrets = 'org.freedesktop.secrets';
/** keytar marks its items so, and finds no other ones. */
const genericSchema = 'org.freedesktop.Secret.Generic';
const loginCollection = '/org/freedesktop/secrets/collection/login';
const daemonArguments = ['--components=secrets', '--foreground'];
/** What a desktop's bus does when somebody asks for secrets and nobody offers them. */
const wakesLocked = {
  name: secrets,
  command: `/usr/bin/gnome-keyring-daemon --start ${daemonArguments.join(' ')}`,
};

export async function startKeyring(options: KeyringOptions = {}): Promise<Keyring> {
  const { service = 'unlocked', bus: withBus = true, user } = options;
  const folders = await makeFolders(user);
  const env = environmentFor(folders);
  let bus: ChildProcess | undefined;
  let daemon: ChildProcess | undefined;

  const startDaemon = async (): Promise<void> => {
    daemon = spawn('gnome-keyring-daemon', ['--unlock', ...daemonArguments], {
      ...user,
      env: withoutDisplay(env),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const watched = failureOf(daemon, 'gnome-keyring-daemon');
    daemon.stdin?.end(password);
    await Promise.race([until('an unlocked login keychain', () => isLocked(false)), watched]);
  };

  const client = (command: string, args: readonly string[], input?: string): Promise<Finished> =>
    runClient(command, args, {
      ...user,
      env: withoutDisplay(env),
      timeoutMs: 10_000,
      ...(input === undefined ? {} : { input }),
    });

  const call = (destination: string, ...args: readonly string[]): Promise<Finished> =>
    client('dbus-send', ['--session', '--print-reply=literal', `--dest=${destination}`, ...args]);

  const askBus = (method: string, ...args: readonly string[]): Promise<Finished> =>
    call('org.freedesktop.DBus', '/', `org.freedesktop.DBus.${method}`, ...args);

  /** True when the login collection exists with that state; asking wakes no service. */
  const isLocked = async (wanted: boolean): Promise<true | undefined> => {
    const owned = await askBus('NameHasOwner', `string:${secrets}`);
    if (!owned.stdout.includes('true')) return undefined;
    const answer = await call(
      secrets,
      loginCollection,
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    );
    return answer.code === 0 && answer.stdout.includes(String(wanted)) ? true : undefined;
  };

  /**
   * Every keychain service on this bus, ours and those that the bus woke. The bus is asked because
   * the woken ones are nobody's children and hide their environment from everyone but root.
   */
  const servicePids = async (): Promise<readonly number[]> => {
    if (bus === undefined || hasExited(bus)) return [];
    const names = await askBus('ListNames');
    const found = new Set<number>();
    for (const [name] of names.stdout.matchAll(/:\d+\.\d+/g)) {
      const answer = await askBus('GetConnectionUnixProcessID', `string:${name}`);
      const pid = Number(/uint32 (\d+)/.exec(answer.stdout)?.[1] ?? Number.NaN);
      if (isKeyringService(pid)) found.add(pid);
    }
    return [...found];
  };

  const killDaemon = async (): Promise<void> => {
    const pids = await servicePids();
    signal(pids, 'SIGKILL');
    daemon?.kill('SIGKILL');
    if (daemon !== undefined) await untilExit(daemon);
    await until('the keychain service gone', () => pids.every(hasEnded) || undefined);
  };

  const search = async (name: string, wanted: RegExp): Promise<readonly string[]> => {
    const found = await client('secret-tool', ['search', '--all', 'service', name]);
    if (found.signal !== null || (found.code !== 0 && found.stderr.trim() !== '')) {
      throw new Error(`secret-tool search failed: ${found.stderr.trim() || found.signal}`);
    }
    // Attributes come on standard error or output, depending on the version of secret-tool.
    const text = `${found.stdout}\n${found.stderr}`;
    return [...text.matchAll(wanted)].map(([, it]) => it ?? '').sort();
  };

  const endAtExit = (): void => {
    daemon?.kill('SIGKILL');
    bus?.kill('SIGKILL');
    rmSync(folders.root, { recursive: true, force: true });
  };
  process.once('exit', endAtExit);

  const close = async (): Promise<void> => {
    await killDaemon();
    if (bus !== undefined) await endProcess(bus);
    await rm(folders.root, { recursive: true, force: true });
    process.removeListener('exit', endAtExit);
  };

  try {
    if (withBus) {
      bus = await startBus(folders, env, user, service === 'unlocked' ? wakesLocked : undefined);
      env.DBUS_SESSION_BUS_ADDRESS = folders.busAddress;
      if (service === 'unlocked') await startDaemon();
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    env,
    home: folders.home,
    lock: async () => {
      await call(
        secrets,
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        `array:objpath:${loginCollection}`,
      );
      await until('a locked login keychain', () => isLocked(true));
    },
    unlock: async () => {
      // The control socket answers its own user alone.
      if (user !== undefined && user.uid !== process.getuid?.()) {
        await killDaemon();
        return startDaemon();
      }
      await unlockWithPassword(join(folders.runtime, 'keyring', 'control'), password);
      await until('an unlocked login keychain', () => isLocked(false));
    },
    killDaemon,
    stopDaemon: async () => {
      const pids = await servicePids();
      signal(pids, 'SIGSTOP');
      // A signal is on its way for a while; only then is the service frozen.
      await until('a frozen service', () => pids.every((pid) => stateOf(pid) === 'T') || undefined);
    },
    resumeDaemon: async () => signal(await servicePids(), 'SIGCONT'),
    restartDaemon: async () => {
      await killDaemon();
      await startDaemon();
    },
    listItems: (name) => search(name, /^attribute\.account = (.*)$/gm),
    listLabels: (name) => search(name, /^label = (.*)$/gm),
    setItem: async (name, account, value) => {
      const attributes = ['service', name, 'account', account, 'xdg:schema', genericSchema];
      const args = ['store', `--label=${name}/${account}`, ...attributes];
      expectSuccess('secret-tool store', await client('secret-tool', args, value));
    },
    clearItem: async (name, account) => {
      const args = ['clear', 'service', name, 'account', account];
      expectSuccess('secret-tool clear', await client('secret-tool', args));
    },
    applyTo: (environment) => applyEnvironment(env, environment),
    close,
  };
}

/**
 * KWallet 5.103 turns a client away by its own fault: one key in 256 is too short for it, and in one session
 * in 120 it comes to other keys than the client. Nothing is read or written then that would count.
 */
const turnedAway = /public key size is invalid|Can't find session/;

/** Runs a client of the keychain, once more where KWallet turned it away. */
export async function runClient(...call: Parameters<typeof run>): Promise<Finished> {
  const done = await run(...call);
  return turnedAway.test(done.stderr) ? runClient(...call) : done;
}

function isKeyringService(pid: number): boolean {
  try {
    return /^(gnome-keyring-d|gcr-prompter)/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'));
  } catch {
    return false;
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

const hasEnded = (pid: number): boolean => ['Z', null].includes(stateOf(pid));

/** What a process does, in the letter of the system's table; null once it is gone. */
function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return null;
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

function expectSuccess(what: string, done: Finished): void {
  if (done.code === 0) return;
  throw new Error(`${what} failed: ${done.stderr.trim() || (done.signal ?? done.code)}`);
}

function applyEnvironment(env: NodeJS.ProcessEnv, target: NodeJS.ProcessEnv): () => void {
  const before = { ...target };
  const set = (wanted: NodeJS.ProcessEnv): void => {
    for (const name of Object.keys(target)) if (!(name in wanted)) delete target[name];
    for (const [name, value] of Object.entries(wanted)) target[name] = value;
  };
  set(env);
  return () => set(before);
}
