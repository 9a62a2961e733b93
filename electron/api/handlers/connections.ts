import type { ConnectionId } from '../../../shared/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import type { Wanted } from '../../connections/wanted.ts';
import type { Handlers } from './index.ts';

export const connectionHandlers = (
  connections: Connections,
  wanted: Pick<Wanted<ConnectionId>, 'taken'>,
): Handlers['connections'] => ({
  connect: async (request) => connections.connect(request),
  forgetDraft: ({ draft }) => connections.forgetDraft(draft),
  reconnect: async ({ connectionId }) => ({ operationId: connections.reconnect(connectionId) }),
  refresh: async ({ connectionId }) => ({ operationId: connections.refresh(connectionId) }),
  verify: async ({ connectionId, writeTo }) => ({
    operationId: connections.verify(connectionId, writeTo),
  }),
  rename: ({ connectionId, label }) => connections.rename(connectionId, label),
  setRenewalPolicy: ({ connectionId, policy }) =>
    connections.setRenewalPolicy(connectionId, policy),
  setFavourite: ({ connectionId, isFavourite }) =>
    connections.setFavourite(connectionId, isFavourite),
  changeTags: ({ connectionIds, add, remove }) =>
    connections.changeTags(connectionIds, { add, remove }),
  renewSeveral: ({ connectionIds }) => connections.renewSeveral(connectionIds),
  disconnectSeveral: ({ connectionIds }) => connections.disconnectSeveral(connectionIds),
  setReminder: ({ connectionId, reminder }) => connections.setReminder(connectionId, reminder),
  takeWanted: wanted.taken,
  disconnect: async ({ connectionId }) => ({ operationId: connections.disconnect(connectionId) }),
});
