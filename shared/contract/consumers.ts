import { z } from 'zod';
import { uploadPlaceSchema } from '../assistants.ts';
import { connectionIdSchema } from '../ids.ts';
import { consumerRules, givenToolSchema, questionSchema } from '../schemas.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

const oneConsumer = z.strictObject({ handle: z.string().min(1).max(64) });

export const consumers = {
  /** Ends the consumer's token; nothing happens where it is gone already. */
  revoke: { argument: oneConsumer, reply: nothing, ...usual },
  setRule: {
    argument: oneConsumer.extend({ rule: z.enum(consumerRules) }),
    reply: nothing,
    ...usual,
  },
  /** Makes a tool that may ask, with a token that only its file and its digest know. */
  give: {
    argument: z.strictObject({
      name: z.string().trim().min(1).max(80),
      connectionIds: z.array(connectionIdSchema).min(1).max(50),
      rule: z.enum(consumerRules),
      /** Over 127.0.0.1, which this switches on. */
      usesEndpoint: z.boolean(),
      /** It gets no credentials; null for what gets them. */
      assistant: z.strictObject({ uploads: uploadPlaceSchema.nullable() }).nullable().default(null),
    }),
    reply: givenToolSchema,
    ...atMost(5, 0.5),
  },
  /** Gives the command line the access back that was revoked. */
  letCommandLineAsk: { argument: nothing, reply: nothing, ...usual },
  /** Tries once more to listen on 127.0.0.1. */
  openEndpoint: { argument: nothing, reply: nothing, ...usual },
  question: { argument: nothing, reply: questionSchema.nullable(), ...usual, callers: ['ask'] },
  /**
   * Not for the main window: whoever got hold of that one shall not be able to say yes. A question
   * that has gone by takes no answer.
   */
  answer: {
    argument: z.strictObject({ questionId: z.uuid(), answer: z.enum(['allow', 'refuse']) }),
    reply: nothing,
    ...usual,
    callers: ['ask'],
  },
  asked: { payload: questionSchema.nullable() },
} as const satisfies ChannelGroup<'consumers'>;
