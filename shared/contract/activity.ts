import { z } from 'zod';
import { activityPageSchema, activityQuerySchema } from '../activity.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const activity = {
  /** Newest first. The chain is checked anew where the files are not as they were. */
  list: { argument: activityQuerySchema, reply: activityPageSchema, ...usual },
  /** Has main save all of it as a file; null when the person changed their mind. */
  export: {
    argument: nothing,
    reply: z.object({ fileName: z.string().nullable() }),
    ...atMost(3, 0.5),
  },
} as const satisfies ChannelGroup<'activity'>;
