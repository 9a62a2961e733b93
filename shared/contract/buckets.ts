import { z } from 'zod';
import { bucketNameSchema, bucketPageSchema, objectKeySchema } from '../buckets.ts';
import { maxLinkSeconds } from '../limits.ts';
import { atMost, type ChannelGroup, nothing, oneConnection, usual } from './call.ts';

const inBucket = oneConnection.extend({ bucket: bucketNameSchema });

/** What lies where the keys of an account work; read only. */
export const buckets = {
  list: { argument: oneConnection, reply: bucketPageSchema, ...atMost(10, 2) },
  entries: {
    argument: inBucket.extend({ prefix: z.string().max(1_024) }),
    reply: bucketPageSchema,
    ...atMost(10, 2),
  },
  /** The person went elsewhere: what is still being asked is not waited for. Idempotent. */
  leave: { argument: oneConnection, reply: nothing, ...usual },
  /** Copies an address that opens the object for whoever has it: a secret, like the keys. */
  copyLink: {
    argument: inBucket.extend({
      key: objectKeySchema,
      seconds: z.number().int().min(60).max(maxLinkSeconds),
    }),
    reply: z.object({ clearsAtEpochMs: z.number() }),
    ...atMost(10, 2),
  },
} as const satisfies ChannelGroup<'buckets'>;
