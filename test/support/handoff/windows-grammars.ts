/** Readers of what Windows itself takes apart, by its published rules and nothing of ours. */

/**
 * Splits a command line as the C runtime of 2008 and later does: `\` means something in front of a quote
 * alone, and two quotes within quotes are one.
 *
 * Source: learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
export const splitCommandLine = (line: string): readonly string[] => {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length; ) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    at += slashes;
    const character = line[at] ?? '';
    if (slashes > 0) word = (word ?? '') + '\\'.repeat(character === '"' ? slashes >> 1 : slashes);
    if (character === '"' && slashes % 2 === 1) word += '"';
    else if (character === '"') {
      word ??= '';
      if (isQuoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else isQuoted = !isQuoted;
    } else if ((character === ' ' || character === '\t') && !isQuoted) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character !== '') word = (word ?? '') + character;
    at += 1;
  }
  return word === null ? words : [...words, word];
};

/** Throws for a line in which cmd would find more than one command: `%` always means something. */
const requirePlain = (line: string): string => {
  if (/[%\r\n\0]/.test(line)) throw new Error(`replaced or cut: ${line}`);
  const outside = line.split('"').filter((_, index) => index % 2 === 0);
  if (outside.some((part) => /[&|<>^()@!]/.test(part))) throw new Error(`taken apart: ${line}`);
  return line;
};

/** What `cmd /c "LINE"` runs: of more than one pair of quotes it takes the outer one off (`cmd /?`). */
export const readCmdArgument = (argument: string): string => {
  const [, line] = /^"(.*)"$/s.exec(argument) ?? [];
  if (line === undefined) throw new Error(`no quotes around it: ${argument}`);
  return requirePlain(line);
};

/**
 * The commands of a batch file that is at `path` and was given `rest`: `%%` is a percent sign, `%~dp0` the
 * file's folder with a backslash at its end, `%*` what it was given, and anything else after `%` a variable.
 */
export const readBatchFile = (text: string, path: string, rest: string): readonly string[] => {
  // The file is read in the code page of the terminal, of which ASCII alone is sure.
  if (!/^[\x20-\x7e\r\n]*$/.test(text)) throw new Error('not ASCII');
  const lines = text.split('\r\n');
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('line ends of another system');
  const folder = path.slice(0, path.lastIndexOf('\\') + 1);
  return lines
    .map((line) => line.replace(/^@/, ''))
    .filter((line) => line !== '' && !/^(?:rem |echo off$)/i.test(line))
    .map((line) => {
      const parts = line.split(/(%%|%~dp0|%\*|%errorlevel%)/);
      if (parts.some((part, index) => index % 2 === 0 && part.includes('%')))
        throw new Error(`a variable: ${line}`);
      const known = new Map([
        ['%%', '\uf025'],
        ['%~dp0', folder.replaceAll('%', '\uf025')],
        ['%*', rest],
        ['%errorlevel%', 'ERRORLEVEL'],
      ]);
      const expanded = parts.map((part) => known.get(part) ?? part).join('');
      // What stands there by now is replaced no more.
      return requirePlain(expanded).replaceAll('\uf025', '%');
    });
};
