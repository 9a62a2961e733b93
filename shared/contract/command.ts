import { commandStateSchema } from '../schemas.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const command = {
  state: { argument: nothing, reply: commandStateSchema, ...usual },
  /** Links the command into the person's own folder of programs; never over anything else. */
  install: {
    argument: nothing,
    reply: commandStateSchema,
    ...atMost(3, 0.5),
  },
} as const satisfies ChannelGroup<'command'>;
