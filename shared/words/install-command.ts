import type { CommandState } from '../schemas.ts';
import { messages, says } from './messages.ts';

type Impossible = Extract<CommandState, { readonly kind: 'impossible' }>['why'];

/** Goes into ~/.profile. */
export const pathLine = 'export PATH="$HOME/.local/bin:$PATH"';

/** What is said of the command `stowkey` in the view of tools. */
export const installWords = messages('install-command', {
  title: 'The command “stowkey”',
  install: 'Install the command',
  absent: says(
    'Puts {isFile, select, true {a file} other {a link}} at {link}, so that terminals and scripts find it.',
    (link: string) => ({ isFile: link.endsWith('.cmd'), link }),
  ),
  installed: says('Installed: {link}', (link: string) => ({ link })),
  notInPath:
    'That folder is not among those that programs are looked for in. Add this line to ~/.profile, and sign in anew:',
  notInWindowsPath:
    'That folder is not among those that programs are looked for in. Add it to Path, under “Edit environment variables for your account”.',
  copy: 'Copy line',
  taken: says(
    'Something else is at {link}, and stays as it is. Remove or rename it, then come back.',
    (link: string) => ({ link }),
  ),
});

export const impossibleWords: Readonly<Record<Impossible, string>> = messages(
  'install-command.impossible',
  {
    sources: 'Stowkey runs from its sources here. An installed one can put the command in place.',
    'app-image':
      'An AppImage has no lasting place to link to. Install Stowkey from its deb to have the command.',
  },
);
