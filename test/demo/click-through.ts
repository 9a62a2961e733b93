import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fetchDebianTools } from '../support/desktop/debian-tools.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { startPersonBrowser } from '../support/desktop/person-browser.ts';
import { formFor, stowkey } from '../support/worlds/journey.ts';
import { describeOffers, startOffers } from '../support/worlds/offers.ts';

/** Fills in the form, says what to do, and stays until the window is closed. */
export async function clickThrough(
  desktop: Desktop,
  waylandDisplay: string | undefined,
): Promise<boolean> {
  const { world } = desktop;
  const aws = (await fetchDebianTools().catch(() => null))?.aws ?? 'aws';
  const offers = await startOffers(world, join(desktop.keyring.home, 'offers'));
  const running = await desktop.start();
  const closed = new Promise<void>((resolve) => {
    running.app.process().once('exit', () => resolve());
  });
  const app = stowkey(running.window);
  await app.openForm();
  await app.fillForm(formFor(world, 'Work archive'));

  console.log(`Stowkey is open, with the StorX form filled in for the stand-ins on this machine.

  1. Choose "Continue in browser".
  2. In the browser type any passphrase and press Approve.
  3. Back in Stowkey, look at what was granted and choose Accept.
  4. Copy, verify, refresh, rename; "More actions" has Disconnect.
  5. Choose "Use with AWS tools", "Add profile", and see in a terminal:

     HOME=${desktop.keyring.home} ${aws} s3 ls --profile Work-archive

  StorX site      ${world.storx.origin}
  Access service  ${world.accessService.origin}
  S3 endpoint     ${world.s3.endpoint}

There is a stand-in for every way to connect. Choose one in the gallery, and type what follows; fields
that you do not see are under "More options". A code of the MFA device works once: the next are 222222,
333333 and 444444.

${describeOffers(offers)}

The keychain, the profile and the browser's profile are thrown away when you close the window.
`);
  const stopServing = servePages(desktop, waylandDisplay);
  await closed;
  await stopServing();
  return true;
}

/** Shows each page that the program opens in the person's own browser, else in a Chromium. */
function servePages(desktop: Desktop, waylandDisplay: string | undefined): () => Promise<void> {
  let chromium: ReturnType<typeof startPersonBrowser> | undefined;
  const show = async (address: string): Promise<void> => {
    if (chromium === undefined && (await openInOwnBrowser(address))) return;
    chromium ??= startPersonBrowser({
      opener: desktop.opener,
      env: { ...desktop.env, WAYLAND_DISPLAY: waylandDisplay },
      headless: false,
    });
    await (await chromium).open(address);
  };
  const serve = async (): Promise<never> => {
    for (;;) {
      const address = await desktop.opener.next();
      await show(address).catch((error: unknown) => {
        console.error(`No browser could be opened: ${error}\nPlease open this page: ${address}`);
      });
    }
  };
  void serve();
  return async () => {
    await (await chromium)?.close();
  };
}

/** Root has no browser of its own: those refuse to start, or start without their sandbox. */
async function openInOwnBrowser(address: string): Promise<boolean> {
  if (process.getuid?.() === 0) return false;
  return new Promise((resolve) => {
    const child = spawn('xdg-open', [address], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // A browser that was not running yet may stay with its opener.
    setTimeout(() => resolve(true), 5_000).unref();
  });
}
