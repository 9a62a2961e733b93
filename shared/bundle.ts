import { z } from 'zod';
import { formInputSchema, providerDescriptorSchema } from './provider-descriptor.ts';
import { suggestedSettingsSchema } from './settings-schemas.ts';

const link = z.object({ label: z.string(), url: z.string() });

/** What the window shows of a bundle before it is used. Nothing in it is secret. */
export const bundleReviewSchema = z.object({
  review: z.uuid(),
  organisation: z.string(),
  serial: z.number().int(),
  /** The fingerprint of the key that signed it. */
  key: z.string(),
  /** That key is the one that was pinned, or that an administrator named on this computer. */
  isKnownKey: z.boolean(),
  state: z.enum(['first', 'newer', 'same']),
  /** Every host that its templates name, or that it fills into a form. */
  contacts: z.array(z.string()).readonly(),
  templates: z.array(providerDescriptorSchema).readonly(),
  /** What it fills into the forms of providers. */
  forms: z
    .array(
      z.object({
        providerId: z.string(),
        values: formInputSchema,
        required: z.array(z.string()).readonly(),
        links: z.array(link).readonly(),
      }),
    )
    .readonly(),
  defaults: suggestedSettingsSchema,
  links: z.array(link).readonly(),
  /** In what it differs from the one that is in use; empty for a first one. */
  changes: z
    .array(
      z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    )
    .readonly(),
});
export type BundleReview = z.infer<typeof bundleReviewSchema>;
