import { createRequire } from 'node:module';
import type { KeytarApi } from './keychain-items.ts';

export type Load = (name: string) => unknown;

const nodeRequire = createRequire(import.meta.url);

/** Loads keytar into this process; throws the system loader's own reason when that is not possible. */
export const loadKeytar = (load: Load = nodeRequire): KeytarApi => {
  try {
    const { getPassword, setPassword, deletePassword } = load('keytar') as KeytarApi;
    return { getPassword, setPassword, deletePassword };
  } catch (error) {
    throw loaderReason(error, load);
  }
};

/** Calls keytar by the name of its function; rejects where keytar throws. */
export const callKeytar = async (
  keytar: KeytarApi,
  method: keyof KeytarApi,
  args: readonly string[],
): Promise<unknown> => {
  const call: (...args: string[]) => Promise<unknown> = keytar[method];
  return call(...args);
};

/**
 * Finds out why the native part does not load. keytar's own loader swallows that reason, so the
 * file it would have used is loaded once more, by itself.
 */
const loaderReason = (error: unknown, load: Load): AggregateError => {
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
