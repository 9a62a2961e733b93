import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright';
import { definedOnly } from '../processes/processes.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Finds the system's browser, `CHROMIUM` in the environment first; undefined when it has none. */
function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROMIUM ?? '', ...places].find(isProgram);
}

export function chromiumExecutable(): string {
  const found = findChromium();
  if (found === undefined) throw new Error(`no Chromium on PATH (${names.join(', ')})`);
  return found;
}

/** Starts the system's browser with this environment and nothing else of it. */
export const launchChromium = (
  env: NodeJS.ProcessEnv,
  options: Pick<LaunchOptions, 'headless' | 'args'>,
): Promise<Browser> =>
  chromium.launch({
    ...options,
    executablePath: chromiumExecutable(),
    // As root Chromium does not start with its sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    env: definedOnly(env),
  });

function isProgram(path: string): boolean {
  if (path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
