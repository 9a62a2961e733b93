import type { About } from '../shared/agent-protocol.ts';
import { consumerWords } from '../shared/words/consumers.ts';
import { createAdmission } from './api/agent/admission.ts';
import { createEndpoint } from './api/agent/endpoint.ts';
import { createLostLoans } from './api/agent/lost-loans.ts';
import type { Admit } from './api/agent/requests.ts';
import { type AgentServer, startAgentServer } from './api/agent/server.ts';
import { clearLoans } from './api/agent/socket-place.ts';
import { createDispatcher } from './api/dispatcher.ts';
import type { Logger } from './diagnostics/logger.ts';
import type { Consumer } from './handoff/consumers.ts';
import type { Clock, Random } from './platform/interfaces.ts';
import { createSerialQueue } from './platform/serial-queue.ts';
import type { Services } from './services.ts';

const lookAtLoansMs = 60_000;

/** Lets local programs ask the services, each by the token that it was given. */
export const startAgent = async (
  services: Services,
  options: {
    readonly socket: string;
    /** What is in there is of loans that ended with the agent that made them. */
    readonly loansFolder: string;
    readonly platform: NodeJS.Platform;
    readonly about: About;
    readonly logger: Logger;
    readonly clock: Clock;
    readonly random: Random;
  },
): Promise<AgentServer> => {
  const { socket, loansFolder, platform, about, logger, clock, random } = options;
  const { consumers, handlers, toolHandlers, assistantHandlers } = services;
  let stopped = false;
  const inTurn = createSerialQueue();
  const welcome = (): Promise<void> => consumers.welcomeCommandLine(consumerWords.commandLine);
  await welcome();
  let unwatch = consumers.watchTokens(() => void settleCommandLine());
  /** The command line's token is there again after it was removed, alone or with its folder. */
  const settleCommandLine = (): Promise<void> =>
    inTurn(async () => {
      if (stopped) return;
      await welcome();
      unwatch();
      unwatch = consumers.watchTokens(() => void settleCommandLine());
      // What went before the new watch began.
      await welcome();
    }).catch((error: unknown) => logger.warn('command line has no token', { error }));
  const callsOf = createAdmission({
    byId: consumers.byId,
    dispatcherOf: (consumer: () => Consumer) =>
      createDispatcher({
        // What a consumer is stays as it is for as long as there is one.
        ...(consumer().assistant === null
          ? { caller: 'agent', handlers: { app: handlers.app, ...toolHandlers(consumer) } }
          : { caller: 'assistant', handlers: assistantHandlers(consumer) }),
        logger,
        clock,
        random,
      }),
  });
  const admitIf =
    (mayAsk: (consumer: Consumer) => boolean): Admit =>
    (token) => {
      const consumer = consumers.find(token);
      return consumer !== null && mayAsk(consumer) ? callsOf(consumer) : null;
    };
  const endpoint = createEndpoint({
    port: consumers.endpointPort,
    rememberPort: consumers.rememberEndpointPort,
    admit: admitIf(({ usesEndpoint }) => usesEndpoint),
    requireEndpoint: services.requireEndpoint,
    logger,
    clock,
  });
  services.useEndpoint(endpoint);
  await clearLoans(loansFolder);
  const lostLoans = createLostLoans({ folder: loansFolder, takeBack: consumers.takeBack });
  const lookAtLoans = (): Promise<void> =>
    inTurn(lostLoans.look).catch((error: unknown) => logger.warn('loans not seen', { error }));
  let cancelLook: (() => void) | null = null;
  /** While nothing is lent, nothing wakes the program. */
  const keepLooking = (): void => {
    if (stopped || !consumers.hasLoans()) {
      cancelLook?.();
      cancelLook = null;
    } else {
      cancelLook ??= clock.after(lookAtLoansMs, () => {
        cancelLook = null;
        void lookAtLoans().then(keepLooking);
      });
    }
  };
  const server = await startAgentServer({
    path: socket,
    platform,
    about,
    logger,
    clock,
    admit: admitIf(() => true),
  });
  /** Open while somebody may ask there. */
  const settleEndpoint = async (): Promise<void> => {
    try {
      await (!stopped && consumers.needEndpoint() ? endpoint.open() : endpoint.close());
    } catch (error) {
      logger.warn('endpoint could not be opened', { error });
    }
  };
  await settleEndpoint();
  consumers.onChange(() => {
    void settleEndpoint();
    keepLooking();
  });
  return {
    ...server,
    check: async () => {
      await Promise.all([server.check(), settleCommandLine(), lookAtLoans()]);
    },
    stop: async () => {
      stopped = true;
      keepLooking();
      unwatch();
      await Promise.all([server.stop(), endpoint.close()]);
    },
  };
};
