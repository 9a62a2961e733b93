import { createRequire } from 'node:module';
import { AppError } from '../diagnostics/errors.ts';
import type { KeytarApi } from './keychain-items.ts';
import { createKeytarStore, type KeytarStore, type KeytarStoreOptions } from './keytar-store.ts';

type Load = (name: string) => unknown;

const nodeRequire = createRequire(import.meta.url);

/**
 * Opens the store over keytar, the only place that loads it.
 *
 * Never throws: when the native part cannot be loaded, every call of the store throws
 * `keychain.unavailable` with the system loader's own reason as the cause.
 */
export const openKeytarStore = (
  options: Omit<KeytarStoreOptions, 'keytar'>,
  load: Load = nodeRequire,
): KeytarStore => {
  try {
    const { getPassword, setPassword, deletePassword } = load('keytar') as KeytarApi;
    return createKeytarStore({ ...options, keytar: { getPassword, setPassword, deletePassword } });
  } catch (error) {
    return unavailableStore(loaderReason(error, load));
  }
};

/**
 * Finds out why the native part does not load. keytar's own loader swallows that reason, so the
 * file it would have used is loaded once more, by itself.
 */
const loaderReason = (error: unknown, load: Load): unknown => {
  const folder = `${process.platform}-${process.arch}`;
  const reasons = ['build/Release', `prebuilds/${folder}`].map((place) => {
    try {
      load(`keytar/${place}/keytar.node`);
      return null;
    } catch (reason) {
      return reason;
    }
  });
  return new AggregateError(
    [error, ...reasons.filter((reason) => reason !== null)],
    'keytar cannot be loaded',
  );
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
