import { optionsOf } from '../electron/cli/arguments.ts';
import { commandHelp, commandNames, optionHelp } from '../shared/words/command-line.ts';

/** Writes a text so that roff takes nothing in it for a request, and no hyphen for a dash. */
const plain = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^[.']/gm, (sign) => `\\&${sign}`);

/** Gives the manual page stowkey(1), made of what `stowkey help` says. */
export const manPage = (version: string): string => {
  const commands = commandNames.map((name) => {
    const { usage, summary, details } = commandHelp[name];
    const paragraphs = [summary, ...details].map(plain).join('\n.br\n');
    const options = optionsOf(name).map(
      (option) => `.TP\n.B ${plain(`--${option}`)}\n${plain(optionHelp[option])}.\n`,
    );
    const list = options.length === 0 ? '' : `.RS\n${options.join('')}.RE\n`;
    return `.TP\n.B ${plain(usage)}\n${paragraphs}\n${list}`;
  });
  return `.TH STOWKEY 1 "" "Stowkey ${version}" "User Commands"
.SH NAME
stowkey \\- hand storage accounts to the tools that need them
.SH SYNOPSIS
.B stowkey
COMMAND [OPTION ...]
.SH DESCRIPTION
Stowkey keeps the keys of storage accounts in the keychain of the desktop. This command asks the running
program for them over its private socket, and starts it in the background where it does not run.
.SH COMMANDS
${commands.join('')}.SH EXIT STATUS
0; 1 when there is no document; 2 for a command line that is not written as it has to be; those of
.BR status ;
those of the command that
.B exec
runs.
.SH FILES
.TP
.I ~/.config/Stowkey
The list of accounts, settings and the log. Keys are in the keychain, under the name Stowkey.
.SH SEE ALSO
.BR secret\\-tool (1)
`;
};
