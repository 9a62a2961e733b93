import { fold } from './fold.ts';

/** The most tags that an account has. */
export const maxTags = 12;
/** The longest tag, in UTF-16 units. */
export const maxTagLength = 40;

/** Says whether people take two tags for one, whatever the case and accents. */
const isSameTag = (one: string, other: string): boolean => fold(one) === fold(other);

export const hasTag = (tags: readonly string[], tag: string): boolean =>
  tags.some((each) => isSameTag(each, tag));

/** Gives tags in the order of their names. */
export const sortTags = (tags: readonly string[]): readonly string[] => {
  const keyed = tags.map((tag) => ({ tag, key: fold(tag) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ tag }) => tag);
};

export type TagChange = { readonly add: readonly string[]; readonly remove: readonly string[] };

/** Gives tags with some added and some removed, each once; the same ones where nothing changes. */
export const changeTags = (tags: readonly string[], change: TagChange): readonly string[] => {
  const kept = tags.filter((tag) => !hasTag(change.remove, tag));
  const added: string[] = [];
  for (const tag of change.add) if (!hasTag([...kept, ...added], tag)) added.push(tag);
  if (kept.length === tags.length && added.length === 0) return tags;
  return sortTags([...kept, ...added]);
};
