import type { Connections } from '../../connections/connections.ts';
import type { Emit } from '../../connections/events.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import type { Handlers } from './index.ts';

export const bucketHandlers = (
  { browse }: Connections,
  clipboard: ClipboardCustody,
  emit: Emit,
): Handlers['buckets'] => ({
  list: ({ connectionId }) => browse.buckets(connectionId),
  entries: ({ connectionId, ...where }) => browse.entries(connectionId, where),
  leave: async ({ connectionId }) => browse.leave(connectionId),
  copyLink: async ({ connectionId, ...object }) => {
    const link = await browse.link(connectionId, object);
    const clearsAtEpochMs = await clipboard.copy(link, 'object-link');
    emit({ kind: 'handed-out', connectionId, to: { kind: 'clipboard' }, as: 'object-link' });
    return { clearsAtEpochMs };
  },
});
