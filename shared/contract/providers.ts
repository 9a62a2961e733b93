import { z } from 'zod';
import { providerIdSchema } from '../ids.ts';
import { maxTemplateFileLength, maxTextLength } from '../limits.ts';
import {
  prefilledSchema,
  providerDescriptorSchema,
  recognizedSchema,
  templatePreviewSchema,
} from '../provider-descriptor.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

/** For calls that carry a whole file; what they take of it is the schema's to say. */
const fileBytes = maxTemplateFileLength + 16 * 1024;

export const providers = {
  list: { argument: nothing, reply: z.array(providerDescriptorSchema), ...usual },
  /**
   * Reads a dropped file or pasted block into form fields. Secrets in it stay in main under
   * `draft`, which `connect` takes; the reply names their fields only.
   */
  prefill: {
    argument: z.strictObject({
      providerId: providerIdSchema,
      text: z.string().max(maxTextLength),
    }),
    reply: prefilledSchema,
    ...atMost(5, 1),
  },
  /** The same for what was dropped or pasted outside of any form: finds the form too. */
  recognize: {
    argument: z.strictObject({ text: z.string().max(maxTextLength) }),
    reply: recognizedSchema,
    ...atMost(5, 1),
  },
  previewTemplate: {
    argument: z.strictObject({ text: z.string().max(maxTemplateFileLength) }),
    reply: templatePreviewSchema,
    ...atMost(5, 1),
    maxBytes: fileBytes,
  },
  importTemplate: {
    argument: z.strictObject({
      text: z.string().max(maxTemplateFileLength),
      replace: z.boolean(),
    }),
    reply: z.object({ providerId: providerIdSchema }),
    ...atMost(5, 1),
    maxBytes: fileBytes,
  },
  /** Has main save a template as a file; null when the person changed their mind. */
  exportTemplate: {
    argument: z.strictObject({ providerId: providerIdSchema }),
    reply: z.object({ fileName: z.string().nullable() }),
    ...atMost(3, 0.5),
  },
  /** Gives what was removed, for bringing it back. */
  removeTemplate: {
    argument: z.strictObject({ providerId: providerIdSchema }),
    reply: z.object({ text: z.string() }),
    ...usual,
  },
  /** The window has opened the form of the snapshot's `wantedProvider`. */
  takeWanted: { argument: nothing, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'providers'>;
