/** How this start is to run. */
export type StartMode = {
  /** Without a window until one is asked for. */
  readonly background: boolean;
  /** A command began it, and nobody asked for it to stay: it leaves when it is not used. */
  readonly leavesUnused: boolean;
  /** A window can be shown. */
  readonly hasDisplay: boolean;
};

/** Reads the mode from what follows the program's name. `chosen` is Chromium's `ozone-platform`. */
export const startMode = (given: readonly string[], chosen: string): StartMode => {
  const value = given.find((each) => /^--background(?:=|$)/.test(each));
  return {
    background: value !== undefined,
    leavesUnused: value === '--background=while-used',
    hasDisplay: chosen !== 'headless',
  };
};
