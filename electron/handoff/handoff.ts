import type { ConsumerKind } from '../../shared/organisation.ts';
import type { Question } from '../../shared/schemas.ts';
import type { ActivityRecord } from '../connections/activity.ts';
import type { Connections } from '../connections/connections.ts';
import type { createConnectionEvents } from '../connections/events.ts';
import type { KeychainWatch } from '../connections/keychain-watch.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { AgentPaths } from '../platform/agent-paths.ts';
import type { ChooseFolder, Clock, Random } from '../platform/interfaces.ts';
import { openConsumerStore } from '../storage/consumer-store.ts';
import { createHeaderFolder } from '../storage/header-folder.ts';
import { createApprovals } from './approvals.ts';
import { createAssistants } from './assistants.ts';
import { createAwsProfiles } from './aws-config/aws-profiles.ts';
import type { AwsFiles } from './aws-config/paths.ts';
import { createProfileAccess } from './aws-config/profile-access.ts';
import { createConsumers } from './consumers.ts';
import { createCredentialGate } from './credential-gate.ts';
import { type ScriptPlaces, writeCredentialsScript } from './credentials-script.ts';
import { createExposedSecrets } from './exposed-secrets/exposed-secrets.ts';
import { createToolAccess } from './tool-access.ts';
import { toolPastes } from './tool-pastes.ts';

/** Where what other tools read is kept, and where theirs is looked for. */
export type HandoffPlaces = {
  readonly agent: Pick<AgentPaths, 'socket' | 'consumersFile' | 'headersFolder' | 'tokensFolder'>;
  readonly awsFiles: AwsFiles;
  /** Where the script of profiles stands, and what it names. */
  readonly script: ScriptPlaces & { readonly path: string };
  /** Names where some tools keep their files. */
  readonly env: NodeJS.ProcessEnv;
};

type Dependencies = {
  readonly clock: Clock;
  readonly random: Random;
  readonly chooseFolder: ChooseFolder;
  readonly logger: Logger;
  readonly places: HandoffPlaces;
  readonly connections: Connections;
  /** No entry of the list was set apart, so that an account that is not there is gone. */
  readonly isListWhole: () => boolean;
  readonly keychain: KeychainWatch;
  readonly events: ReturnType<typeof createConnectionEvents>;
  readonly note: ActivityRecord['note'];
  /** Shows the person a question, or that none is left; null where nobody can be asked. */
  readonly ask: ((question: Question | null) => void) | null;
  /** Listens on 127.0.0.1 and gives the port. */
  readonly openEndpoint: () => Promise<number>;
  /** Throws for a kind of consumer that the organisation lets have nothing. */
  readonly requireConsumer: (kind: ConsumerKind) => void;
  /** Consumers came, went or changed. */
  readonly onChange: () => void;
};

/** Builds everything that gives credentials to other tools; the list of consumers is open then. */
export const createHandoff = async (dependencies: Dependencies) => {
  const { clock, random, logger, places, connections, keychain, events, ask } = dependencies;
  const { requireConsumer } = dependencies;

  const consumers = createConsumers({
    store: await openConsumerStore({ path: places.agent.consumersFile, clock }),
    headers: createHeaderFolder(places.agent),
    clock,
    random,
    requireConsumer,
    report: (error) => logger.warn('consumers could not be written', { error }),
  });
  consumers.onChange(() => {
    approvals.keepTo(consumers.byId);
    dependencies.onChange();
  });
  // An account that is connected anew is another one, and nobody was given that.
  events.listen(({ kind, connectionId }) => {
    if (kind !== 'disconnected') return;
    consumers.forgetAccount(connectionId).catch((error: unknown) => {
      logger.warn('consumers could not be written', { error });
    });
  });
  const approvals = createApprovals({
    clock,
    random,
    canAsk: ask !== null,
    onChange: () => ask?.(approvals.question()),
    onAnswer: ({ connectionId, consumer }, outcome) =>
      events.emit({
        kind: outcome === 'allow' ? 'approved' : 'refused',
        connectionId,
        consumer,
      }),
  });
  const gate = createCredentialGate({
    connections,
    keychain: keychain.view,
    isKeychainLocked: keychain.secrets.isLocked,
    approvals,
    clock,
    emit: events.emit,
    listen: events.listen,
    noteUse: consumers.noteUse,
    consumerNow: consumers.byId,
    requireConsumer,
  });

  const assistants = createAssistants({
    gate,
    approvals,
    connections,
    clock,
    consumerNow: consumers.byId,
    noteUse: consumers.noteUse,
    note: dependencies.note,
  });

  const script = {
    path: places.script.path,
    write: () => writeCredentialsScript(places.script.path, places.script),
  };
  const access = createProfileAccess(script, consumers);
  const awsProfiles = createAwsProfiles({
    isListWhole: dependencies.isListWhole,
    files: places.awsFiles,
    access,
    connections: connections.views,
    clock,
    random,
  });
  const exposedSecrets = createExposedSecrets({
    files: places.awsFiles,
    env: places.env,
    connections,
    profiles: awsProfiles,
    access,
    chooseFolder: dependencies.chooseFolder,
    clock,
    random,
  });
  const toolAccess = createToolAccess({
    consumers,
    connections: connections.views,
    profileNames: awsProfiles.names,
    openEndpoint: dependencies.openEndpoint,
    program: places.script.program,
    pastes: toolPastes(places.script.platform, {
      socket: places.agent.socket,
      script: script.path,
      env: places.env,
    }),
    writeScript: script.write,
  });

  return {
    consumers,
    approvals,
    gate,
    awsProfiles,
    exposedSecrets,
    toolAccess,
    assistants,
    start: (): void => {
      // The program may have been moved or replaced since profiles were given.
      if (consumers.all().length <= 1) return;
      script.write().catch((error: unknown) => {
        logger.warn('script of profiles could not be written', { error });
      });
    },
  };
};
