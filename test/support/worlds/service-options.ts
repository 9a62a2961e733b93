import { join } from 'node:path';
import { awsFilesOf } from '../../../electron/handoff/aws-config/paths.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { profilePaths } from '../../../electron/platform/paths.ts';
import type { createServices } from '../../../electron/services.ts';

type ServiceOptions = Parameters<typeof createServices>[1];

/**
 * What the services are told of a computer on which nobody looks, nothing is shown and everything lies
 * below one folder; tests say what is different.
 */
export const serviceOptions = (folder: string): ServiceOptions => {
  const { metadataFile, settingsFile, vaultFile, templatesFolder, activityFolder, logFile } =
    profilePaths(folder);
  return {
    metadataPath: metadataFile,
    settingsFile,
    vaultFile,
    templatesFolder,
    activityFolder,
    logFile,
    agent: agentPaths(folder, 'linux'),
    script: {
      ...agentPaths(folder, 'linux'),
      program: [join(folder, 'opt', 'stowkey')],
      path: join(folder, '.stowkey', 'bin', 'stowkey-credentials'),
      platform: process.platform,
    },
    showWindow: () => {},
    speak: async () => {},
    isInFront: () => false,
    tell: () => () => {},
    startAtLogin: { state: 'impossible', isOn: async () => false, set: async () => {} },
    ask: null,
    licencesFile: '/licences.txt',
    projectPage: 'https://project.example/',
    restart: () => {},
    awsFiles: awsFilesOf({}, folder),
    env: {},
    command: {
      launcher: { impossible: 'sources' },
      platform: process.platform,
      folder,
      path: '',
    },
    keychainService: 'Test-Stowkey',
    info: {
      version: '0',
      electronVersion: '0',
      expectedElectronVersion: '0',
      evaluationRuntime: false,
      platform: 'linux',
    },
    push: () => {},
  };
};
