import { useCallback } from 'react';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { hasTag, type TagChange } from '../../shared/tags.ts';
import { doneWords } from '../../shared/words/account-menu.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { tagWords } from '../../shared/words/tags.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

/** Makes an account a favourite, or ends that; either can be taken back. */
export const useSetFavourite = (): ((
  connection: ConnectionView,
  isFavourite: boolean,
) => Promise<void>) => {
  const { bridge, notify } = useApp();
  return useCallback(
    async ({ id: connectionId, label }, isFavourite) => {
      const set = (to: boolean) =>
        settle(bridge.connections.setFavourite({ connectionId, isFavourite: to }));
      const reply = await set(isFavourite);
      if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
      notify({
        tone: 'ok',
        text: isFavourite ? doneWords.favourite(label) : doneWords.notFavourite(label),
        undo: () => set(!isFavourite),
      });
    },
    [bridge, notify],
  );
};

const ids = (connections: readonly ConnectionView[]): ConnectionId[] =>
  connections.map(({ id }) => id);

/** Says what takes a change of tags back: those that had a tag before have it again, and no other. */
const takenBack = (
  connections: readonly ConnectionView[],
  { add, remove }: TagChange,
): readonly ({ readonly connectionIds: ConnectionId[] } & TagChange)[] =>
  [
    ...add.map((tag) => ({
      connectionIds: ids(connections.filter(({ tags }) => !hasTag(tags, tag))),
      add: [],
      remove: [tag],
    })),
    ...remove.map((tag) => ({
      connectionIds: ids(connections.filter(({ tags }) => hasTag(tags, tag))),
      add: [tag],
      remove: [],
    })),
  ].filter(({ connectionIds }) => connectionIds.length > 0);

/** Changes the tags of accounts, says of which it could not, and lets it be taken back. */
export const useChangeTags = (): ((
  connections: readonly ConnectionView[],
  change: TagChange,
) => Promise<boolean>) => {
  const { bridge, notify } = useApp();
  return useCallback(
    async (connections, change) => {
      const call = ({ add, remove }: TagChange, connectionIds: ConnectionId[]) =>
        settle(
          bridge.connections.changeTags({ connectionIds, add: [...add], remove: [...remove] }),
        );
      const reply = await call(change, ids(connections));
      if (!reply.ok) {
        notify({ tone: 'danger', text: errorLine(reply.error) });
        return false;
      }
      const { full } = reply.value;
      const changed = connections.filter(({ id }) => !full.includes(id));
      const undo = async () => {
        for (const { connectionIds, ...back } of takenBack(changed, change)) {
          const taken = await call(back, connectionIds);
          if (!taken.ok) return taken;
        }
        return reply;
      };
      const labels = connections.filter(({ id }) => full.includes(id)).map(({ label }) => label);
      notify({
        tone: full.length === 0 ? 'ok' : 'danger',
        text: full.length === 0 ? doneWords.tagged(changed.length) : tagWords.full(labels),
        ...(changed.length === 0 ? {} : { undo }),
      });
      return true;
    },
    [bridge, notify],
  );
};
