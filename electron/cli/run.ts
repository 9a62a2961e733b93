import { commandProblems, explain, overview, usageLine } from '../../shared/words/command-line.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { isAppError } from '../diagnostics/errors.ts';
import { containerVariables, type Variable } from '../handoff/formats/environment/variables.ts';

import { type CommandLine, optionsOf, readCommandLine } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import { commands } from './commands.ts';
import { execScript } from './exec-script.ts';
import { CommandFailure } from './failure.ts';
import type { LoanFolders } from './loan-folders.ts';
import { printable } from './output.ts';

export type Finished = {
  readonly stdout: string;
  /** Empty, or one line. */
  readonly stderr: string;
  readonly exitCode: number;
};

type Program = CommandContext & { readonly version: string; readonly loans: LoanFolders };

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

const lendingScript = async (
  account: string,
  wordsBefore: number,
  { agent, loans }: Program,
): Promise<string> => {
  const { loan, url, token, place } = await agent.call('lend', { account });
  try {
    const { held, tokenFile } = await loans.keep(loan, token);
    const environment = [...containerVariables({ url, token, tokenFile }), ...place];
    return execScript(environment, wordsBefore, { loan, held });
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
      if (usesEndpoint) return document(await lendingScript(account, wordsBefore, program));
      const environment: readonly Variable[] = await program.agent.call('environment', { account });
      return document(execScript(environment, wordsBefore));
    }
    case 'take-back':
      await program.agent.takeBack(line.loan);
      await program.loans.forget(line.loan);
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
