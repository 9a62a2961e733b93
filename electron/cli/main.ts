import { agentPaths } from '../platform/agent-paths.ts';
import { createAgentClient } from './agent-client.ts';
import { createCommandFolders } from './command-folders.ts';
import { examineHere } from './examine-here.ts';
import { failure } from './failure.ts';
import { askSecretly } from './passphrase.ts';
import { runCommandLine } from './run.ts';
import { runWindowsCommand } from './run-program.ts';
import { hasDisplay, startAgent, startWindow } from './start-agent.ts';

/** The longest text that a command reads, in bytes: an access grant with many restrictions. */
const maxInputBytes = 60 * 1024;
const inputBoundMs = 10_000;

/** Reads standard input to its end. A terminal has none: nobody is prompted. */
const readInput = async (): Promise<string> => {
  if (process.stdin.isTTY) throw failure('no-input');
  const bound = setTimeout(() => process.stdin.destroy(), inputBoundMs);
  try {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of process.stdin as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > maxInputBytes) break;
    }
    return Buffer.concat(parts).toString('utf8');
  } catch (error) {
    throw failure('no-input', error);
  } finally {
    clearTimeout(bound);
  }
};

/** Writes a text whole; false when nobody takes it. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (text === '') {
      resolve(true);
      return;
    }
    stream.once('error', () => resolve(false));
    stream.write(text, (error) => resolve(error == null));
  });

/** What ends a command from without; each kind once, so that a second one ends it for certain. */
const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const onInterrupt = (listener: () => void): void => {
  for (const signal of interrupts) process.once(signal, listener);
};

/**
 * Runs one command line in a process of its own and ends it. Makes no window, takes no lock, writes
 * nothing to the profile (but on Windows the name of the agent's pipe, where there is none yet), and does
 * not wait until Electron is ready.
 */
export const serveCommandLine = async (program: {
  /** What stands behind `--`. */
  readonly words: readonly string[];
  /** What stands before it. */
  readonly switches: readonly string[];
  readonly profileFolder: string;
  readonly version: string;
  readonly exit: (code: number) => void;
}): Promise<void> => {
  const { words, switches, profileFolder, version, exit } = program;
  // Nobody sees a dialog, and nobody waits for one.
  process.on('uncaughtException', () => exit(1));
  process.on('unhandledRejection', () => exit(1));
  const places = agentPaths(profileFolder, process.platform);
  const agent = createAgentClient(places, () =>
    startAgent(process.execPath, switches, words[0] === 'agent'),
  );
  const showWindow = async (): Promise<void> => {
    if (!hasDisplay()) throw failure('no-display');
    await agent.untilWindow(() => startWindow(process.execPath, switches));
  };
  const { stdout, stderr, exitCode } = await runCommandLine(words, {
    agent,
    showWindow,
    examineHere: () => examineHere(profileFolder, [places.folder, places.headersFolder]),
    readInput: async () => (await readInput()).trim(),
    readLines: async () => (await readInput()).replace(/\r?\n$/, '').split(/\r?\n/),
    askSecretly,
    tell: async (text) => void (await write(process.stderr, text)),
    print: async (text) => void (await write(process.stdout, text)),
    onInterrupt,
    serveAssistant: async (consumer) => {
      // Loaded for this command alone, for it brings the protocol and the schemas along.
      const { serveAssistant } = await import('./mcp/serve.ts');
      await serveAssistant({ agent, consumer, version });
    },
    loanFolders: createCommandFolders(places.loansFolder),
    commandFolders: createCommandFolders(places.commandsFolder),
    platform: process.platform,
    runHere: runWindowsCommand,
    version,
  });
  await write(process.stderr, stderr);
  exit((await write(process.stdout, stdout)) ? exitCode : 1);
};
