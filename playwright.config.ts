import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-output/e2e',
  // Two at a time: each test has a screen, clipboard, keychain and profile of its own, and of the
  // three loopback ports that are the same for all, one that is free.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-output/e2e.json' }]],
});
