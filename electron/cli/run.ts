import { commandProblems, explain, overview, usageLine } from '../../shared/words/command-line.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { Variable } from '../handoff/formats/environment/variables.ts';

import { type CommandLine, optionsOf, readCommandLine } from './arguments.ts';
import { type CommandContext, commands, type Outcome } from './commands.ts';
import { execScript } from './exec-script.ts';
import { CommandFailure } from './failure.ts';
import { printable } from './output.ts';

export type Finished = {
  readonly stdout: string;
  /** Empty, or one line. */
  readonly stderr: string;
  readonly exitCode: number;
};

type Program = CommandContext & { readonly version: string };

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
      const { account, wordsBefore } = line;
      const environment: readonly Variable[] = await program.agent.call('environment', { account });
      return document(execScript(environment, wordsBefore));
    }
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
