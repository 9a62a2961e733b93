import { expect, it } from 'vitest';
import { optionsOf } from '../../../electron/cli/arguments.ts';
import { manPage } from '../../../scripts/man-page.ts';
import { commandHelp, commandNames, optionHelp } from '../../../shared/words/command-line.ts';

it('the manual page says of each command and option what the help says', () => {
  const read = manPage('1.2.3').replaceAll('\\-', '-').replaceAll('\\e', '\\');
  for (const name of commandNames) {
    const { usage, summary, details } = commandHelp[name];
    for (const text of [`.B ${usage}`, summary, ...details]) expect(read).toContain(text);
    for (const option of optionsOf(name))
      expect(read).toContain(`.B --${option}\n${optionHelp[option]}.`);
  }
});
