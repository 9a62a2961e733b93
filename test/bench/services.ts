import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { awsFilesOf } from '../../electron/handoff/aws-config/paths.ts';
import { openKeytarStore } from '../../electron/keychain/load-keytar.ts';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { createHttpClient } from '../../electron/platform/http.ts';
import { profilePaths } from '../../electron/platform/paths.ts';
import { systemRandom } from '../../electron/platform/random.ts';
import { createServices, type Services } from '../../electron/services.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import { createClipboard } from '../support/fakes/clipboard.ts';
import { noDesktop } from '../support/fakes/desktop.ts';
import { quietLogger } from '../support/fakes/logger.ts';

/** Opens everything that is not Electron on a profile's folder, with the real keychain. */
export const openServices = (
  folder: string,
  listen: {
    readonly onOpen?: (address: string) => void;
    readonly onPush: (snapshot: Snapshot) => void;
  },
): Promise<Services> => {
  const { metadataFile, templatesFolder, activityFolder } = profilePaths(folder);
  return createServices(
    {
      clock: systemClock,
      random: systemRandom,
      http: createHttpClient({ clock: systemClock }),
      openPath: async () => true,
      findRoutes: async () => [{ kind: 'direct' }],
      browser: {
        open: async (url) => {
          listen.onOpen?.(url.href);
          return true;
        },
      },
      saveFile: async () => null,
      chooseFolder: async () => null,
      openFile: async () => null,
      clipboard: createClipboard(),
      openKeychain: openKeytarStore,
      logger: quietLogger,
    },
    {
      metadataPath: metadataFile,
      settingsFile: `${metadataFile}-settings`,
      vaultFile: `${metadataFile}-vault`,
      agent: agentPaths(dirname(metadataFile), 'linux'),
      script: {
        ...agentPaths(dirname(metadataFile), 'linux'),
        program: ['/opt/Stowkey/stowkey'],
        path: join(dirname(metadataFile), '.stowkey', 'bin', 'stowkey-credentials'),
        platform: process.platform,
      },
      ...noDesktop,
      ask: null,
      templatesFolder,
      licencesFile: '/licences.txt',
      projectPage: 'https://project.example/',
      logFile: profilePaths(folder).logFile,
      activityFolder,
      awsFiles: awsFilesOf({}, folder),
      env: {},
      command: {
        launcher: { impossible: 'sources' },
        platform: process.platform,
        folder,
        path: '',
      },
      keychainService: `Bench-${randomUUID()}`,
      info: {
        version: '0',
        electronVersion: '0',
        expectedElectronVersion: '0',
        evaluationRuntime: false,
        platform: 'linux',
      },
      push: listen.onPush,
    },
  );
};
