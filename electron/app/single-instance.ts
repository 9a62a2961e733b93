type Listener = (event: { preventDefault: () => void }) => void;

/** The part of Electron's `app` that this file uses. */
type SingleInstanceApp = {
  readonly requestSingleInstanceLock: () => boolean;
  on(event: 'second-instance', listener: Listener): unknown;
  on(event: 'open-url', listener: Listener): unknown;
  on(event: 'open-file', listener: Listener): unknown;
};

/**
 * Claims the profile for this process; false means another has it and has been told to show itself.
 *
 * What the second start was given (arguments, folder, URLs, files) comes from anybody. It is neither
 * read nor logged: nothing that Stowkey does is asked for that way.
 */
export const claimSingleInstance = (app: SingleInstanceApp, show: () => void): boolean => {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => show());
  app.on('open-url', (event) => event.preventDefault());
  app.on('open-file', (event) => event.preventDefault());
  return true;
};
