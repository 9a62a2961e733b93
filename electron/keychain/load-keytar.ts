import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import { createKeytarStore, type KeytarStoreOptions } from './keytar-store.ts';
import { type Load, loadKeytar } from './native-keytar.ts';
import { type HelperProcess, replaceableKeytar } from './replaceable-keytar.ts';
import { createSecretService } from './secret-service.ts';
import type { SecretStore } from './secret-store.ts';

type OpenOptions = Omit<KeytarStoreOptions, 'keytar'> & {
  /** Starts `keytar-helper.ts`; without it keytar stays where it was loaded first. */
  readonly startHelper?: () => HelperProcess;
};

/**
 * Opens the store over keytar.
 *
 * Never throws: when the native part cannot be loaded, every call of the store throws
 * `keychain.unavailable` with the system loader's own reason as the cause.
 */
export const openKeytarStore = (options: OpenOptions, load?: Load): SecretStore => {
  const { startHelper, ...rest } = options;
  try {
    const here = loadKeytar(load);
    const keytar = startHelper === undefined ? here : replaceableKeytar(here, startHelper);
    return createKeytarStore({ ...rest, keytar });
  } catch (cause) {
    return unavailableStore(cause);
  }
};

/** What the store needs over a Secret Service: it, and one item for a record of any length. */
export const overSecretService = (
  clock: Pick<Clock, 'after'>,
): Pick<KeytarStoreOptions, 'secretService' | 'itemBytes'> => ({
  secretService: createSecretService({ busAddress: process.env.DBUS_SESSION_BUS_ADDRESS, clock }),
  itemBytes: Number.POSITIVE_INFINITY,
});

const unavailableStore = (cause: unknown): SecretStore => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new AppError('keychain.unavailable', { params: { reason: 'not-loaded' }, cause }),
    );
  return {
    read: refuse,
    write: refuse,
    label: async () => undefined,
    delete: refuse,
    check: refuse,
    adopt: refuse,
    forget: refuse,
    isLocked: async () => false,
    isThere: async () => false,
    identify: async () => null,
  };
};
