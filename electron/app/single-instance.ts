type Prevented = { preventDefault: () => void };

/** What one start tells the one that has the profile. */
type StartKind = { readonly opensWindow: boolean };

/** The part of Electron's `app` that this file uses. */
type SingleInstanceApp = {
  readonly requestSingleInstanceLock: (told: StartKind) => boolean;
  on(
    event: 'second-instance',
    listener: (event: Prevented, args: string[], folder: string, told: unknown) => void,
  ): unknown;
  on(event: 'open-url', listener: (event: Prevented) => void): unknown;
  on(event: 'open-file', listener: (event: Prevented) => void): unknown;
};

const opensWindow = (told: unknown): boolean =>
  typeof told === 'object' && told !== null && 'opensWindow' in told && told.opensWindow === true;

/**
 * Claims the profile for this process; false means another has it, which has been told whether this
 * start was to open a window.
 *
 * What the second start was given besides (arguments, folder, URLs, files) comes from anybody. It is
 * neither read nor logged: nothing that Stowkey does is asked for that way.
 */
export const claimSingleInstance = (
  app: SingleInstanceApp,
  told: StartKind,
  onWindowWanted: () => void,
): boolean => {
  if (!app.requestSingleInstanceLock(told)) return false;
  app.on('second-instance', (_event, _arguments, _folder, other) => {
    if (opensWindow(other)) onWindowWanted();
  });
  app.on('open-url', (event) => event.preventDefault());
  app.on('open-file', (event) => event.preventDefault());
  return true;
};
