import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { endProcess } from '../processes/processes.ts';

export type Display = {
  /** What belongs into the environment variable DISPLAY, such as `:99`. */
  readonly display: string;
  readonly close: () => Promise<void>;
};

/** Starts a virtual X display on a number that the server itself finds free. */
export async function startDisplay(
  options: { readonly width?: number; readonly height?: number } = {},
): Promise<Display> {
  const { width = 1600, height = 1000 } = options;
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  let complaint = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    const answer = server.stdio[3] as Readable;
    answer.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new Error(`Xvfb ended with ${code}: ${complaint.trim()}`)),
    );
  });
  const endAtExit = (): void => void server.kill('SIGKILL');
  process.once('exit', endAtExit);
  return {
    display: `:${number}`,
    close: async () => {
      await endProcess(server);
      process.removeListener('exit', endAtExit);
    },
  };
}
