import { printable } from '../../shared/printable.ts';
import { commandProblems, explain, overview, usageLine } from '../../shared/words/command-line.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { isAppError } from '../diagnostics/errors.ts';
import { containerVariables, type Variable } from '../handoff/formats/environment/variables.ts';
import { type CommandLine, optionsOf, readCommandLine } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import type { CommandFolders } from './command-folders.ts';
import { commands } from './commands.ts';
import { commandVariables, execScript, removeFolder, takeBack } from './exec-script.ts';
import { CommandFailure } from './failure.ts';

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
  readonly platform: NodeJS.Platform;
  /** Runs a command with these variables in its environment, and gives its exit code. */
  readonly runHere: (command: readonly string[], variables: readonly Variable[]) => Promise<number>;
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

/** What a command gets beside its words. */
type Prepared = {
  readonly environment: readonly Variable[];
  /** The file that AWS tools read in the place of the person's; null where variables say it all. */
  readonly config: string | null;
  /** What goes when the command ends: told to a shell that waits, or done by this program. */
  readonly beside: {
    readonly held: string;
    readonly atEnd: string;
    readonly end: () => Promise<void>;
  } | null;
};

/** Keys in the environment, and a config file where variables do not say it all. */
const withKeys = async (account: string, { agent, commandFolders }: Program): Promise<Prepared> => {
  const { variables, config } = await agent.call('environment', { account });
  if (config === null) return { environment: variables, config, beside: null };
  const { id, path, pathOf, held } = await commandFolders.make({ config });
  const end = (): Promise<void> => commandFolders.remove(id);
  const beside = { held, atEnd: removeFolder(path), end };
  return { environment: variables, config: pathOf('config'), beside };
};

const endLoan = async (loan: string, { agent, loanFolders }: Program): Promise<void> => {
  await agent.takeBack(loan);
  await loanFolders.remove(loan);
};

const withLoan = async (account: string, program: Program): Promise<Prepared> => {
  const { agent, loanFolders } = program;
  const { loan, url, token, place, config } = await agent.call('lend', { account });
  try {
    const files = { token, ...(config === null ? {} : { config }) };
    const { held, pathOf } = await loanFolders.make(files, loan);
    const tokenFile = pathOf('token');
    return {
      environment: [...containerVariables({ url, token, tokenFile }), ...place],
      config: config === null ? null : pathOf('config'),
      beside: { held, atEnd: takeBack(loan), end: () => endLoan(loan, program) },
    };
  } catch (error) {
    await agent.takeBack(loan);
    throw error;
  }
};

const prepare = (
  { account, usesEndpoint }: { readonly account: string; readonly usesEndpoint: boolean },
  program: Program,
): Promise<Prepared> => (usesEndpoint ? withLoan(account, program) : withKeys(account, program));

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
      return document(await program.agent.credentials(line.account, line.consumer));
    case 'exec-script': {
      const { environment, ...more } = await prepare(line, program);
      return document(execScript(environment, line.wordsBefore, more));
    }
    case 'exec': {
      const { environment, config, beside } = await prepare(line, program);
      try {
        const variables = commandVariables(environment, config ?? 'NUL', 'NUL');
        return ended({ document: '', exitCode: await program.runHere(line.command, variables) });
      } finally {
        await beside?.end();
      }
    }
    case 'take-back':
      await endLoan(line.loan, program);
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
    return await answer(readCommandLine(words, program.platform), program);
  } catch (error) {
    if (error instanceof CommandFailure) return refused(error.line, 1);
    return refused(isAppError(error) ? errorLine(error) : commandProblems.failed, 1);
  }
};
