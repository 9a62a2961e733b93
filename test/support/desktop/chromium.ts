import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

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

function isProgram(path: string): boolean {
  if (path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
