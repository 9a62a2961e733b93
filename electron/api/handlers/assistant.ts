import type { Assistants } from '../../handoff/assistants.ts';
import type { Consumer } from '../../handoff/consumers.ts';
import type { AssistantHandlers } from './index.ts';

/** What one assistant may call. `consumer` gives it as it is now, and throws once it is revoked. */
export const assistantHandlers = (
  consumer: () => Consumer,
  assistants: Assistants,
): AssistantHandlers => ({
  assistant: {
    accounts: (wanted, onLeave) => assistants.accounts(consumer(), wanted, onLeave),
    buckets: (wanted, onLeave) => assistants.buckets(consumer(), wanted, onLeave),
    objects: (wanted, onLeave) => assistants.objects(consumer(), wanted, onLeave),
    link: (wanted, onLeave) => assistants.link(consumer(), wanted, onLeave),
    read: (wanted, onLeave) => assistants.read(consumer(), wanted, onLeave),
    upload: (wanted, onLeave) => assistants.upload(consumer(), wanted, onLeave),
  },
});
