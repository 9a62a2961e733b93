import { isJsonObject } from '../../platform/json.ts';

/** One value that is another; null where there was or is none. */
export type Change = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** Things in a list that have a name of their own keep it when they move. */
const nameOf = (value: unknown): string | null => {
  if (!isJsonObject(value)) return null;
  const name = value.id ?? value.name ?? value.value ?? value.url;
  return typeof name === 'string' ? name : null;
};

/** Puts every value under its path. Of a list of texts each is its own path, for it may move. */
const flatten = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(value)) {
    return value.flatMap((each, index) =>
      typeof each === 'object'
        ? flatten(each, below(nameOf(each) ?? String(index + 1)))
        : [[below(String(each)), String(each)] as const],
    );
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, each]) => flatten(each, below(name)));
  }
  return [[path, String(value)]];
};

/** Says in what two documents differ, by path; nothing where they say the same. */
export const changesBetween = (before: unknown, after: unknown): readonly Change[] => {
  const old = new Map(flatten(before, ''));
  const now = new Map(flatten(after, ''));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((each) => each.before !== each.after);
};
