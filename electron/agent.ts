import type { About } from '../shared/agent-protocol.ts';
import { consumerWords } from '../shared/words/consumers.ts';
import { createAdmission } from './api/agent/admission.ts';
import { type AgentServer, startAgentServer } from './api/agent/server.ts';
import { createDispatcher } from './api/dispatcher.ts';
import type { Logger } from './diagnostics/logger.ts';
import type { Clock, Random } from './platform/interfaces.ts';
import type { Services } from './services.ts';

/** Lets local programs ask the services, each by the token that it was given. */
export const startAgent = async (
  services: Services,
  options: {
    readonly socket: string;
    readonly platform: NodeJS.Platform;
    readonly about: About;
    readonly logger: Logger;
    readonly clock: Clock;
    readonly random: Random;
  },
): Promise<AgentServer> => {
  const { socket, platform, about, logger, clock, random } = options;
  const { consumers, handlers, toolHandlers } = services;
  await consumers.welcomeCommandLine(consumerWords.commandLine);
  return startAgentServer({
    path: socket,
    platform,
    about,
    logger,
    clock,
    admit: createAdmission({
      find: consumers.find,
      all: consumers.all,
      dispatcherOf: (consumer) =>
        createDispatcher({
          caller: 'agent',
          handlers: { app: handlers.app, ...toolHandlers(consumer) },
          logger,
          clock,
          random,
        }),
    }),
  });
};
