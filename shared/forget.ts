import { z } from 'zod';
import { errorCodes } from './result.ts';

/** What goes besides accounts and tools. */
export const forgetPlanSchema = z.object({
  /** In the config file of AWS tools, by name. */
  profiles: z.array(z.string()),
  configFile: z.string(),
  /** Providers that people brought. */
  templates: z.number().int(),
  /** The vault file that is in use in place of a keychain; null where none is. */
  vault: z.string().nullable(),
  /** The link to the command line; null where there is none of ours. */
  command: z.string().nullable(),
});
export type ForgetPlan = z.infer<typeof forgetPlanSchema>;

/** What may have stayed. `sign-in` is one that its provider did not end; the account is gone here. */
const leftKinds = [
  'account',
  'sign-in',
  'profile',
  'tool',
  'template',
  'script',
  'command',
  'keychain-mark',
  'vault',
  'list',
  'settings',
  'activity',
  'log',
] as const;
export type LeftKind = (typeof leftKinds)[number];

export const forgetResultSchema = z.object({
  left: z.array(z.object({ kind: z.enum(leftKinds), name: z.string(), code: z.enum(errorCodes) })),
});
export type ForgetResult = z.infer<typeof forgetResultSchema>;
