import { type CommandPlaces, commandState, installCommand } from '../../handoff/install-command.ts';
import type { Handlers } from './index.ts';

export const commandHandlers = (places: CommandPlaces): Handlers['command'] => ({
  state: () => commandState(places),
  install: () => installCommand(places),
});
