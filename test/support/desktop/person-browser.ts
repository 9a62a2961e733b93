import type { Page } from 'playwright';
import { launchChromium } from './chromium.ts';
import type { Opener } from './opener.ts';

/** The person at the browser: a real Chromium that visits what the program opens. */
export type PersonBrowser = {
  /** Waits for the next address that the program opens and shows it, as a browser would. */
  readonly visit: () => Promise<Page>;
  /** Shows an address in a new tab. */
  readonly open: (address: string) => Promise<Page>;
  /** Visits, types the passphrase, presses the button, and waits for the way back to the program. */
  readonly answer: (decision: 'approve' | 'deny', passphrase?: string) => Promise<Page>;
  readonly close: () => Promise<void>;
};

const usualPassphrase = 'correct horse battery staple';

type PersonBrowserOptions = {
  readonly opener: Opener;
  readonly env: NodeJS.ProcessEnv;
  readonly headless?: boolean;
};

export async function startPersonBrowser(options: PersonBrowserOptions): Promise<PersonBrowser> {
  const { opener, env, headless = true } = options;
  const browser = await launchChromium(env, {
    headless,
    args: [
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...((env.DISPLAY ?? '') === '' && env.WAYLAND_DISPLAY !== undefined
        ? ['--ozone-platform=wayland']
        : []),
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  const open = async (address: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(address);
    return page;
  };
  const visit = async (): Promise<Page> => open(await opener.next());
  return {
    visit,
    open,
    answer: async (decision, passphrase = usualPassphrase) => {
      const page = await visit();
      await answerConsent(page, decision, passphrase);
      return page;
    },
    close: () => browser.close(),
  };
}

/** Presses a button of the consent page and waits until the program has answered the redirect. */
export async function answerConsent(
  page: Page,
  decision: 'approve' | 'deny' = 'approve',
  passphrase: string = usualPassphrase,
): Promise<void> {
  if (decision === 'approve') await page.locator('#passphrase').fill(passphrase);
  await page.locator(`#${decision}`).click();
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/);
}
