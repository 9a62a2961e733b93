import { settingsChangeSchema } from '../settings-schemas.ts';
import { type ChannelGroup, nothing, usual } from './call.ts';

export const settings = {
  change: { argument: settingsChangeSchema, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'settings'>;
