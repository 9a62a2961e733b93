/**
 * Shows Stowkey at work, against stand-ins on this machine: `npm run demo`.
 *
 * With a display it opens the program with the StorX form filled in and leaves the rest to you.
 * Without one, or with `--headless`, it connects every provider by itself, has the AWS command line and
 * rclone use one of the accounts, and leaves a screenshot of each step in `demo-output/`. Your own
 * keychain, browser profile and home folder are not touched.
 */
import { resolve } from 'node:path';
import { prepareApp } from '../support/app/prepare-app.ts';
import { startDesktop } from '../support/desktop/desktop.ts';
import { type Display, startDisplay } from '../support/desktop/display.ts';
import { clickThrough } from './click-through.ts';
import { walk } from './walk.ts';

const headless =
  process.argv.includes('--headless') ||
  ((process.env.DISPLAY ?? '') === '' && (process.env.WAYLAND_DISPLAY ?? '') === '');

/** Undone last to first, whatever way the demo ends. */
const closers: (() => Promise<void>)[] = [];
const closeAll = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) {
    await close().catch((error: unknown) => console.error(error));
  }
};

let isInterrupted = false;
const interrupted = (): void => {
  isInterrupted = true;
  console.log('\nCleaning up ...');
  void closeAll().then(() => process.exit(130));
};
process.once('SIGINT', interrupted);
process.once('SIGTERM', interrupted);

/** Where the program and its browser find a Wayland display; their session's folder is another. */
const { WAYLAND_DISPLAY: wayland = '', XDG_RUNTIME_DIR: sessionFolder = '' } = process.env;
const waylandDisplay = wayland === '' ? undefined : resolve(sessionFolder, wayland);

async function demo(): Promise<boolean> {
  const start = performance.now();
  const runtime = await prepareApp().catch((error: unknown) => {
    // For the person to act on; where it comes from is of no use to them.
    console.error(`\n${error instanceof Error ? error.message : error}\n`);
    return null;
  });
  if (runtime === null) return false;
  console.log(`Ready in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);
  if (runtime.kind === 'stand-in') {
    console.log(
      `!!! STAND-IN RUNTIME (Electron ${runtime.version}), FOR EVALUATION ONLY. Type no real account's secrets.\n`,
    );
  }
  let screen: Display | undefined;
  if (headless) {
    screen = await startDisplay({ width: 1280, height: 1500 });
    closers.push(screen.close);
  }
  const display = screen?.display ?? process.env.DISPLAY ?? '';
  const desktop = await startDesktop({
    display,
    browser: headless,
    env: headless ? {} : { WAYLAND_DISPLAY: waylandDisplay },
    // By itself the program would start over there, and the debugger that drives it lose sight of it.
    args: !headless && (process.env.DISPLAY ?? '') === '' ? ['--ozone-platform=wayland'] : [],
  });
  closers.push(desktop.close);
  if (!headless) return clickThrough(desktop, waylandDisplay);
  return walk(desktop, display);
}

const isDone = await demo().catch((error: unknown) => {
  // What the interruption itself broke off is no news.
  if (!isInterrupted) console.error(error);
  return false;
});
await closeAll();
// Said outright: hooks of the packaging tools would otherwise have the last word on the exit code.
if (!isInterrupted) process.exit(isDone ? 0 : 1);
