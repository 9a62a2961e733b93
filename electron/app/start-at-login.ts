import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { AppError } from '../diagnostics/errors.ts';
import type { StartAtLogin } from '../platform/start-at-login.ts';

/** What a start by the desktop is told: no window until the person wants one. */
const inBackground = '--background';

/**
 * Quotes an argument of `Exec`. What a quoted one may not hold as it is is escaped once for the quotes
 * and once for the file's own strings; `%` would begin a field code.
 *
 * Source: Desktop Entry Specification 1.5, "The Exec key".
 */
const quoted = (argument: string): string =>
  `"${argument
    .replace(/(["`$\\])/g, '\\$1')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;

/**
 * Writes the autostart entry of a program. Pure.
 *
 * Source: Desktop Application Autostart Specification 0.5.
 */
export const autostartEntry = (name: string, command: readonly string[]): string =>
  `[Desktop Entry]
Type=Application
Name=${name}
Exec=${[...command, inBackground].map(quoted).join(' ')}
Icon=${name.toLowerCase()}
Terminal=false
X-GNOME-Autostart-enabled=true
`;

/** Says whether an entry is one that desktops start: people switch them off with a line. */
const isStarted = (entry: string): boolean =>
  !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry);

/** The `.desktop` file that packages install; `desktopName` of package.json is the same. */
export const desktopName = 'dev.stowkey.app.desktop';

type Write = (path: string, text: string) => Promise<void>;

/** Keeps the autostart entry where sessions look for it. */
const createAutostart = (
  file: string,
  entry: string,
  write: Write,
): Omit<StartAtLogin, 'state'> => ({
  isOn: () => readFile(file, 'utf8').then(isStarted, () => false),
  set: async (on) => {
    try {
      if (!on) await rm(file, { force: true });
      else {
        await mkdir(dirname(file), { recursive: true });
        await write(file, entry);
      }
    } catch (cause) {
      throw new AppError('file.unwritable', { cause });
    }
  },
});

type LoginApp = Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** macOS and Windows keep the list themselves. */
const createLoginItem = (app: LoginApp, args: readonly string[]): Omit<StartAtLogin, 'state'> => ({
  isOn: async () => app.getLoginItemSettings({ args: [...args] }).openAtLogin,
  set: async (on) => app.setLoginItemSettings({ openAtLogin: on, args: [...args] }),
});

/** Starts the program with the person's session, where that can be arranged. */
export const createStartAtLogin = (options: {
  readonly app: LoginApp;
  readonly platform: NodeJS.Platform;
  /** What begins this program, and the switches that say which profile it is. */
  readonly command: readonly string[];
  /** Sets this profile's entry apart from those of others; empty for the usual one. */
  readonly suffix: string;
  readonly configHome: string;
  readonly write: Write;
}): StartAtLogin => {
  const { app, platform, command, suffix, configHome, write } = options;
  const [program = '', ...switches] = command;
  if (!app.isPackaged) return { state: 'sources', ...nothing };
  if (platform === 'linux') {
    const file = desktopName.replace(/\.desktop$/, `${suffix}.desktop`);
    const entry = autostartEntry(productName, [program, ...switches]);
    return {
      state: 'possible',
      ...createAutostart(join(configHome, 'autostart', file), entry, write),
    };
  }
  if (platform !== 'darwin' && platform !== 'win32') return { state: 'impossible', ...nothing };
  return { state: 'possible', ...createLoginItem(app, [...switches, inBackground]) };
};

const productName = 'Stowkey';
const nothing: Omit<StartAtLogin, 'state'> = { isOn: async () => false, set: async () => {} };
