import { chown, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { keychainServiceName } from '../../../electron/platform/paths.ts';
import { storxRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import {
  type StandInWorld,
  startWorld,
  type WorldOptions,
} from '../../stand-ins/stand-in-world.ts';
import { launchApp, launchSandboxedApp, type RunningApp } from '../app/app.ts';
import { startDisplay } from './display.ts';
import { type Keyring, type KeyringOptions, startKeyring } from './keyring.ts';
import { createOpener, type Opener } from './opener.ts';
import { type PersonBrowser, startPersonBrowser } from './person-browser.ts';
import { type Screen, type ScreenKind, startScreen } from './screen.ts';
import { type Shell, startShell } from './shell.ts';

export type DesktopOptions = {
  /** The X display that the program draws on. Default: one of its own, with its own clipboard. */
  readonly display?: string;
  /** What runs on that display. Default: X11 alone. */
  readonly screen?: ScreenKind;
  readonly keyring?: KeyringOptions;
  readonly world?: WorldOptions;
  /** False where no page is ever opened. */
  readonly browser?: boolean;
  /** Added to what the program is started with. */
  readonly args?: readonly string[];
  /** Added to the program's environment. */
  readonly env?: NodeJS.ProcessEnv;
};

/** A person's desktop, thrown away afterwards: keychain, profile, browser, and StorX on loopback. */
export type Desktop = {
  readonly world: StandInWorld;
  readonly keyring: Keyring;
  readonly screen: Screen;
  readonly opener: Opener;
  readonly browser: PersonBrowser;
  readonly env: NodeJS.ProcessEnv;
  readonly userData: string;
  /** Starts the packaged test build with this profile; `close` of the desktop closes it too. */
  readonly start: () => Promise<RunningApp>;
  /** Has somebody show notifications, and a tray where that is wanted; `close` ends it too. */
  readonly startShell: () => Promise<Shell>;
  /** Account names that the real keychain holds for this profile. */
  readonly items: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const user = options.keyring?.user;
    let { display } = options;
    if (display === undefined) {
      const own = await startDisplay();
      closers.push(own.close);
      display = own.display;
    }
    const keyring = await startKeyring(options.keyring);
    closers.push(keyring.close);
    const screen = await startScreen(options.screen ?? 'x11', keyring.env, display);
    closers.push(screen.close);
    const opener = await createOpener(user);
    closers.push(opener.close);
    const env: NodeJS.ProcessEnv = {
      ...keyring.env,
      ...screen.env,
      PATH: opener.path,
      TMPDIR: join(keyring.home, 'tmp'),
      // One bus stands for both: the machine's own knows of another screen.
      DBUS_SYSTEM_BUS_ADDRESS: keyring.env.DBUS_SESSION_BUS_ADDRESS,
    };
    // Not the program's home: what a browser keeps for itself is not the program's doing.
    const browserHome = join(keyring.home, 'browser');
    const userData = join(await realpath(keyring.home), 'profile');
    for (const folder of [userData, join(keyring.home, 'tmp')]) {
      await mkdir(folder, { mode: 0o700 });
      if (user !== undefined) await chown(folder, user.uid, user.gid);
    }
    const world = await startWorld({
      ...options.world,
      options: { redirectUris: [...storxRedirectUris], ...options.world?.options },
    });
    closers.push(world.close);
    const browser =
      options.browser === false
        ? absentBrowser
        : await startPersonBrowser({ opener, env: { ...env, HOME: browserHome } });
    closers.push(browser.close);
    const service = keychainServiceName({ kind: 'custom', realPath: userData });

    return {
      world,
      keyring,
      screen,
      opener,
      browser,
      env,
      userData,
      start: async () => {
        const launch = {
          env: { ...env, ...options.env },
          userData,
          args: [...screen.args, ...(options.args ?? [])],
        };
        const running =
          user === undefined ? await launchApp(launch) : await launchSandboxedApp(launch, user);
        let isOpen = true;
        const stop = async (): Promise<void> => {
          if (!isOpen) return;
          isOpen = false;
          await running.close();
        };
        closers.push(stop);
        return { ...running, close: stop };
      },
      startShell: async () => {
        const shell = await startShell(env);
        closers.push(async () => shell.close());
        return shell;
      },
      items: () => keyring.listItems(service),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const absent = (): Promise<never> => Promise.reject(new Error('this desktop has no browser'));
const absentBrowser: PersonBrowser = {
  visit: absent,
  open: absent,
  answer: absent,
  close: () => Promise.resolve(),
};

/** Those keychain accounts that belong to a connection; the rest is the store's own. */
export function accountItems(items: readonly string[]): readonly string[] {
  return items.filter((account) => /^[0-9a-f]{8}-[0-9a-f-]{27}/.test(account));
}
