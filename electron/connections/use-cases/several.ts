import { canRenewItself } from '../../../shared/connection-rules.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { SeveralEnded } from '../../../shared/schemas.ts';
import { changeTags, maxTags, type TagChange } from '../../../shared/tags.ts';
import { toErrorView } from '../../diagnostics/error-view.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { tagName } from '../../providers/account-name.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/** Neither the network nor the providers shall see them all in one moment. */
const atOnce = 4;

type Ended = { readonly notRevoked: boolean };

const forEach = async (
  ids: readonly ConnectionId[],
  act: (id: ConnectionId) => Promise<Ended>,
): Promise<SeveralEnded> => {
  const failed: SeveralEnded['failed'][number][] = [];
  const notRevoked: ConnectionId[] = [];
  // One iterator, from which each takes the next.
  const waiting = new Set(ids).values();
  const work = async (): Promise<void> => {
    for (const id of waiting) {
      try {
        if ((await act(id)).notRevoked) notRevoked.push(id);
      } catch (error) {
        failed.push({ connectionId: id, error: toErrorView(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { failed, notRevoked };
};

const parseTags = (tags: readonly string[]): readonly string[] =>
  tags.map((tag) => {
    const name = tagName(tag);
    if (name === null) throw new AppError('input.invalid');
    return name;
  });

/** Does one thing with several accounts: one that fails stops no other, and what came of each is told. */
export const createSeveral = (
  { metadata, vault }: UseCaseDependencies,
  acts: {
    readonly renewUnasked: (id: ConnectionId) => Promise<void>;
    /** Gives why the provider did not end it. */
    readonly disconnectWhole: (id: ConnectionId) => Promise<AppError | null>;
  },
) => ({
  /** Renews what asks the person nothing; `connection.needs-you` is what fails of the others. */
  renewSeveral: (ids: readonly ConnectionId[]): Promise<SeveralEnded> =>
    forEach(ids, async (id) => {
      if (!canRenewItself(vault.find(id).facts)) throw new AppError('connection.needs-you');
      await acts.renewUnasked(id);
      return { notRevoked: false };
    }),

  disconnectSeveral: (ids: readonly ConnectionId[]): Promise<SeveralEnded> =>
    forEach(ids, async (id) => ({ notRevoked: (await acts.disconnectWhole(id)) !== null })),

  /** Changes tags in one write. Accounts that would have too many keep theirs, and are named. */
  changeTags: async (
    ids: readonly ConnectionId[],
    { add, remove }: TagChange,
  ): Promise<{ readonly full: readonly ConnectionId[] }> => {
    const change = { add: parseTags(add), remove };
    const wanted = new Set(ids);
    const full: ConnectionId[] = [];
    await metadata.updateAll((record) => {
      if (!wanted.has(record.id)) return record;
      const tags = changeTags(record.tags, change);
      if (tags === record.tags) return record;
      if (tags.length <= maxTags) return { ...record, tags };
      full.push(record.id);
      return record;
    });
    return { full };
  },
});
