import {
  type CommandName,
  commandHelp,
  commandNames,
  type OptionName,
  optionHelp,
} from '../../shared/words/command-line.ts';
import { quoteForShell } from '../handoff/quoting.ts';
import { type CompletedShell, optionsOf, syntax } from './arguments.ts';

/** What can stand behind a command: words, or the names of accounts. */
const operandsOf = (name: CommandName): readonly string[] | 'accounts' => {
  const { operand } = syntax[name];
  if (operand === 'account') return 'accounts';
  if (operand === 'command') return commandNames;
  if (operand === 'provider' || operand === 'tool' || operand === 'file') return [];
  return operand ?? [];
};

const valuesOf = (name: CommandName, option: OptionName): readonly string[] => {
  const takes = syntax[name].options[option];
  return Array.isArray(takes) ? takes : [];
};

const takesText = (name: CommandName, option: OptionName): boolean =>
  ['text', 'texts'].includes(String(syntax[name].options[option]));

/** Options with values, of all commands. */
const optionsWithValues = commandNames.flatMap((name) =>
  optionsOf(name)
    .map((option) => ({ name, option, values: valuesOf(name, option) }))
    .filter(({ values }) => values.length > 0),
);

const listNames = 'stowkey list --names 2>/dev/null';

/** Gives the arms of a `case` over the command, with the words that may follow it. */
const casesOf = (arm: (name: CommandName) => string): string =>
  commandNames.map((name) => `    ${name}) ${arm(name)} ;;\n`).join('');

const flagsOf = (name: CommandName): string =>
  [...optionsOf(name), 'help'].map((option) => `--${option}`).join(' ');

/** Names of accounts may hold blanks, so they are read by lines and quoted when put in. */
const bash = (): string => `_stowkey() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local words= names= name IFS=$' \\t\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commandNames.join(' ')} --help --version' -- "$word"))
    return
  fi
  if [ "$command" = exec ]; then
    local at
    for ((at = 2; at < COMP_CWORD; at++)); do
      if [ "\${COMP_WORDS[at]}" = -- ]; then
        if declare -F _command_offset >/dev/null; then
          _command_offset $((at + 1))
        else
          COMPREPLY=($(compgen -c -- "$word"))
        fi
        return
      fi
    done
  fi
  case "$command $before" in
${optionsWithValues
  .map(({ name, option, values }) => `    '${name} --${option}') words='${values.join(' ')}' ;;\n`)
  .join('')}  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  case $command in
${casesOf((name) => {
  const operands = operandsOf(name);
  return operands === 'accounts'
    ? `words='${flagsOf(name)}' names=1`
    : `words='${[...operands, flagsOf(name)].join(' ')}'`;
})}  esac
  case $word in -*) names= ;; ?*) [ -n "$names" ] && words= ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ -n "$names" ] || return 0
  while IFS= read -r name; do
    case $name in "$word"*) COMPREPLY+=("$(printf %q "$name")") ;; esac
  done < <(${listNames})
}
complete -F _stowkey stowkey
`;

/** Read by `eval` it names the function; as a file of `fpath` it is that function's own body. */
const zsh = (): string => `#compdef stowkey
_stowkey_accounts() {
  local -a names
  names=("\${(@f)$(${listNames})}")
  compadd -a names
}
_stowkey() {
  local -a offers=(
${commandNames
  .map((name) => `    ${quoteForShell(`${name}:${commandHelp[name].summary}`)}\n`)
  .join('')}  )
  if (( CURRENT == 2 )); then
    _describe command offers
    compadd -- --help --version
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    exec)
      if (( \${words[(i)--]} < CURRENT )); then
        (( CURRENT -= \${words[(i)--]} ))
        shift \${words[(i)--]} words
        _normal
      elif (( CURRENT == 2 )); then
        _stowkey_accounts
      else
        compadd -- --
      fi
      ;;
${commandNames
  .filter((name) => name !== 'exec')
  .map((name) => `    ${name}) _arguments ${zshArguments(name).join(' ')} ;;\n`)
  .join('')}  esac
}
if [ "$funcstack[1]" = _stowkey ]; then
  _stowkey "$@"
else
  compdef _stowkey stowkey
fi
`;

const zshArguments = (name: CommandName): readonly string[] => {
  const operands = operandsOf(name);
  const flags = [...optionsOf(name)].map((option) => {
    const values = valuesOf(name, option);
    const takes =
      values.length > 0
        ? `:${option}:(${values.join(' ')})`
        : takesText(name, option)
          ? `:${option}:`
          : '';
    const again = syntax[name].options[option] === 'texts' ? '*' : '';
    return quoteForShell(`${again}--${option}[${optionHelp[option]}]${takes}`);
  });
  if (operands === 'accounts') return [...flags, `'1:account:_stowkey_accounts'`];
  return operands.length === 0
    ? [...flags, "'--help'"]
    : [...flags, `'1: :(${operands.join(' ')})'`];
};

const fish = (): string => {
  const line = (...words: readonly string[]): string => `complete -c stowkey ${words.join(' ')}\n`;
  const first = "'__fish_is_nth_token 1'";
  const behind = (name: CommandName): string => `'__fish_seen_subcommand_from ${name}'`;
  const afterSeparator =
    "'__fish_seen_subcommand_from exec; and contains -- -- (commandline -opc)'";
  return [
    line('-f'),
    line('-n', afterSeparator, '-a', "'(__fish_complete_subcommand --fcs-skip=4)'"),
    ...commandNames.map((name) =>
      line('-n', first, '-a', name, '-d', quoteForShell(commandHelp[name].summary)),
    ),
    ...commandNames.flatMap((name) => {
      const operands = operandsOf(name);
      const flags = optionsOf(name).map((option) => {
        const values = valuesOf(name, option);
        const takes =
          values.length > 0
            ? ['-x', '-a', `'${values.join(' ')}'`]
            : takesText(name, option)
              ? ['-x']
              : [];
        const text = quoteForShell(optionHelp[option]);
        return line('-n', behind(name), '-l', option, ...takes, '-d', text);
      });
      if (operands === 'accounts')
        return [
          ...flags,
          line(
            '-n',
            `'__fish_is_nth_token 2; and ${behind(name).slice(1)}`,
            '-a',
            `'(${listNames})'`,
          ),
        ];
      return operands.length === 0
        ? flags
        : [...flags, line('-n', behind(name), '-a', `'${operands.join(' ')}'`)];
    }),
  ].join('');
};

/** Writes what makes a shell complete commands, options and the names of accounts. */
export const completions: Readonly<Record<CompletedShell, () => string>> = { bash, zsh, fish };
