import { type CommandProblem, commandProblems } from '../../shared/words/command-line.ts';

/** Why a command has no document, as one line for the person. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly line: string;

  constructor(line: string, cause?: unknown) {
    super(line, cause === undefined ? undefined : { cause });
    this.line = line;
  }
}

export const failure = (problem: CommandProblem, cause?: unknown): CommandFailure =>
  new CommandFailure(commandProblems[problem], cause);
