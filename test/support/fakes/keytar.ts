import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { SecretService } from '../../../electron/keychain/secret-service.ts';

/** `no-service`: a bus, but nobody who keeps secrets. `honest`: errors when locked (macOS). */
type Mode = {
  locked: boolean;
  honest: boolean;
  service: 'present' | 'no-service' | 'no-bus' | 'killed';
  /** How many sessions from this one on find nothing in an item that is there (KWallet 5). */
  uselessSessions: number;
};

const lockedText = 'Cannot create an item in a locked collection';
const noCollectionText =
  'Object does not exist at path “/org/freedesktop/secrets/collection/login”';
const noBusText = 'Cannot autolaunch D-Bus without X11 $DISPLAY';
const killedText = 'The name org.freedesktop.secrets was not provided by any .service files';

/** Behaves as keytar over libsecret was measured to behave, lies included. */
export const createKeytar = (stored: ReadonlyMap<string, string> = new Map()) => {
  const items = new Map(stored);
  const labels = new Map<string, string>();
  const mode: Mode = { locked: false, honest: false, service: 'present', uselessSessions: 0 };
  const calls: string[] = [];
  let prompts = 0;
  let running = 0;
  let maxAtOnce = 0;
  let hangsFrom = Number.POSITIVE_INFINITY;
  let held: Array<() => void> = [];
  let onCall: (call: string) => void | Promise<void> = () => {};

  const requireText = (text: string, name: string): void => {
    if (!text) throw new Error(`${name} is required.`);
  };

  const native = async <T>(name: string, effect: () => T): Promise<T> => {
    const index = calls.push(name) - 1;
    running += 1;
    maxAtOnce = Math.max(maxAtOnce, running);
    try {
      await onCall(name);
      if (index >= hangsFrom) await new Promise<void>((resolve) => held.push(resolve));
      if (mode.service === 'no-bus') throw new Error(noBusText);
      if (mode.service === 'killed') throw new Error(killedText);
      return effect();
    } finally {
      running -= 1;
    }
  };

  /** Raises a dialog, which is dismissed. */
  const refusedByLock = (): boolean => {
    if (!mode.locked) return false;
    prompts += 1;
    if (mode.honest) throw new Error('User interaction is not allowed.');
    return true;
  };

  const api = {
    getPassword: (service: string, account: string) => {
      requireText(service, 'Service');
      requireText(account, 'Account');
      return native(`get ${account}`, () => {
        const text = mode.service === 'no-service' ? undefined : items.get(account);
        if (text === undefined) return null;
        return refusedByLock() || mode.uselessSessions > 0 ? null : text;
      });
    },
    setPassword: (service: string, account: string, password: string) => {
      requireText(service, 'Service');
      requireText(account, 'Account');
      requireText(password, 'Password');
      return native(`set ${account}`, () => {
        if (mode.service === 'no-service') throw new Error(noCollectionText);
        if (refusedByLock()) throw new Error(lockedText);
        // A C string ends at NUL and is UTF-8, which has no lone surrogates.
        items.set(account, Buffer.from(password.split('\0')[0] ?? '', 'utf8').toString('utf8'));
      });
    },
    deletePassword: (service: string, account: string) => {
      requireText(service, 'Service');
      requireText(account, 'Account');
      return native(`delete ${account}`, () => {
        if (mode.service === 'no-service') return false;
        if (mode.locked && mode.honest) refusedByLock();
        return mode.locked ? false : items.delete(account);
      });
    },
    replace: () => {
      mode.uselessSessions = Math.max(0, mode.uselessSessions - 1);
    },
  };

  const requireService = (): void => {
    if (mode.service === 'no-bus') throw new Error(noBusText);
    if (mode.service !== 'present') throw new Error(killedText);
  };
  const secretService: SecretService = {
    find: async (_service, account) => {
      requireService();
      const here = items.has(account);
      if (mode.locked) return here ? 'locked' : 'unknown';
      return here ? 'here' : 'absent';
    },
    unlock: async () => {
      requireService();
      if (refusedByLock()) {
        throw new AppError('keychain.locked', { params: { reason: 'dismissed' } });
      }
    },
    label: async (_service, account, text) => void labels.set(account, text),
    isLocked: async () => mode.locked,
    identify: async () => null,
    answers: async () => true,
  };

  return {
    api,
    /** What the service says of itself, beside keytar. */
    secretService,
    /** Texts by account; the fake serves one service. */
    items,
    /** What a person sees of the items in the keychain's own program. */
    labels,
    mode,
    /** Native calls in the order they were begun, such as `set sentinel`. */
    calls,
    /** Unlock dialogs raised so far; each is dismissed. */
    prompts: () => prompts,
    /** Most native calls that were under way at once. */
    maxAtOnce: () => maxAtOnce,
    /** Called before each of them takes effect; one that never resolves hangs the call. */
    onCall: (next: typeof onCall) => {
      onCall = next;
    },
    /** Lets the first `after` calls through and holds those that follow, until released. */
    hang: (after = 0) => {
      hangsFrom = calls.length + after;
    },
    /** How many calls are held. */
    held: () => held.length,
    /** Lets the held calls take effect, late. */
    release: async () => {
      hangsFrom = Number.POSITIVE_INFINITY;
      const waiting = held;
      held = [];
      for (const go of waiting) go();
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
  };
};
export type FakeKeytar = ReturnType<typeof createKeytar>;
