/** Whether this program can be begun at the start of a session, and by whom that is known. */
export type StartAtLogin = {
  /** `sources`: what runs from the sources is started by hand. */
  readonly state: 'possible' | 'sources' | 'impossible';
  /** What the desktop will do, which the person may have changed without us. */
  readonly isOn: () => Promise<boolean>;
  /** Throws `file.unwritable`. */
  readonly set: (on: boolean) => Promise<void>;
};
