import { z } from 'zod';
import { forgetPlanSchema, forgetResultSchema } from '../forget.ts';
import { type ChannelGroup, nothing, usual } from './call.ts';

/** Forgets everything that this profile keeps, after the person typed that they mean it. */
export const forget = {
  /** What goes besides that which the snapshot lists. */
  plan: { argument: nothing, reply: forgetPlanSchema, ...usual },
  /** Accounts go one by one, as the snapshot tells; resolves with what could not be. */
  everything: {
    argument: z.strictObject({
      /** Ends each sign-in at its provider first, where the provider knows how. */
      revokes: z.boolean(),
      /** Takes the profiles out of the config file of AWS tools as well. */
      removesProfiles: z.boolean(),
    }),
    reply: forgetResultSchema,
    ...usual,
    limit: { burst: 2, perSecond: 0.1 },
  },
} as const satisfies ChannelGroup<'forget'>;
