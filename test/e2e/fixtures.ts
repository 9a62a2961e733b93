import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { test as base, expect, type Page, type TestInfo } from 'playwright/test';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import { agentHost, credentialsPathOf } from '../../shared/agent-protocol.ts';
import type { RunningApp } from '../support/app/app.ts';
import { commandLine } from '../support/app/release.ts';
import { type Desktop, type DesktopOptions, startDesktop } from '../support/desktop/desktop.ts';
import { formFor, type Stowkey, stowkey } from '../support/worlds/journey.ts';

export { expect };

/** The program as a test drives it: the process, its window, and the window as a person meets it. */
export type Driven = RunningApp & { readonly ui: Stowkey };

type Start = (options?: DesktopOptions) => Promise<Desktop>;

export const test = base.extend<{ readonly startDesktop: Start }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern
  startDesktop: async ({}, use) => {
    const open: Desktop[] = [];
    await use(async (options) => {
      const desktop = await startDesktop(options);
      open.push(desktop);
      return desktop;
    });
    for (const desktop of open) await desktop.close();
  },
});

export async function drive(desktop: Desktop): Promise<Driven> {
  const running = await desktop.start();
  return { ...running, ui: stowkey(running.window) };
}

/** Connects an account the way most tests need it, and leaves its details open. */
export async function connect(desktop: Desktop, { ui }: Driven, label = 'Work'): Promise<void> {
  await ui.startConnect(formFor(desktop.world, label));
  await desktop.browser.answer('approve');
  await ui.review.accept();
  await ui.connected(label).waitFor();
  await ui.openAccount(label);
}

export const clipboardOf = ({ app }: RunningApp): Promise<string> =>
  app.evaluate(async ({ clipboard }) => clipboard.readText());

/** Tells whether the keyboard is the program's, as the screen says. */
export const isFocused = ({ app }: RunningApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);

/** Main processes of the profile that run in the background. */
export const agentsOf = ({ userData }: Desktop): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const line = commandLine(pid);
      return line.includes(`--user-data-dir=${userData}`) && line.includes(' --background');
    })
    .map(Number);

export type Reply = { readonly status: number; readonly body: string };

/** Asks as the command line does: with its token, over the agent's socket. */
export const askFor = async (userData: string, account: string): Promise<Reply> => {
  const { socket, commandLineHeader } = agentPaths(userData, 'linux');
  const [, token = ''] = (await readFile(commandLineHeader, 'utf8')).split(': ');
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: socket,
        path: credentialsPathOf(account),
        headers: { host: agentHost, authorization: token },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    sent.once('error', reject);
    sent.end();
  });
};

/** How many requests of this kind a stand-in has served. */
export const served = (desktop: Desktop, server: string, path: string): number =>
  desktop.world.requests.filter(
    (each) => each.server === server && each.path === path && each.status === 200,
  ).length;

/** The S3 keys that the stand-in gave out, newest last. */
export const minted = ({ world }: Desktop) => [...world.ledger.s3Keys.values()];

export function newest(desktop: Desktop): ReturnType<typeof minted>[number] {
  const keys = minted(desktop).at(-1);
  if (keys === undefined) throw new Error('no keys were given out');
  return keys;
}

/** Skips in a way that nobody overlooks. */
export function skipLoudly(info: TestInfo, why: string): void {
  console.log(`\n!!! SKIPPED ${info.title}: ${why}\n`);
  info.skip(true, why);
}

/** Answers in the window that asks, which goes with it: the press may never be told as done. */
export const answered = async (asking: Page, press: () => Promise<void>): Promise<void> => {
  const closed = asking.waitForEvent('close');
  await Promise.all([closed, press().catch(() => {})]);
};
export const press = (asking: Page, name: string): Promise<void> =>
  answered(asking, () => asking.getByRole('button', { name, exact: true }).click());
