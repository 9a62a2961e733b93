import { test as base, expect } from 'playwright/test';
import { openPage, serve } from './page.ts';
import type { Scenario } from './scenario.ts';

export { expect };

type Window = {
  /** Opens the built window on a scenario's data; whatever it complains of fails the test. */
  readonly show: (scenario: Omit<Scenario, 'name'>) => Promise<void>;
};

/** Walks through the built window in Chromium, with a bridge that answers from data. */
export const test = base.extend<Window>({
  show: async ({ context, page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await serve(context);
    await use((scenario) => openPage(page, scenario));
    expect(complaints).toEqual([]);
  },
});
