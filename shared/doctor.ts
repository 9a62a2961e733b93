/** What the doctor looks at, in the order of its report. */
export const doctorSubjects = [
  'keychain',
  'bus',
  'tray',
  'browser',
  'clock',
  'servers',
  'ports',
  'agent',
  'profiles',
  'folders',
  'organisation',
  'disk',
  'runtime',
] as const;
export type DoctorSubject = (typeof doctorSubjects)[number];

export type FindingState = 'fine' | 'note' | 'wrong';

/** All that can be found. A note is worth knowing and nothing to mend. */
export const findingStates = {
  'keychain.works': 'fine',
  'keychain.locked': 'wrong',
  'keychain.fails': 'wrong',
  'keychain.lost': 'wrong',
  'keychain.unasked': 'note',
  'vault.works': 'fine',
  'vault.locked': 'note',
  'bus.answers': 'fine',
  'bus.none': 'wrong',
  /** There is none, and with a vault file nothing that is missed but the tray. */
  'bus.unneeded': 'note',
  'tray.there': 'fine',
  'tray.none': 'note',
  'browser.there': 'fine',
  'browser.none': 'wrong',
  'clock.right': 'fine',
  'clock.off': 'wrong',
  'clock.unknown': 'note',
  'servers.reached': 'fine',
  'servers.failed': 'wrong',
  'servers.none': 'fine',
  'ports.free': 'fine',
  'ports.taken': 'note',
  'ports.reserved': 'note',
  'ports.none-free': 'wrong',
  'ports.endpoint-taken': 'wrong',
  'agent.answers': 'fine',
  'agent.silent': 'wrong',
  'profiles.whole': 'fine',
  'profiles.left': 'wrong',
  'folders.private': 'fine',
  'folders.open': 'wrong',
  'folders.unwritable': 'wrong',
  'organisation.none': 'fine',
  'organisation.set': 'note',
  'organisation.refused': 'wrong',
  'disk.room': 'fine',
  'disk.full': 'wrong',
  'runtime.right': 'fine',
  'runtime.evaluation': 'note',
  /** Looking took too long, or failed in a way that nobody thought of. */
  unanswered: 'wrong',
} as const satisfies Readonly<Record<string, FindingState>>;
export type FindingId = keyof typeof findingStates;

export type Finding = {
  readonly subject: DoctorSubject;
  readonly finding: FindingId;
  /** Fill the words; never a secret, nor the name of an account. */
  readonly params: Readonly<Record<string, string | number>>;
};
