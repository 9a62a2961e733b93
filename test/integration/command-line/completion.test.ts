import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { completedShells } from '../../../electron/cli/arguments.ts';
import { completions } from '../../../electron/cli/completion.ts';
import { copyFormatIds } from '../../../shared/copy-formats.ts';
import { commandNames } from '../../../shared/words/command-line.ts';
import { run } from '../../support/processes/processes.ts';

const ways = [...completedShells, 'zsh, from a folder of fpath'] as const;

// zsh completes in its line editor alone, so it gets a terminal of its own.
const zsh = (load: string, line: string): readonly string[] => [
  'zsh',
  '-f',
  '-c',
  `zmodload zsh/zpty
     zpty shell zsh -fi
     zpty -w shell "PROMPT= ; ${load}; zstyle ':completion:*' list-prompt ''; zstyle ':completion:*' menu no
       null-line() { print -r -- START; zle list-choices; print -r -- \\$'\\nEND' }
       compadd-print() { builtin compadd -O hits \\"\\$@\\"; print -rl -- \\$hits; }
       compadd() { builtin compadd -O offered \\"\\$@\\"; (( \\$#offered )) && print -rl -- 'OFFER '\\$^offered; builtin compadd \\"\\$@\\" }
       zle -N null-line; bindkey '^X' null-line; echo RE''ADY"
     zpty -r shell seen '*READY*'
     zpty -n -w shell "$1"$'\\x18'
     zpty -r shell seen '*START*END*'
     print -r -- "$seen" | tr -d '\\r' | sed -n 's/^.*OFFER //p'`,
  'zsh',
  line,
];

/** Asks a shell what it offers at the end of a line, and gives the lines of its answer. */
const askers: Readonly<
  Record<(typeof ways)[number], (file: string, line: string) => readonly string[]>
> = {
  bash: (file, line) => [
    'bash',
    '--norc',
    '-c',
    `source '${file}'
     line=$1; read -ra COMP_WORDS <<<"$line"
     case $line in *' ') COMP_WORDS+=('') ;; esac
     COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _stowkey; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
    line,
  ],
  zsh: (file, line) => zsh(`autoload -Uz compinit; compinit -D -u; source '${file}'`, line),
  'zsh, from a folder of fpath': (file, line) =>
    zsh(`fpath+=('${dirname(file)}'); autoload -Uz compinit; compinit -D -u`, line),
  fish: (file, line) => [
    'fish',
    '--no-config',
    '-c',
    `source '${file}'; complete -C "$argv[1]"`,
    line,
  ],
};

describe.each(ways)('what completes commands in %s', (way) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowkey-completion-'));
    const shell = completedShells.find((each) => way.startsWith(each)) ?? 'bash';
    await writeFile(join(folder, '_stowkey'), completions[shell]());
    await writeFile(
      join(folder, 'stowkey'),
      `#!/bin/sh\n[ "$*" = 'list --names' ] && printf '%s\\n' photos "it's mine" 'two words'\n`,
      { mode: 0o755 },
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const offered = async (line: string): Promise<readonly string[]> => {
    const [command = '', ...args] = askers[way](join(folder, '_stowkey'), line);
    const env = { HOME: folder, PATH: `${folder}:/usr/bin:/bin`, TERM: 'dumb', LC_ALL: 'C.UTF-8' };
    const done = await run(command, args, { env, timeoutMs: 20_000 });
    expect(done).toMatchObject({ code: 0, stderr: '' });
    return done.stdout
      .split('\n')
      .map((each) => each.replace(/\t.*/, '').trim())
      .filter((each) => each !== '');
  };

  test('offers commands, options, their values and the names of accounts', async () => {
    expect(await offered('stowkey ')).toEqual(expect.arrayContaining([...commandNames]));
    expect(await offered('stowkey stat')).toContain('status');
    expect(await offered('stowkey status --')).toContain('--json');
    expect(await offered('stowkey status --')).not.toContain('--header');
    expect(await offered('stowkey env photos --shell ')).toEqual(
      expect.arrayContaining(['sh', 'fish', 'powershell']),
    );
    expect(await offered('stowkey copy photos --as ')).toEqual(
      expect.arrayContaining([...copyFormatIds]),
    );
    expect(await offered('stowkey completion ')).toEqual(expect.arrayContaining(['bash', 'zsh']));
    expect(await offered('stowkey credentials ph')).toContain('photos');
    const names = (await offered('stowkey exec ')).map((each) => each.replaceAll('\\', ''));
    expect(names).toEqual(expect.arrayContaining(['photos', "it's mine", 'two words']));
    expect(await offered('stowkey exec photos -- unam')).toContain('uname');
  });
});
