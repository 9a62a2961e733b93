import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, failureOf, run, until } from '../processes/processes.ts';
import type { User } from './session-bus.ts';

export const screenKinds = ['x11', 'sway', 'mutter'] as const;
export type ScreenKind = (typeof screenKinds)[number];
type Selection = 'clipboard' | 'primary';

/** A screen with a clipboard, as another program on it sees them. */
export type Screen = {
  /** The variables by which a program finds it; it is the only one that they name. */
  readonly env: NodeJS.ProcessEnv;
  /**
   * What the program itself is started with, so that it need not start over to get there: a
   * debugging tool would lose sight of it.
   */
  readonly args: readonly string[];
  /** Reads a selection's text, empty where there is none. */
  readonly read: (selection: Selection) => Promise<string>;
  /** Copies a text, which stays until this or another program copies the next one. */
  readonly copy: (selection: Selection, text: string) => Promise<void>;
  /** Presses a key. Wayland lets programs copy for no other reason; a debugging tool's is none. */
  readonly press: (key: string) => Promise<void>;
  /** Puts another program's window in front; the result takes it away. */
  readonly cover: () => Promise<() => Promise<void>>;
  /** The windows that people see, by their titles; known on sway alone. */
  readonly windows: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

const size = '1400x900';

/** Starts a screen; `env` is the session's (bus, home, runtime folder) and `display` its X display. */
export async function startScreen(
  kind: ScreenKind,
  env: NodeJS.ProcessEnv,
  display: string,
): Promise<Screen> {
  if (kind === 'x11') return x11Screen(env, display);
  return kind === 'sway' ? startSway(env, display) : startMutter(env, display);
}

function x11Screen(env: NodeJS.ProcessEnv, display: string): Screen {
  const screen = { DISPLAY: display, WAYLAND_DISPLAY: undefined };
  const all = { ...env, ...screen };
  return {
    ...tools(all, display),
    env: screen,
    args: [],
    read: (selection) =>
      read('xclip', ['-o', '-selection', selection, '-t', 'UTF8_STRING'], all, /not available/),
    copy: (selection, text) => copy('xclip', ['-i', '-selection', selection], all, text),
    windows: () => Promise.reject(new Error('X11 is not asked for its windows')),
    close: () => Promise.resolve(),
  };
}

async function startSway(env: NodeJS.ProcessEnv, display: string): Promise<Screen> {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-sway-'));
  const config = join(folder, 'config');
  await writeFile(config, `xwayland disable\nswaybg_command -\ndefault_border none\n`);
  // It refuses to run as root, and to use another user's runtime folder.
  const user: User | undefined = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const ipc = join(folder, 'ipc');
  const sway = spawn('sway', ['--config', config], {
    ...user,
    env: {
      PATH: env.PATH,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      DISPLAY: display,
      SWAYSOCK: ipc,
      WLR_BACKENDS: 'x11',
      WLR_RENDERER: 'pixman',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const socket = join(folder, 'wayland-1');
  return waylandScreen({
    env,
    display,
    socket,
    compositor: sway,
    windows: async () => {
      const tree = await run('swaymsg', ['-t', 'get_tree'], { env: { ...env, SWAYSOCK: ipc } });
      // Only views have a program's id; all other nodes are sway's own.
      return windowTitles(JSON.parse(tree.stdout));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  });
}

async function startMutter(env: NodeJS.ProcessEnv, display: string): Promise<Screen> {
  const name = 'stowkey-mutter';
  const mutter = spawn(
    'mutter',
    ['--wayland', '--nested', '--no-x11', `--wayland-display=${name}`],
    {
      env: { ...env, DISPLAY: display, MUTTER_DEBUG_DUMMY_MODE_SPECS: size },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  return waylandScreen({
    env,
    display,
    socket: join(env.XDG_RUNTIME_DIR ?? '', name),
    compositor: mutter,
    windows: () => Promise.reject(new Error('mutter tells nobody of its windows')),
    remove: () => Promise.resolve(),
  });
}

async function waylandScreen(parts: {
  readonly env: NodeJS.ProcessEnv;
  readonly display: string;
  readonly socket: string;
  readonly compositor: ReturnType<typeof spawn>;
  readonly windows: Screen['windows'];
  readonly remove: () => Promise<void>;
}): Promise<Screen> {
  const { env, display, socket, compositor, windows, remove } = parts;
  const endAtExit = (): void => void compositor.kill('SIGKILL');
  process.once('exit', endAtExit);
  const close = async (): Promise<void> => {
    await endProcess(compositor);
    process.removeListener('exit', endAtExit);
    await remove();
  };
  try {
    const listening = until('a Wayland display', () => existsSync(socket) || undefined);
    await Promise.race([listening, failureOf(compositor, compositor.spawnfile)]);
  } catch (error) {
    await close();
    throw error;
  }
  const screen = { DISPLAY: undefined, WAYLAND_DISPLAY: socket };
  const all = { ...env, ...screen };
  const primary = (selection: Selection) => (selection === 'primary' ? ['--primary'] : []);
  const nothing = /No selection|Nothing is copied|not available as requested type/;
  return {
    ...tools(all, display),
    env: screen,
    args: ['--ozone-platform=wayland'],
    read: (selection) =>
      read('wl-paste', ['--no-newline', '--type', 'text', ...primary(selection)], all, nothing),
    copy: (selection, text) => copy('wl-copy', primary(selection), all, text),
    windows,
    close,
  };
}

/** What works the same on all of them: Wayland compositors run in a window of an X display. */
function tools(env: NodeJS.ProcessEnv, display: string): Pick<Screen, 'press' | 'cover'> {
  return {
    press: async (key) => {
      const done = await run('xdotool', ['key', key], { env: { ...env, DISPLAY: display } });
      if (done.code !== 0) throw new Error(`xdotool failed: ${done.stderr.trim()}`);
    },
    cover: async () => {
      const other = spawn('wev', { env, stdio: 'ignore' });
      await once(other, 'spawn');
      return () => endProcess(other);
    },
  };
}

async function read(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nothing: RegExp,
): Promise<string> {
  const ask = () => run(program, args, { env, timeoutMs: 5_000 });
  const first = await ask();
  // An owner that gives a selection up while it is asked may never answer (ICCCM section 2.2), and
  // xclip then waits for ever; whoever asks after that is answered.
  const done = first.signal === 'SIGKILL' ? await ask() : first;
  if (done.code === 0) return done.stdout;
  if (nothing.test(done.stderr)) return '';
  throw new Error(`${program} failed: ${done.stderr.trim() || (done.signal ?? done.code)}`);
}

/** Both programs stay behind to hand out the text, so their output is not waited for. */
async function copy(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  text: string,
): Promise<void> {
  const child = spawn(program, [...args], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(text);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

type SwayNode = {
  readonly app_id?: string | null;
  readonly name?: string | null;
  readonly nodes?: readonly SwayNode[];
  readonly floating_nodes?: readonly SwayNode[];
};

function windowTitles(node: SwayNode): readonly string[] {
  const below = [...(node.nodes ?? []), ...(node.floating_nodes ?? [])].flatMap(windowTitles);
  return typeof node.app_id === 'string' ? [node.name ?? '', ...below] : below;
}
