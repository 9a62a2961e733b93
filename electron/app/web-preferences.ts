/** Without `persist:` the session lives in memory: the window leaves nothing on disk. */
export const windowPartition = 'stowkey-window';

/**
 * Gives the window's preferences in full, also where Electron's default is the same: the test holds
 * this literal, not a default that may change.
 */
export const windowWebPreferences = (options: {
  readonly preloadPath: string;
  readonly devtools: boolean;
}) =>
  ({
    preload: options.preloadPath,
    partition: windowPartition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    plugins: false,
    spellcheck: false,
    devTools: options.devtools,
  }) as const;
