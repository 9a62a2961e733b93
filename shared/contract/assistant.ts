import { z } from 'zod';
import { accountSchema } from '../agent-schemas.ts';
import { bucketNameSchema, objectKeySchema } from '../buckets.ts';
import { maxLinkSeconds } from '../limits.ts';
import { assistantFields as says } from '../words/assistant.ts';
import type { ChannelGroup } from './call.ts';

const isoTime = z.iso.datetime();

const inAccount = z.strictObject({ account: z.string().min(1).max(200).describe(says.account) });
const inBucket = inAccount.extend({ bucket: bucketNameSchema.describe(says.bucket) });
const oneObject = inBucket.extend({ key: objectKeySchema.describe(says.key) });

const byAssistant = {
  // Each has a line in the activity, and shall not push out those of others.
  limit: { burst: 60, perSecond: 1 },
  maxBytes: 64 * 1024,
  callers: ['assistant'],
} as const;

/**
 * What an assistant has Stowkey do: no reply bears a key. Each argument and reply is the schema of a tool
 * of `stowkey mcp` as well, so each is an object.
 */
export const assistant = {
  accounts: {
    argument: z.strictObject({}),
    reply: z.object({
      accounts: z.array(
        accountSchema.pick({ name: true, id: true, provider: true, place: true, state: true }),
      ),
      /** Where it may upload, by the person's word; null for nowhere. */
      uploads: z
        .object({ bucket: z.string(), prefix: z.string(), mayReplace: z.boolean() })
        .nullable()
        .describe(says.uploads),
    }),
    ...byAssistant,
  },
  buckets: {
    argument: inAccount,
    reply: z.object({
      buckets: z.array(z.object({ name: z.string(), createdAt: isoTime.nullable() })),
      hasMore: z.boolean(),
    }),
    ...byAssistant,
  },
  objects: {
    argument: inBucket.extend({
      prefix: z.string().max(1_024).default('').describe(says.prefix),
      cursor: z.string().min(1).max(4_096).optional().describe(says.cursor),
    }),
    reply: z.object({
      folders: z.array(z.string()),
      objects: z.array(
        z.object({ key: z.string(), sizeBytes: z.number().int(), changedAt: isoTime.nullable() }),
      ),
      nextCursor: z.string().nullable().describe(says.nextCursor),
    }),
    ...byAssistant,
  },
  link: {
    argument: oneObject.extend({
      minutes: z
        .number()
        .int()
        .min(1)
        .max(maxLinkSeconds / 60)
        .default(15)
        .describe(says.minutes),
    }),
    reply: z.object({ url: z.url(), expiresAt: isoTime }),
    ...byAssistant,
  },
  read: {
    argument: oneObject,
    reply: z.object({
      text: z.string().describe(says.text),
      encoding: z.literal('utf-8'),
      /** Of the whole object. */
      sizeBytes: z.number().int().nullable(),
      truncated: z.boolean().describe(says.truncated),
    }),
    ...byAssistant,
  },
  upload: {
    argument: oneObject.extend({
      // Base64 takes a third more.
      content: z.string().max(1_400_000).describe(says.content),
      encoding: z.enum(['utf-8', 'base64']).default('utf-8').describe(says.encoding),
    }),
    reply: z.object({ bucket: z.string(), key: z.string(), sizeBytes: z.number().int() }),
    ...byAssistant,
    maxBytes: 4 * 1024 * 1024,
    limit: { burst: 10, perSecond: 0.5 },
  },
} as const satisfies ChannelGroup<'assistant'>;
