import { z } from 'zod';
import { type ChannelGroup, nothing, usual } from './call.ts';

const on = z.strictObject({ on: z.boolean() });

export const desktop = {
  /** Renews nothing by itself until told to go on, or until the program ends. */
  pauseRenewals: { argument: on, reply: nothing, ...usual },
  /** Shows no notices for an hour, or shows them again. */
  silence: { argument: on, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'desktop'>;
