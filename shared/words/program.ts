/** Why the program does not start. */
export type StartRefusal =
  /** `name`: the switch, where the argument at fault is one. */
  | { readonly reason: 'argument'; readonly name: string | null }
  | { readonly reason: 'environment' }
  | { readonly reason: 'restart' }
  | { readonly reason: 'folder'; readonly folder: string };

const because = (refusal: StartRefusal): string => {
  switch (refusal.reason) {
    case 'argument':
      return refusal.name === null
        ? 'one of the arguments is none that it takes'
        : `${refusal.name} is not a switch that it takes`;
    case 'environment':
      return 'its environment cannot be cleaned';
    case 'restart':
      return 'it cannot be started again as it has to be';
    case 'folder':
      return `nothing can be kept in ${refusal.folder}: it cannot be written`;
  }
};

/** Says in a terminal why the program does not start. */
export const refusalLine = (refusal: StartRefusal): string =>
  `stowkey: not started, because ${because(refusal)}`;

/** Says it in a dialog. */
export const refusalDialog = (refusal: StartRefusal) => ({
  title: 'Stowkey cannot start',
  text: `It cannot start, because ${because(refusal)}.`,
});

/** Says in a dialog why the program has to close. */
export const closingWords = {
  title: 'Stowkey has to close',
  reasons: {
    failed: 'Something went wrong. The log has the details.',
    'window-gone': 'Its window stopped working twice in a row.',
    'not-started': 'It could not start. The log has the details.',
  },
} as const;

/** Menus of the menu bar; `&` goes before the letter that opens one. */
export const menuWords = {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  window: '&Window',
  help: '&Help',
  settings: 'Settings…',
  helpView: 'Stowkey Help',
} as const;

/** The system's own dialog for choosing a file: its title, and what it offers. */
export const openFileWords = {
  backup: 'Backup of accounts',
  'public-key': 'Public key',
  'private-key': 'Private key',
  any: 'All files',
} as const;
