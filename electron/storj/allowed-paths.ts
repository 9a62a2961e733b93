import type { AllowedPath } from './caveat.ts';

type PathSet = ReadonlyMap<string, readonly string[]>;

/**
 * Works out which paths are left when every given list must allow an access. Null for no lists: no
 * limit at all. An empty result allows nothing.
 *
 * A path falls under another one of the same bucket when its encrypted prefix begins with the
 * other's, byte by byte, as storj/common `macaroon/apikey.go` compares them.
 */
export const intersectAllowedPaths = (
  lists: readonly (readonly AllowedPath[])[],
): readonly AllowedPath[] | null => {
  const [first, ...rest] = lists.map(toPathSet);
  if (first === undefined) return null;
  const common = rest.reduce(intersect, first);
  return [...common].flatMap(([bucket, prefixes]) =>
    prefixes.map((encryptedPrefix) => ({ bucket, encryptedPrefix })),
  );
};

const toPathSet = (paths: readonly AllowedPath[]): PathSet => {
  const byBucket = new Map<string, string[]>();
  for (const { bucket, encryptedPrefix } of paths) {
    const prefixes = byBucket.get(bucket);
    if (prefixes === undefined) byBucket.set(bucket, [encryptedPrefix]);
    else prefixes.push(encryptedPrefix);
  }
  return new Map([...byBucket].map(([bucket, prefixes]) => [bucket, withoutCovered(prefixes)]));
};

/** Sorts, and drops each prefix that a shorter one covers. Keeps the work below linear-ish. */
const withoutCovered = (prefixes: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  for (const prefix of [...prefixes].sort()) {
    const covering = kept.at(-1);
    if (covering === undefined || !prefix.startsWith(covering)) kept.push(prefix);
  }
  return kept;
};

const intersect = (left: PathSet, right: PathSet): PathSet => {
  const common = new Map<string, readonly string[]>();
  for (const [bucket, leftPrefixes] of left) {
    const rightPrefixes = right.get(bucket) ?? [];
    const both = [
      ...leftPrefixes.filter((prefix) => rightPrefixes.some((other) => prefix.startsWith(other))),
      ...rightPrefixes.filter((prefix) => leftPrefixes.some((other) => prefix.startsWith(other))),
    ];
    if (both.length > 0) common.set(bucket, withoutCovered(both));
  }
  return common;
};
