import type { Finding } from '../../shared/doctor.ts';
import type { AgentClient } from './agent-client.ts';
import type { Invocation } from './arguments.ts';

export type Outcome = {
  /** What stands on stdout. */
  readonly document: string;
  readonly exitCode: number;
};

export type CommandContext = {
  readonly agent: AgentClient;
  /** Resolves once a program with a window answers. */
  readonly showWindow: () => Promise<void>;
  /** Looks at this computer without the program. */
  readonly examineHere: () => Promise<readonly Finding[]>;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** The lines of standard input, blanks included; the last needs no line end. */
  readonly readLines: () => Promise<readonly string[]>;
  /** Asks for a line at the terminal, which shows nothing of it. */
  readonly askSecretly: (question: string) => Promise<string>;
  /** Writes to stderr, or stdout, what cannot wait for the end. */
  readonly tell: (text: string) => Promise<void>;
  readonly print: (text: string) => Promise<void>;
  /** Serves an assistant on standard input and output until it leaves. */
  readonly serveAssistant: (consumer: string) => Promise<void>;
  /** Calls back at Ctrl-C and the like, once; what is under way is then ended by the caller. */
  readonly onInterrupt: (listener: () => void) => void;
};

export type Command = (invocation: Invocation, context: CommandContext) => Promise<Outcome>;
