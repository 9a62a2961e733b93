import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';

const say = (why: string): void => {
  process.stderr.write(`stowkey: not started, because ${why}\n`);
};

/** Without one, Chromium ends a Linux program before there could be a dialog. */
const hasScreen = (): boolean =>
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => (name ?? '') !== '');

/** Ends the start with an exit code and a sentence for the terminal. */
export const refuse = (code: number, why: string): void => {
  say(why);
  app.exit(code);
};

/**
 * Ends the start, for want of a folder to keep anything in, with a sentence in the terminal and in a
 * dialog. Chromium has to be up for that and crashes without a folder, so it gets one for this moment.
 */
export const refuseWithoutProfile = (folder: string): void => {
  const why = `nothing can be kept in ${folder}: it cannot be written`;
  say(why);
  if (!hasScreen()) {
    app.exit(1);
    return;
  }
  try {
    const scratch = mkdtempSync(join(tmpdir(), 'stowkey-'));
    process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
    app.setPath('userData', scratch);
  } catch {
    app.exit(1);
    return;
  }
  void app.whenReady().then(() => {
    dialog.showErrorBox('Stowkey cannot start', `It cannot start, because ${why}.`);
    app.exit(1);
  });
};
