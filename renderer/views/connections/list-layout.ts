import { type AccountGroup, groupHeadHeight } from '../../../shared/account-list.ts';

type PlacedGroup<C> = AccountGroup<C> & {
  /** The place of its first account among all accounts. */
  readonly firstRow: number;
  /** The place of its first item, its head where it has one, among all items. */
  readonly firstItem: number;
  /** In pixels. */
  readonly top: number;
  readonly height: number;
};

/** A list whose items are heads and accounts; arrows and screen readers count accounts alone. */
export type ListLayout<C> = {
  readonly rows: readonly C[];
  readonly groups: readonly PlacedGroup<C>[];
  readonly itemCount: number;
  readonly rowHeight: number;
  readonly itemOfRow: (row: number) => number;
  /** Gives null for a head. */
  readonly rowOfItem: (item: number) => number | null;
};

const headsOf = ({ title }: AccountGroup<unknown>): number => (title === null ? 0 : 1);

export const layOut = <C>(groups: readonly AccountGroup<C>[], rowHeight: number): ListLayout<C> => {
  let firstRow = 0;
  let firstItem = 0;
  let top = 0;
  const placed = groups.map((group) => {
    const heads = headsOf(group);
    const height = heads * groupHeadHeight + group.accounts.length * rowHeight;
    const place = { ...group, firstRow, firstItem, top, height };
    firstRow += group.accounts.length;
    firstItem += heads + group.accounts.length;
    top += height;
    return place;
  });
  return {
    rows: groups.flatMap(({ accounts }) => accounts),
    groups: placed,
    itemCount: firstItem,
    rowHeight,
    itemOfRow: (row) => {
      const group = placed.findLast((each) => each.firstRow <= row);
      if (group === undefined) return row;
      return group.firstItem + headsOf(group) + row - group.firstRow;
    },
    rowOfItem: (item) => {
      const group = placed.findLast((each) => each.firstItem <= item);
      if (group === undefined) return null;
      const row = item - group.firstItem - headsOf(group);
      return row < 0 ? null : group.firstRow + row;
    },
  };
};
