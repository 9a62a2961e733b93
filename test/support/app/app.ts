import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { User } from '../desktop/session-bus.ts';
import { definedOnly } from '../processes/processes.ts';
import { packagedAppExecutable } from './package-app.ts';

const attachLate = fileURLToPath(new URL('attach-late.mjs', import.meta.url));

type LaunchOptions = {
  /** The whole environment: a keyring's `env` and a DISPLAY. */
  readonly env: NodeJS.ProcessEnv;
  readonly userData: string;
  readonly args?: readonly string[];
  /** Default: the packaged test build. */
  readonly executablePath?: string;
  readonly timeoutMs?: number;
};

export type RunningApp = {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** What the program has written so far; it should never hold a secret. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
};

/** Starts the packaged test build and waits for its first window. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-start-'));
  const program = options.executablePath ?? packagedAppExecutable('test');
  // Chromium refuses to run its sandbox as root; `launchSandboxedApp` covers the real thing.
  const sandboxed = process.getuid?.() !== 0;
  return launch(options, { folder, command: `'${program}'`, sandboxed });
}

/**
 * Starts the test build as another, unprivileged user with Chromium's sandbox on, for callers that
 * are root. Environment, keyring (`startKeyring({ user })`) and `userData` must be that user's.
 */
export async function launchSandboxedApp(options: LaunchOptions, user: User): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-app-'));
  try {
    // The project may lie where only its owner can read, such as below /root.
    const source = dirname(options.executablePath ?? packagedAppExecutable('test'));
    await cp(source, join(folder, 'app'), { recursive: true });
    await chmod(folder, 0o755);
    // Chromium takes this way where the system denies user namespaces to ordinary programs.
    await chmod(join(folder, 'app/chrome-sandbox'), 0o4755);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const command = `setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups -- '${folder}/app/stowkey'`;
  return launch(options, { folder, command, sandboxed: true });
}

type Start = {
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  /** What starts the program, in the words of a shell. */
  readonly command: string;
  readonly sandboxed: boolean;
};

async function launch(options: LaunchOptions, start: Start): Promise<RunningApp> {
  const remove = (): Promise<void> => rm(start.folder, { recursive: true, force: true });
  try {
    const running = await launchBy(options, start);
    return {
      ...running,
      close: async () => {
        await running.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function launchBy(
  options: LaunchOptions,
  { folder, command, sandboxed }: Start,
): Promise<RunningApp> {
  const { timeoutMs = 60_000 } = options;
  const script = join(folder, 'start');
  await writeFile(
    script,
    `#!/bin/bash
exec ${command} "$@" 2> >(exec '${process.execPath}' '${attachLate}' >&2)
`,
    { mode: 0o755 },
  );
  const app = await _electron.launch({
    executablePath: script,
    args: [`--user-data-dir=${options.userData}`, ...(options.args ?? [])],
    env: definedOnly(options.env),
    // Playwright adds --no-sandbox by itself unless told otherwise.
    chromiumSandbox: sandboxed,
    timeout: timeoutMs,
  });
  let output = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const window = await app.firstWindow({ timeout: timeoutMs }).catch(async (error: unknown) => {
    await app.close().catch(() => {});
    throw new Error(`no window appeared; the program said:\n${output}`, { cause: error });
  });
  // Until then the page is empty or shows its first frame, which takes no press.
  await window
    .locator('#root:not([aria-busy]) > *')
    .first()
    .waitFor({ state: 'attached', timeout: timeoutMs });
  return { app, window, output: () => output, close: () => app.close() };
}
