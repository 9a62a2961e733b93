/** Accounts that are marked, so that one thing can be done with all of them. */
export type Marks = {
  readonly ids: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string;
};

/** Marks an account beside those that are marked, or the open one; or takes its mark away. */
export const toggleMark = (
  marks: Marks | null,
  openId: string | null,
  id: string,
): Marks | null => {
  const ids = new Set(marks?.ids ?? (openId === null || openId === id ? [] : [openId]));
  if (!ids.delete(id)) ids.add(id);
  return ids.size === 0 ? null : { ids, anchor: id };
};

/** Marks all from where the range begins to an account, and no other. */
export const markRange = (ids: readonly string[], anchor: string, id: string): Marks => {
  const from = Math.max(0, ids.indexOf(anchor));
  const to = Math.max(0, ids.indexOf(id));
  return {
    ids: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)),
    anchor: ids[from] ?? anchor,
  };
};

export const markAll = (ids: readonly string[]): Marks | null =>
  ids[0] === undefined ? null : { ids: new Set(ids), anchor: ids[0] };
