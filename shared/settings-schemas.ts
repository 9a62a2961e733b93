import { z } from 'zod';
import { copyFormatIds } from './copy-formats.ts';
import { connectionIdSchema } from './ids.ts';
import { leadHoursSchema } from './reminder-schemas.ts';
import { type Settings, settingChoices } from './settings.ts';

const settings = {
  language: z.enum(settingChoices.language),
  theme: z.enum(settingChoices.theme),
  density: z.enum(settingChoices.density),
  sort: z.enum(settingChoices.sort),
  sidebarWidth: z.literal(settingChoices.sidebarWidth),
  clipboardSeconds: z.literal(settingChoices.clipboardSeconds),
  revealSeconds: z.literal(settingChoices.revealSeconds),
  vaultMinutes: z.literal(settingChoices.vaultMinutes),
  copyFormat: z.enum(copyFormatIds).nullable(),
  lastOpen: connectionIdSchema.nullable(),
  startAtLogin: z.boolean(),
  closeToTray: z.boolean(),
  notifies: z.boolean(),
  reminder: z.union([z.enum(settingChoices.reminder), leadHoursSchema]),
  proxy: z.enum(settingChoices.proxy),
  logLevel: z.enum(settingChoices.logLevel),
};

export const settingsSchema = z.object(settings) satisfies z.ZodType<Settings>;

/** What the window may change: one setting or several. */
export const settingsChangeSchema = z.strictObject({
  language: settings.language.exactOptional(),
  theme: settings.theme.exactOptional(),
  density: settings.density.exactOptional(),
  sort: settings.sort.exactOptional(),
  sidebarWidth: settings.sidebarWidth.exactOptional(),
  clipboardSeconds: settings.clipboardSeconds.exactOptional(),
  revealSeconds: settings.revealSeconds.exactOptional(),
  vaultMinutes: settings.vaultMinutes.exactOptional(),
  copyFormat: settings.copyFormat.exactOptional(),
  lastOpen: settings.lastOpen.exactOptional(),
  startAtLogin: settings.startAtLogin.exactOptional(),
  closeToTray: settings.closeToTray.exactOptional(),
  notifies: settings.notifies.exactOptional(),
  reminder: settings.reminder.exactOptional(),
  proxy: settings.proxy.exactOptional(),
  logLevel: settings.logLevel.exactOptional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** What an organisation may suggest: not how the window looks, nor what the system has to be told of. */
export const suggestedSettingsSchema = settingsChangeSchema.pick({
  clipboardSeconds: true,
  revealSeconds: true,
  vaultMinutes: true,
  copyFormat: true,
  closeToTray: true,
  notifies: true,
  reminder: true,
  proxy: true,
  logLevel: true,
});
export type SuggestedSettings = z.infer<typeof suggestedSettingsSchema>;
