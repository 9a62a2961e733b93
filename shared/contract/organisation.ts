import { z } from 'zod';
import { bundleReviewSchema } from '../bundle.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const organisation = {
  /** Gets a bundle and says what is in it; null when the person chose no file. What was read stays in main. */
  reviewBundle: {
    argument: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('file') }),
      z.strictObject({ from: z.literal('url'), url: z.string().max(512) }),
    ]),
    reply: bundleReviewSchema.nullable(),
    ...atMost(5, 0.5),
  },
  /** Uses what was reviewed; from the first on its key is pinned. */
  acceptBundle: {
    argument: z.strictObject({ review: z.uuid() }),
    reply: nothing,
    ...atMost(5, 0.5),
  },
  removeBundle: { argument: nothing, reply: nothing, ...usual },
  /** Opens one of the links to help of the bundle in use. */
  openLink: {
    argument: z.strictObject({ index: z.number().int().min(0).max(20) }),
    reply: nothing,
    ...atMost(3, 0.5),
  },
} as const satisfies ChannelGroup<'organisation'>;
