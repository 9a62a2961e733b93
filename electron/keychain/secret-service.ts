import { readFile } from 'node:fs/promises';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import {
  busItself,
  connectToBus,
  isAnswer,
  type MessageBus,
  splitName,
} from '../platform/message-bus.ts';
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
  let connecting: Promise<MessageBus> | null = null;

  const connection = (): Promise<MessageBus> => {
    const onLost = (): void => {
      connecting = null;
    };
    connecting ??= connectToBus({ address: busAddress, onLost, lostError: noBus });
    connecting.catch(onLost);
    return connecting;
  };

  const ask = async (path: string, method: string, signature: string, ...body: unknown[]) => {
    const { call } = await connection();
    return call({ destination: secrets, path, ...splitName(method), signature, body });
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
      ...busItself,
      ...splitName('org.freedesktop.DBus.GetConnectionUnixProcessID'),
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

const noBus = (cause: unknown): AppError =>
  new AppError('keychain.unavailable', { params: { reason: 'no-bus' }, cause, retryable: true });
