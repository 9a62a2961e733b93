import { z } from 'zod';
import { exposedPreviewSchema, exposedSearchSchema } from '../exposed-secrets.ts';
import { recognizedSchema } from '../provider-descriptor.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

const oneFinding = z.strictObject({ finding: z.uuid() });

export const exposedSecrets = {
  /** Looks for keys in plain text, in the known places and the folders that were added. */
  search: {
    argument: nothing,
    reply: exposedSearchSchema,
    ...atMost(5, 0.5),
  },
  /** Has the person choose a folder to look in as well; null when they changed their mind. */
  addFolder: {
    argument: nothing,
    reply: z.object({ folder: z.string().nullable() }),
    ...atMost(3, 0.5),
  },
  /** Fills in the form that fits a found key; its secrets go to main's drafts, as after `prefill`. */
  take: {
    argument: oneFinding,
    reply: recognizedSchema,
    ...atMost(5, 1),
  },
  preview: { argument: oneFinding, reply: exposedPreviewSchema, ...usual },
  replace: {
    argument: oneFinding.extend({ basis: z.string().regex(/^[0-9a-f]{64}$/) }),
    reply: z.object({ undo: z.uuid() }),
    ...atMost(5, 1),
  },
  undo: {
    argument: z.strictObject({ change: z.uuid() }),
    reply: nothing,
    ...atMost(5, 1),
  },
} as const satisfies ChannelGroup<'exposedSecrets'>;
