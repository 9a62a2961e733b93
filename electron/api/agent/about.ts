import { lstat } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { type About, aboutPath, agentHost } from '../../../shared/agent-protocol.ts';

const answersWithinMs = 2_000;

/** Another user may have made the place first, where it is one that all users can write to. */
const isOwnPlace = async (socketPath: string): Promise<boolean> => {
  if (process.platform === 'win32') return true;
  const place = await lstat(dirname(socketPath)).catch(() => null);
  return place?.isDirectory() === true && place.uid === process.getuid?.();
};

/** Asks the agent of a profile about itself; null where nobody answers, or something else does. */
export const askAbout = async (socketPath: string): Promise<About | null> =>
  (await isOwnPlace(socketPath)) ? ask(socketPath) : null;

const ask = (socketPath: string): Promise<About | null> =>
  new Promise((resolve) => {
    const asked = request(
      { socketPath, path: aboutPath, headers: { host: agentHost }, timeout: answersWithinMs },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          if (body.length < 10_000) body += text;
        });
        response.once('error', () => resolve(null));
        response.once('end', () => {
          try {
            const { version, window } = JSON.parse(body);
            resolve({ version: String(version), window: window === true });
          } catch {
            resolve(null);
          }
        });
      },
    );
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(null));
    asked.end();
  });
