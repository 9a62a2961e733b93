import { commandProblems, explain, overview, usageLine } from '../../shared/words/command-line.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { isAppError } from '../diagnostics/errors.ts';
import { containerVariables } from '../handoff/formats/environment/variables.ts';

import { type CommandLine, optionsOf, readCommandLine } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import type { CommandFolders } from './command-folders.ts';
import { commands } from './commands.ts';
import { execScript, removeFolder, takeBack } from './exec-script.ts';
import { CommandFailure } from './failure.ts';
import { printable } from './output.ts';

export type Finished = {
  readonly stdout: string;
  /** Empty, or one line. */
  readonly stderr: string;
  readonly exitCode: number;
};

type Program = CommandContext & {
  readonly version: string;
  /** Emptied when the agent starts, which ends what was lent. */
  readonly loanFolders: CommandFolders;
  readonly commandFolders: CommandFolders;
};

const ended = ({ document, exitCode }: Outcome): Finished => ({
  stdout: document,
  stderr: '',
  exitCode,
});
const document = (text: string): Finished => ended({ document: text, exitCode: 0 });
const refused = (line: string, exitCode: number): Finished => ({
  stdout: '',
  stderr: `stowkey: ${printable(line)}\n`,
  exitCode,
});

/** Keys in the environment, and a config file where variables do not say it all. */
const keysScript = async (
  account: string,
  wordsBefore: number,
  { agent, commandFolders }: Program,
): Promise<string> => {
  const { variables, config } = await agent.call('environment', { account });
  if (config === null) return execScript(variables, wordsBefore);
  const { path, pathOf, held } = await commandFolders.make({ config });
  const beside = { held, atEnd: removeFolder(path) };
  return execScript(variables, wordsBefore, { beside, config: pathOf('config') });
};

const lendingScript = async (
  account: string,
  wordsBefore: number,
  { agent, loanFolders }: Program,
): Promise<string> => {
  const { loan, url, token, place, config } = await agent.call('lend', { account });
  try {
    const files = { token, ...(config === null ? {} : { config }) };
    const { held, pathOf } = await loanFolders.make(files, loan);
    const tokenFile = pathOf('token');
    const environment = [...containerVariables({ url, token, tokenFile }), ...place];
    return execScript(environment, wordsBefore, {
      beside: { held, atEnd: takeBack(loan) },
      ...(config === null ? {} : { config: pathOf('config') }),
    });
  } catch (error) {
    await agent.takeBack(loan);
    throw error;
  }
};

const answer = async (line: CommandLine, program: Program): Promise<Finished> => {
  switch (line.kind) {
    case 'version':
      return document(`${program.version}\n`);
    case 'overview':
      return document(overview());
    case 'explain':
      return document(explain(line.name, optionsOf(line.name)));
    case 'wrong':
      return refused(commandProblems[line.problem], 2);
    case 'misused':
      return refused(usageLine(line.name), 2);
    case 'credentials-of':
      return document(await program.agent.credentials(line.consumer, line.consumer));
    case 'exec-script': {
      const { account, wordsBefore, usesEndpoint } = line;
      const write = usesEndpoint ? lendingScript : keysScript;
      return document(await write(account, wordsBefore, program));
    }
    case 'take-back':
      await program.agent.takeBack(line.loan);
      await program.loanFolders.remove(line.loan);
      return document('');
    case 'run':
      return ended(await commands[line.invocation.name](line.invocation, program));
  }
};

/** Runs one command line: the words behind `--`. Never rejects; prints nothing itself. */
export const runCommandLine = async (
  words: readonly string[],
  program: Program,
): Promise<Finished> => {
  try {
    return await answer(readCommandLine(words), program);
  } catch (error) {
    if (error instanceof CommandFailure) return refused(error.line, 1);
    return refused(isAppError(error) ? errorLine(error) : commandProblems.failed, 1);
  }
};
