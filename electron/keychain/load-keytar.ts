import { AppError } from '../diagnostics/errors.ts';
import { createKeytarStore, type KeytarStore, type KeytarStoreOptions } from './keytar-store.ts';
import { type Load, loadKeytar } from './native-keytar.ts';
import { type HelperProcess, replaceableKeytar } from './replaceable-keytar.ts';

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
export const openKeytarStore = (options: OpenOptions, load?: Load): KeytarStore => {
  const { startHelper, ...rest } = options;
  try {
    const here = loadKeytar(load);
    const keytar = startHelper === undefined ? here : replaceableKeytar(here, startHelper);
    return createKeytarStore({ ...rest, keytar });
  } catch (cause) {
    return unavailableStore(cause);
  }
};

const unavailableStore = (cause: unknown): KeytarStore => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new AppError('keychain.unavailable', { params: { reason: 'not-loaded' }, cause }),
    );
  return {
    read: refuse,
    write: refuse,
    delete: refuse,
    check: refuse,
    adopt: refuse,
    forget: refuse,
  };
};
