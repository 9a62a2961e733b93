import { test as base, expect } from 'playwright/test';
import { openPage, serve } from './page.ts';
import type { Scenario } from './scenario.ts';

export { expect };

/**
 * Makes all that the window does by itself late by a span in milliseconds: what React has put off,
 * effects among it, and main's replies. What a person does stays at once. A time of 0 is none.
 */
const delay = (lateMs: number): void => {
  const { postMessage } = MessagePort.prototype;
  // React's scheduler goes on by messages. `postTask` has the real time where a test sets the clock.
  const later = (task: () => void) => scheduler.postTask(task, { delay: lateMs });
  MessagePort.prototype.postMessage = function (this: MessagePort, ...sent: unknown[]): void {
    void later(() => Reflect.apply(postMessage, this, sent));
  };
  window.harnessReply = () => later(() => {});
};

type Window = {
  /** How late the window is, in milliseconds; `LATE_MS=60` shows which walks run ahead of it. */
  readonly lateMs: number;
  /** Opens the built window on a scenario's data; whatever it complains of fails the test. */
  readonly show: (scenario: Omit<Scenario, 'name'>) => Promise<void>;
};

/** Walks through the built window in Chromium, with a bridge that answers from data. */
export const test = base.extend<Window>({
  lateMs: [Number(process.env.LATE_MS ?? 0), { option: true }],
  show: async ({ context, page, lateMs }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await serve(context);
    if (lateMs > 0) await page.addInitScript(delay, lateMs);
    await use((scenario) => openPage(page, scenario));
    expect(complaints).toEqual([]);
  },
});
