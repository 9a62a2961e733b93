export const helpWords = {
  title: 'Help',
  back: 'Back to accounts',
  about: {
    title: 'About',
    version: (version: string) => `Stowkey ${version}`,
    runtime: (electron: string) => `Electron ${electron}`,
    licences: 'Licences',
    marks: 'The names and marks of providers belong to their owners.',
  },
  trouble: {
    title: 'When something does not work',
    text: 'The doctor says what is wrong here and what mends it. Diagnostics hold its report and versions; no secret, and no name of an account.',
    doctor: 'Doctor',
    diagnostics: 'Copy diagnostics',
    copied: 'Diagnostics copied',
    log: 'Open log folder',
    report: 'Report a problem',
  },
  moving: {
    title: 'Moving to a new computer',
    steps: [
      'On the old computer, back up your accounts into one encrypted file.',
      'Take the file to the new computer, and the passphrase by another way.',
      'On the new computer, restore from it. You see first what comes.',
    ],
    open: 'Open Backup',
  },
  shortcuts: {
    title: 'Keyboard shortcuts',
    find: 'Find an account or an action',
    search: 'Search the list',
    connect: 'Connect account',
    settings: 'Settings',
    help: 'This page',
    back: 'Back, or close what is open',
  },
} as const;
