import type { Finding } from '../../../shared/doctor.ts';
import type { AppInfo } from '../../../shared/schemas.ts';
import type { SecretStore } from '../../keychain/secret-store.ts';
import type { ManagedPlace } from '../../organisation/place.ts';
import type { Clock, HttpClient, Random } from '../../platform/interfaces.ts';
import type { FindRoutes } from '../../platform/proxy-routes.ts';
import type { ServerTime } from '../../platform/server-time.ts';
import { isAppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createAskBus } from './desktop.ts';
import { type Check, examine, found } from './examine.ts';
import { checkKeychain } from './keychain.ts';
import { checkClock, checkServers, originsOf, type ServersOf } from './servers.ts';
import { checksOfComputer } from './this-computer.ts';

type Doctor = {
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'token'>;
  readonly http: HttpClient;
  readonly findRoutes: FindRoutes;
  readonly logger: Logger;
  readonly serverTime: Pick<ServerTime, 'minutesOff' | 'aheadMs'>;
  readonly keychain: SecretStore;
  readonly connections: ServersOf;
  /** How many profiles of AWS tools name accounts that are gone. */
  readonly profilesLeft: () => Promise<number>;
  readonly endpointTrouble: () => unknown;
  readonly isAgentThere: () => Promise<boolean>;
  readonly folders: readonly [profile: string, ...others: string[]];
  readonly home: string;
  readonly managed: ManagedPlace;
  readonly env: NodeJS.ProcessEnv;
  readonly info: AppInfo;
};

/** Looks at all that the program needs of this computer; whoever asks meanwhile gets the same answer. */
export const createDoctor = (dependencies: Doctor): (() => Promise<Finding[]>) => {
  const { clock, random, http, findRoutes, logger, serverTime, keychain, info } = dependencies;
  const { connections, folders, home, env, endpointTrouble } = dependencies;
  const computer = checksOfComputer({
    platform: process.platform,
    path: env.PATH,
    home,
    profileFolder: folders[0],
    folders,
    managed: dependencies.managed,
    askBus: createAskBus(env.DBUS_SESSION_BUS_ADDRESS),
  });
  const ports: Check = async () => {
    const trouble = endpointTrouble();
    const port = isAppError(trouble, 'agent.port-taken') ? trouble.params.port : undefined;
    return [
      ...(await computer.ports()),
      ...(port === undefined ? [] : [found('ports.endpoint-taken', { port })]),
    ];
  };
  const agent: Check = async () => [
    found((await dependencies.isAgentThere()) ? 'agent.answers' : 'agent.silent'),
  ];
  const profiles: Check = async () => {
    const count = await dependencies.profilesLeft();
    return [count === 0 ? found('profiles.whole') : found('profiles.left', { count })];
  };
  const runtime: Check = async () => {
    const { electronVersion: electron, expectedElectronVersion: expected } = info;
    return [
      info.evaluationRuntime
        ? found('runtime.evaluation', { electron, expected })
        : found('runtime.right', { electron }),
    ];
  };
  /** With a vault nothing that has to be there asks the bus. */
  const bus: Check = async () => {
    const findings = (await computer.bus?.()) ?? [];
    const isVault = (await keychain.identify()) === 'vault';
    return findings.map((each) =>
      isVault && each.finding === 'bus.none' ? found('bus.unneeded') : each,
    );
  };
  const look = (): Promise<Finding[]> => {
    const servers = checkServers({ origins: () => originsOf(connections), http, findRoutes })();
    // The servers' replies tell the time.
    const readClock: Check = async () => {
      await servers.catch(() => undefined);
      return checkClock(serverTime.minutesOff, serverTime.aheadMs)();
    };
    return examine({
      checks: {
        ...computer,
        keychain: checkKeychain(keychain, random),
        bus,
        clock: readClock,
        servers: () => servers,
        ports,
        agent,
        profiles,
        runtime,
      },
      clock,
      report: (subject, error) => logger.warn('doctor got no answer', { subject, error }),
    });
  };
  let looking: Promise<Finding[]> | null = null;
  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
};
