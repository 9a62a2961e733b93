import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { refusalDialog, refusalLine, type StartRefusal } from '../../shared/words/program.ts';

const say = (refusal: StartRefusal): void => {
  process.stderr.write(`${refusalLine(refusal)}\n`);
};

/** Without one, Chromium ends a Linux program before there could be a dialog. */
const hasScreen = (): boolean =>
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => (name ?? '') !== '');

/** Ends the start with an exit code and a sentence for the terminal. */
export const refuse = (code: number, refusal: StartRefusal): void => {
  say(refusal);
  app.exit(code);
};

/**
 * Ends the start, for want of a folder to keep anything in, with a sentence in the terminal and in a
 * dialog. Chromium has to be up for that and crashes without a folder, so it gets one for this moment.
 */
export const refuseWithoutProfile = (folder: string): void => {
  const refusal: StartRefusal = { reason: 'folder', folder };
  say(refusal);
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
    const { title, text } = refusalDialog(refusal);
    dialog.showErrorBox(title, text);
    app.exit(1);
  });
};
