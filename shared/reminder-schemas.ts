import { z } from 'zod';
import { maxLeadHours } from './limits.ts';
import { reminders } from './reminders.ts';

/** A reminder that was typed, in hours. */
export const leadHoursSchema = z.number().int().min(1).max(maxLeadHours);

export const reminderSchema = z.union([z.enum(reminders), leadHoursSchema]);
