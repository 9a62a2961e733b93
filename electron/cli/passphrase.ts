import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { failure } from './failure.ts';

/**
 * Asks for one line at the terminal and shows nothing of what is typed. Rejects with a `CommandFailure`
 * where there is no terminal, and when the person gives up (Ctrl-C, Ctrl-D).
 */
export const askSecretly = async (question: string): Promise<string> => {
  if (!process.stdin.isTTY) throw failure('no-terminal');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: silent,
    terminal: true,
    historySize: 0,
  });
  process.stderr.write(question);
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => reject(failure('given-up')));
      lines.once('SIGINT', () => lines.close());
    });
  } finally {
    // Gives the terminal back as it was.
    lines.close();
    process.stderr.write('\n');
  }
};
