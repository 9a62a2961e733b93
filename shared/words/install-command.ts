import type { CommandState } from '../schemas.ts';

type Impossible = Extract<CommandState, { readonly kind: 'impossible' }>['why'];

/** What is said of the command `stowkey` in the view of tools. */
export const installWords = {
  title: 'The command “stowkey”',
  install: 'Install the command',
  absent: (link: string): string =>
    `Puts ${/\.cmd$/.test(link) ? 'a file' : 'a link'} at ${link}, so that terminals and scripts find it.`,
  installed: (link: string): string => `Installed: ${link}`,
  notInPath:
    'That folder is not among those that programs are looked for in. Add this line to ~/.profile, and sign in anew:',
  notInWindowsPath:
    'That folder is not among those that programs are looked for in. Add it to Path, under “Edit environment variables for your account”.',
  pathLine: 'export PATH="$HOME/.local/bin:$PATH"',
  copy: 'Copy line',
  taken: (link: string): string =>
    `Something else is at ${link}, and stays as it is. Remove or rename it, then come back.`,
} as const;

export const impossibleWords: Readonly<Record<Impossible, string>> = {
  sources: 'Stowkey runs from its sources here. An installed one can put the command in place.',
  'app-image':
    'An AppImage has no lasting place to link to. Install Stowkey from its deb to have the command.',
};
