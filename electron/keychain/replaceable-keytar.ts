import type { KeytarApi } from './keychain-items.ts';
import { callKeytar } from './native-keytar.ts';

/** One call of keytar on its way to the helper, and what became of it. */
export type HelperCall = {
  readonly id: number;
  readonly method: keyof KeytarApi;
  readonly args: readonly string[];
};
export type HelperReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** A running `keytar-helper.ts`. */
export type HelperProcess = {
  readonly send: (call: HelperCall) => void;
  readonly onReply: (listener: (reply: HelperReply) => void) => void;
  readonly onExit: (listener: () => void) => void;
  /** Ends it, whatever it is waiting for. */
  readonly end: () => void;
};

type ReplaceableKeytar = KeytarApi & {
  /** Gives up what is under way and makes the next call in a new process. */
  readonly replace: () => void;
};

/**
 * libsecret opens one session with the service in a process's life. When the service is replaced, each
 * further call ends in one of these before anything is done: the service that it is for has gone, or
 * the new one does not know the session. KWallet 5 takes no key for a session that happens to begin with
 * a zero, one in 256; a new process has another. As seldom it takes one and comes to other keys than
 * libsecret (measured: 10 of 1,200 sessions): writing ends in one of these and leaves an
 * empty item, and reading finds nothing, upon which `sentinel.ts` asks for another session: before anything is
 * written over. The last one is the connection to the bus itself.
 */
const lostSession =
  /session wrapping the secret does not exist|Can't find session|public key size is invalid|The name :\d+\.\d+ was not provided|No such object path .*\/session\/|connection is closed/i;

/** After how many new sessions none is hoped for: of KWallet's one in 120 is of no use. */
export const sessionChanges = 3;

/** Where keytar runs: in this process, or in a helper. */
type Host = {
  readonly call: (method: keyof KeytarApi, args: readonly string[]) => Promise<unknown>;
  /** Fails the calls that are under way. */
  readonly end: () => void;
};

/**
 * Calls keytar in this process until its session with the keychain's service is lost or a call is
 * given up, and from then on in a helper that is replaced whenever that happens again.
 *
 * A helper from the start would cost 26 MiB that nearly nobody needs.
 */
export const replaceableKeytar = (
  here: KeytarApi,
  startHelper: () => HelperProcess,
): ReplaceableKeytar => {
  let host: Host | null = hostInThisProcess(here);

  const currentHost = (): Host => {
    if (host !== null) return host;
    const started = hostInHelper(startHelper(), () => replace(started));
    host = started;
    return started;
  };

  const replace = (former: Host | null): void => {
    if (former !== host) return;
    host = null;
    former?.end();
  };

  const call = async (method: keyof KeytarApi, args: readonly string[]): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const used = currentHost();
      try {
        return await used.call(method, args);
      } catch (error) {
        const isLost = error instanceof Error && lostSession.test(error.message);
        if (!isLost || attempt > sessionChanges) throw error;
        replace(used);
      }
    }
  };

  return {
    getPassword: async (...args) => (await call('getPassword', args)) as string | null,
    setPassword: async (...args) => void (await call('setPassword', args)),
    deletePassword: async (...args) => (await call('deletePassword', args)) as boolean,
    replace: () => replace(host),
  };
};

const hostInThisProcess = (keytar: KeytarApi): Host => {
  const underWay = new Set<(reason: Error) => void>();
  return {
    call: (method, args) =>
      new Promise((resolve, reject) => {
        underWay.add(reject);
        callKeytar(keytar, method, args)
          .finally(() => underWay.delete(reject))
          .then(resolve, reject);
      }),
    end: () => {
      // The native call itself cannot be cancelled: it keeps its thread until the service answers.
      for (const giveUp of underWay) giveUp(new Error('the call was given up'));
    },
  };
};

const hostInHelper = (helper: HelperProcess, onExit: () => void): Host => {
  type Waiting = { resolve: (value: unknown) => void; reject: (reason: Error) => void };
  const underWay = new Map<number, Waiting>();
  let count = 0;
  helper.onReply((reply) => {
    const waiting = underWay.get(reply.id);
    underWay.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(new Error(reply.message));
  });
  helper.onExit(() => {
    for (const { reject } of underWay.values()) reject(new Error('the keychain helper has ended'));
    onExit();
  });
  return {
    call: (method, args) =>
      new Promise((resolve, reject) => {
        count += 1;
        underWay.set(count, { resolve, reject });
        helper.send({ id: count, method, args });
      }),
    end: helper.end,
  };
};
