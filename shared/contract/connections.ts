import { z } from 'zod';
import { bucketNameSchema } from '../buckets.ts';
import { connectionIdSchema, providerIdSchema } from '../ids.ts';
import { formInputSchema } from '../provider-descriptor.ts';
import { reminderSchema } from '../reminder-schemas.ts';
import { renewalPolicies } from '../renewal-policies.ts';
import { severalEndedSchema } from '../schemas.ts';
import { maxTagLength, maxTags } from '../tags.ts';
import {
  atMost,
  type ChannelGroup,
  manyAccounts,
  nothing,
  oneConnection,
  severalConnections,
  started,
  usual,
} from './call.ts';

const tag = z.string().trim().min(1).max(maxTagLength);

const seldom = atMost(5, 0.5);

export const connections = {
  connect: {
    argument: z.strictObject({
      providerId: providerIdSchema,
      label: z.string().trim().min(1).max(80),
      input: formInputSchema,
      /** Holds secrets that `prefill` or the last try kept in main. */
      draft: z.uuid().nullable().default(null),
    }),
    /** The secrets that were sent stay in main under `draft` for another try, as after `prefill`. */
    reply: started.extend({ draft: z.uuid(), secretFields: z.array(z.string()) }),
    ...atMost(10, 1),
  },
  /** The person has left the form: main drops what it kept of it. */
  forgetDraft: { argument: z.strictObject({ draft: z.uuid() }), reply: nothing, ...usual },
  reconnect: {
    argument: oneConnection,
    reply: started,
    ...atMost(5, 0.5),
  },
  refresh: {
    argument: oneConnection,
    reply: started,
    ...atMost(10, 1),
  },
  verify: {
    argument: oneConnection.extend({
      /** The bucket in which to write an object of our own that is deleted again. */
      writeTo: bucketNameSchema.optional(),
    }),
    reply: started,
    ...atMost(10, 1),
  },
  rename: {
    argument: z.strictObject({
      connectionId: connectionIdSchema,
      label: z.string().trim().min(1).max(80),
    }),
    reply: nothing,
    ...usual,
  },
  /** What happens when it ends. */
  setRenewalPolicy: {
    argument: z.strictObject({
      connectionId: connectionIdSchema,
      policy: z.enum(renewalPolicies),
    }),
    reply: nothing,
    ...usual,
  },
  setFavourite: {
    argument: oneConnection.extend({ isFavourite: z.boolean() }),
    reply: nothing,
    ...usual,
  },
  /** Those that have as many as they may keep them as they are, and are named. */
  changeTags: {
    argument: severalConnections.extend({
      add: z.array(tag).max(maxTags),
      /** Several accounts may have more between them. */
      remove: z.array(tag).max(1_000),
    }),
    reply: z.object({ full: z.array(connectionIdSchema).readonly() }),
    ...usual,
    ...manyAccounts,
  },
  /** Renews those that can be without asking the person; answers once all have ended. */
  renewSeveral: {
    argument: severalConnections,
    reply: severalEndedSchema,
    ...seldom,
    ...manyAccounts,
  },
  /** How long before its end the person is told of it. */
  setReminder: {
    argument: z.strictObject({ connectionId: connectionIdSchema, reminder: reminderSchema }),
    reply: nothing,
    ...usual,
  },
  disconnect: { argument: oneConnection, reply: started, ...usual },
  /** Disconnects one after the other; answers once all have ended. */
  disconnectSeveral: {
    argument: severalConnections,
    reply: severalEndedSchema,
    ...seldom,
    ...manyAccounts,
  },
  /** The window has opened the account that was chosen outside of it. */
  takeWanted: { argument: nothing, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'connections'>;
