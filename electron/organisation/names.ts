import { z } from 'zod';
import { accountName } from '../providers/account-name.ts';

/** An organisation's name for itself: one line, and nothing that makes it read as another. */
export const organisationNameSchema = z
  .string()
  .min(1)
  .max(60)
  .refine((text) => accountName(text) === text);

/** Where a bundle is fetched from. */
export const bundleUrlSchema = z.url({ protocol: /^https$/ }).max(512);

/** The fingerprint of the key that signs a bundle: its SHA-256 thumbprint (RFC 7638). */
export const bundleKeySchema = z.string().regex(/^[\w-]{43}$/);

/** A path of names and numbers, of what an administrator wrote and nobody else. */
export const whereOf = (issue: z.core.$ZodIssue | undefined): string => {
  const [key] = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...(key === undefined ? [] : [key])];
  return path
    .map((part) => String(part).replace(/[^\w-]/g, '_'))
    .join('.')
    .slice(0, 80);
};
