import { defineConfig } from 'playwright/test';
import { chromiumExecutable } from './test/support/desktop/chromium.ts';

const inChromium = {
  testDir: 'test/e2e/window',
  use: {
    launchOptions: { executablePath: chromiumExecutable() },
    viewport: { width: 900, height: 600 },
    actionTimeout: 10_000,
  },
};

export default defineConfig({
  outputDir: 'test-output/e2e',
  // Two at a time: each test has a screen, clipboard, keychain and profile of its own, and of the
  // three loopback ports that are the same for all, one that is free.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-output/e2e.json' }]],
  projects: [
    /** The packaged program, on a desktop of its own. */
    { name: 'program', testDir: 'test/e2e', testIgnore: 'window/**' },
    /** The built window in the system's Chromium, with a bridge that answers from data. */
    { name: 'window', ...inChromium },
    /** Pictures to look at; not a part of `npm test`. */
    { name: 'shots', ...inChromium, testMatch: 'shots.ts' },
  ],
});
