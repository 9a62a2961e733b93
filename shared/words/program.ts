import { messages, says } from './messages.ts';
/** Why the program does not start. */
export type StartRefusal =
  /** `name`: the switch, where the argument at fault is one. */
  | { readonly reason: 'argument'; readonly name: string | null }
  | { readonly reason: 'environment' }
  | { readonly reason: 'restart' }
  | { readonly reason: 'folder'; readonly folder: string };

const refusals = messages('program.refusals', {
  title: 'Stowkey cannot start',
  argument: says(
    'It cannot start, because {named, select, true {{name} is not a switch that it takes} other {one of the arguments is none that it takes}}.',
    (name: string | null) => ({ named: name !== null, name: name ?? '' }),
  ),
  environment: 'It cannot start, because its environment cannot be cleaned.',
  restart: 'It cannot start, because it cannot be started again as it has to be.',
  folder: says(
    'It cannot start, because nothing can be kept in {folder}: it cannot be written.',
    (folder: string) => ({ folder }),
  ),
});

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

/** Says in a terminal, in English, why the program does not start. */
export const refusalLine = (refusal: StartRefusal): string =>
  `stowkey: not started, because ${because(refusal)}`;

const textOf = (refusal: StartRefusal): string => {
  switch (refusal.reason) {
    case 'argument':
      return refusals.argument(refusal.name);
    case 'folder':
      return refusals.folder(refusal.folder);
    default:
      return refusals[refusal.reason];
  }
};

/** Says it in a dialog. */
export const refusalDialog = (refusal: StartRefusal) => ({
  title: refusals.title,
  text: textOf(refusal),
});

/** Says in a dialog why the program has to close. */
export const closingWords = messages('program.closing', {
  title: 'Stowkey has to close',
  reasons: {
    failed: 'Something went wrong. The log has the details.',
    'window-gone': 'Its window stopped working twice in a row.',
    'not-started': 'It could not start. The log has the details.',
  },
});

/** Menus of the menu bar; `&` goes before the letter that opens one. */
export const menuWords = messages('program.menu', {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  window: '&Window',
  help: '&Help',
  settings: 'Settings…',
  helpView: 'Stowkey Help',
  roles: {
    about: 'About Stowkey',
    services: 'Services',
    hide: 'Hide Stowkey',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit Stowkey',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Toggle Full Screen',
    minimize: 'Minimise',
    close: 'Close',
  },
});

/** The system's own dialog for choosing a file: its title, and what it offers. */
export const openFileWords = messages('program.openFile', {
  backup: 'Backup of accounts',
  'public-key': 'Public key',
  'private-key': 'Private key',
  bundle: 'Bundle of an organisation',
  any: 'All files',
});
