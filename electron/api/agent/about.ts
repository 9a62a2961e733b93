import { request } from 'node:http';
import { type About, aboutPath, agentHost } from '../../../shared/agent-protocol.ts';

const answersWithinMs = 2_000;

/** Asks the agent of a profile about itself; null where nobody answers, or something else does. */
export const askAbout = (socketPath: string): Promise<About | null> =>
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
