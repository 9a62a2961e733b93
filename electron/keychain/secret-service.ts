import { readFile } from 'node:fs/promises';
import type { DBusError, Message } from '@jellybrick/dbus-next';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { KeychainProgram } from './secret-store.ts';

/** What can be known of an item without reading it; `unknown` while the whole keychain is locked. */
export type Presence = 'here' | 'absent' | 'locked' | 'unknown';

/** By the names of their processes, of which Linux keeps 15 characters. */
const programs: readonly (readonly [process: RegExp, program: KeychainProgram])[] = [
  [/^gnome-keyring/, 'gnome-keyring'],
  [/^keepassxc/, 'keepassxc'],
  [/^(kwalletd|ksecretd)/, 'kwallet'],
];

/**
 * Asks the keychain's service what keytar cannot say: whether nothing was found because nothing is
 * there, or because it is locked. Reads no secret, and writes nothing but labels.
 */
export type SecretService = {
  /** Raises no dialog. Throws `keychain.unavailable` when there is no keychain to look into. */
  readonly find: (service: string, account: string) => Promise<Presence>;
  /** Sets the text by which the keychain's own program shows an item, if that is known to be safe. */
  readonly label: (service: string, account: string, text: string) => Promise<void>;
  /** Unlocks the keychain, asking the person once if need be; throws `keychain.locked` on a no. */
  readonly unlock: () => Promise<void>;
  /** Which keychain it is; null for one that Stowkey has no words for. */
  readonly identify: () => Promise<KeychainProgram | null>;
  /** Raises no dialog; null where there is no collection, or no answer in time. Never throws. */
  readonly isLocked: () => Promise<boolean | null>;
  /** False for a service that hangs; true for one that only waits for the person. */
  readonly answers: () => Promise<boolean>;
};

const secrets = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
/** Where keytar puts new items. */
const defaultCollection = '/org/freedesktop/secrets/aliases/default';
const serviceInterface = 'org.freedesktop.Secret.Service';
const collectionInterface = 'org.freedesktop.Secret.Collection';
const itemInterface = 'org.freedesktop.Secret.Item';
const promptInterface = 'org.freedesktop.Secret.Prompt';
/** What services answer for a path where nothing is. */
const nothingThere = /UnknownObject|NoSuchObject|UnknownMethod|UnknownInterface|UnknownProperty/;
const answerWithinMs = 2_000;

/**
 * Speaks the Secret Service protocol over a connection of its own to the session bus.
 *
 * Source: freedesktop.org, Secret Service API Draft 0.2.
 */
export const createSecretService = (options: {
  /** As in `DBUS_SESSION_BUS_ADDRESS`. */
  readonly busAddress: string | undefined;
  readonly clock: Pick<Clock, 'after'>;
}): SecretService => {
  const { busAddress, clock } = options;
  let connecting: Promise<Connection> | null = null;

  const connection = (): Promise<Connection> => {
    const lost = (): void => {
      connecting = null;
    };
    connecting ??= connectTo(busAddress, lost);
    connecting.catch(lost);
    return connecting;
  };

  const ask = async (path: string, method: string, signature: string, ...body: unknown[]) => {
    const { call } = await connection();
    return call({ destination: secrets, path, ...split(method), signature, body });
  };

  /** Null when there is no default collection. */
  const isLocked = async (): Promise<boolean | null> => {
    try {
      const get = 'org.freedesktop.DBus.Properties.Get';
      const [locked] = await ask(defaultCollection, get, 'ss', collectionInterface, 'Locked');
      return (locked as { readonly value: unknown }).value === true;
    } catch (error) {
      if (isAnswer(error) && nothingThere.test(error.type)) return null;
      throw error;
    }
  };

  const unlockWithPrompt = async (): Promise<void> => {
    const unlock = `${serviceInterface}.Unlock`;
    const [, prompt] = await ask(servicePath, unlock, 'ao', [defaultCollection]);
    if (prompt === '/') return;
    const path = String(prompt);
    const { nextSignal } = await connection();
    const completed = await nextSignal(path, `${promptInterface}.Completed`);
    await ask(path, `${promptInterface}.Prompt`, 's', '');
    const [dismissed] = await completed.body;
    if (dismissed === true) {
      throw new AppError('keychain.locked', { params: { reason: 'dismissed' }, retryable: true });
    }
  };

  const search = async (service: string, account: string) => {
    const method = `${serviceInterface}.SearchItems`;
    const [open, locked] = await ask(servicePath, method, 'a{ss}', { service, account });
    return { open: open as readonly string[], locked: locked as readonly string[] };
  };

  const identify = async (): Promise<KeychainProgram | null> => {
    const { call } = await connection();
    const [pid] = await call({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      ...split('org.freedesktop.DBus.GetConnectionUnixProcessID'),
      signature: 's',
      body: [secrets],
    });
    const name = await readFile(`/proc/${Number(pid)}/comm`, 'utf8');
    return programs.find(([process]) => process.test(name))?.[1] ?? null;
  };

  return {
    find: async (service, account) => {
      const { open, locked } = await search(service, account);
      if (locked.length > 0) return 'locked';
      if (open.length > 0) return 'here';
      const isShut = await isLocked();
      if (isShut === null) {
        const params = { reason: 'no-collection' };
        throw new AppError('keychain.unavailable', { params, retryable: true });
      }
      return isShut ? 'unknown' : 'absent';
    },
    label: async (service, account, text) => {
      // KWallet 5.103 gives an item back with another text once its label was set.
      const by = await identify();
      if (by !== 'gnome-keyring' && by !== 'keepassxc') return;
      const { Variant } = await import('@jellybrick/dbus-next');
      const set = 'org.freedesktop.DBus.Properties.Set';
      const label = new Variant('s', text);
      const { open, locked } = await search(service, account);
      // To KeePassXC this connection is a stranger, to whom items that keytar reads are locked.
      for (const item of [...open, ...locked]) {
        await ask(item, set, 'ssv', itemInterface, 'Label', label);
      }
    },
    unlock: async () => {
      // Without a default collection keytar's first write makes one.
      if ((await isLocked()) === true) await unlockWithPrompt();
    },
    identify,
    isLocked: () =>
      new Promise((resolve) => {
        const cancel = clock.after(answerWithinMs, () => resolve(null));
        isLocked()
          .catch(() => null)
          .then((locked) => {
            cancel();
            resolve(locked);
          });
      }),
    answers: () =>
      new Promise((resolve) => {
        const cancel = clock.after(answerWithinMs, () => resolve(false));
        ask(servicePath, 'org.freedesktop.DBus.Peer.Ping', '')
          .then(() => true, isAnswer)
          .then((answered) => {
            cancel();
            resolve(answered);
          });
      }),
  };
};

type Connection = {
  /** Rejects with a `DBusError`, or with what became of the connection. */
  readonly call: (message: {
    readonly destination: string;
    readonly path: string;
    readonly interface: string;
    readonly member: string;
    readonly signature: string;
    readonly body: unknown[];
  }) => Promise<readonly unknown[]>;
  /** Resolves once listening, before the signal can have come. */
  readonly nextSignal: (
    path: string,
    signal: string,
  ) => Promise<{ readonly body: Promise<readonly unknown[]> }>;
};

/** The library is loaded when it is first needed, which is after the window has been drawn. */
const connectTo = async (
  busAddress: string | undefined,
  onLost: () => void,
): Promise<Connection> => {
  // Other kinds of address would start programs or go over the network.
  const isSocket = busAddress?.split(';').every((each) => /^unix:(path|abstract)=/.test(each));
  if (busAddress === undefined || isSocket !== true)
    throw noBus(new Error('no address of a socket'));
  const { Message: Call, sessionBus } = await import('@jellybrick/dbus-next');
  const bus = sessionBus({ busAddress });
  const underWay = new Set<(reason: unknown) => void>();
  const lose = (cause: unknown): void => {
    onLost();
    for (const reject of underWay) reject(noBus(cause));
    underWay.clear();
  };
  (bus as NodeJS.EventEmitter).on('error', lose);

  /** Ends with the connection, which the library leaves waiting. */
  const whileConnected = <T>(begin: (resolve: (value: T) => void, reject: Reject) => void) =>
    new Promise<T>((resolve, reject) => {
      underWay.add(reject);
      const done = (): boolean => underWay.delete(reject);
      begin(
        (value) => {
          done();
          resolve(value);
        },
        (reason) => {
          done();
          reject(reason);
        },
      );
    });

  const call: Connection['call'] = (message) =>
    whileConnected((resolve, reject) => {
      const failed = (error: unknown): void => (isAnswer(error) ? reject(error) : lose(error));
      bus.call(new Call(message)).then((reply) => resolve(reply?.body ?? []), failed);
    });

  return {
    call,
    nextSignal: async (path, signal) => {
      const { interface: target, member: name } = split(signal);
      await call({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        ...split('org.freedesktop.DBus.AddMatch'),
        signature: 's',
        body: [`type='signal',interface='${target}',member='${name}',path='${path}'`],
      });
      const body = whileConnected<readonly unknown[]>((resolve) => {
        const onMessage = (message: Message): void => {
          if (message.path !== path || message.member !== name) return;
          bus.removeListener('message', onMessage);
          resolve(message.body);
        };
        bus.on('message', onMessage);
      });
      body.catch(() => undefined);
      return { body };
    },
  };
};

/** Parts a full name of a method or signal as messages bear it. */
const split = (name: string): { readonly interface: string; readonly member: string } => {
  const at = name.lastIndexOf('.');
  return { interface: name.slice(0, at), member: name.slice(at + 1) };
};

/** Tells an error that somebody on the bus answered with from one of the connection. */
const isAnswer = (error: unknown): error is DBusError =>
  error instanceof Error && 'type' in error && typeof error.type === 'string';

type Reject = (reason: unknown) => void;

const noBus = (cause: unknown): AppError =>
  new AppError('keychain.unavailable', { params: { reason: 'no-bus' }, cause, retryable: true });
