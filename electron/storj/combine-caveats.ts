import { intersectAllowedPaths } from './allowed-paths.ts';
import type { AllowedPath, Caveat } from './caveat.ts';

/** What is left when every caveat of a grant holds at once. */
export type CombinedCaveats = {
  readonly permissions: {
    readonly read: boolean;
    readonly write: boolean;
    readonly list: boolean;
    readonly delete: boolean;
  };
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly maxObjectTtlSeconds: number | null;
  /** Null means no limit; empty means that nothing is left. */
  readonly allowedPaths: readonly AllowedPath[] | null;
};

/**
 * Combines caveats as the satellite does: an action is allowed when none forbids it, times and TTL
 * are the tightest, paths are the intersection over the caveats that list any.
 */
export const combineCaveats = (caveats: readonly Caveat[]): CombinedCaveats => {
  const allowed = (action: keyof Caveat['disallows']): boolean =>
    caveats.every((caveat) => !caveat.disallows[action]);
  return {
    permissions: {
      read: allowed('read'),
      write: allowed('write'),
      list: allowed('list'),
      delete: allowed('delete'),
    },
    notBefore: tightest(
      Math.max,
      caveats.map((caveat) => caveat.notBeforeEpochSeconds),
    ),
    notAfter: tightest(
      Math.min,
      caveats.map((caveat) => caveat.notAfterEpochSeconds),
    ),
    maxObjectTtlSeconds: tightest(
      Math.min,
      caveats.map((caveat) => caveat.maxObjectTtlSeconds),
    ),
    allowedPaths: intersectAllowedPaths(
      caveats.map((caveat) => caveat.allowedPaths).filter((paths) => paths.length > 0),
    ),
  };
};

const tightest = (
  pick: (a: number, b: number) => number,
  values: readonly (number | null)[],
): number | null =>
  values.reduce((best, value) => {
    if (best === null || value === null) return best ?? value;
    return pick(best, value);
  }, null);
