import { z } from 'zod';
import { providerIdSchema } from '../ids.ts';
import { appInfoSchema, snapshotChangesSchema, snapshotSchema } from '../schemas.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const app = {
  snapshot: { argument: nothing, reply: snapshotSchema, ...usual },
  info: { argument: nothing, reply: appInfoSchema, ...usual, callers: ['window', 'agent'] },
  /** Opens one of a provider's documented links; never a URL of the renderer's making. */
  openLink: {
    argument: z.strictObject({
      providerId: providerIdSchema,
      index: z.number().int().min(0).max(20),
    }),
    reply: nothing,
    ...atMost(3, 0.5),
  },
  /** Opens the log's folder, the licences, or the project's own page for problems. */
  openPlace: {
    argument: z.strictObject({ place: z.enum(['log', 'licences', 'report']) }),
    reply: nothing,
    ...atMost(3, 0.5),
  },
  /** Ends the program and starts the one that lies in its place. */
  restart: { argument: nothing, reply: nothing, ...atMost(3, 0.5) },
  changed: { payload: snapshotChangesSchema },
  /** The person chose a view in the menu bar. */
  go: { payload: z.enum(['settings', 'help']) },
} as const satisfies ChannelGroup<'app'>;
