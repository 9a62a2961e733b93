import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwantedVariables } from '../../../electron/app/environment.ts';
import { failureOf } from '../processes/processes.ts';

export type User = { readonly uid: number; readonly gid: number };

/** Variables of the person's own session that would lead past the throw-away one. */
const sessionVariables =
  /^(XDG_.*|DBUS_.*|GNOME_KEYRING_.*|SSH_AUTH_SOCK|KDE_.*|DESKTOP_SESSION|HOME|WAYLAND_DISPLAY)$/;

type SessionFolders = {
  readonly root: string;
  readonly home: string;
  readonly runtime: string;
  readonly services: string;
  readonly busSocket: string;
  readonly busAddress: string;
};

export async function makeFolders(user: User | undefined): Promise<SessionFolders> {
  // A socket's path may have 107 bytes; some temporary folders alone have that many.
  const base = tmpdir().length < 50 ? tmpdir() : '/tmp';
  const root = await mkdtemp(join(base, 'stowkey-keyring-'));
  const folder = async (...names: readonly string[]): Promise<string> => {
    const path = join(root, ...names);
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (user !== undefined) await chown(path, user.uid, user.gid);
    return path;
  };
  if (user !== undefined) await chown(root, user.uid, user.gid);
  const home = await folder('home');
  for (const name of ['.local', '.local/share', '.config', '.cache']) await folder('home', name);
  const runtime = await folder('run');
  const services = await folder('services');
  const busSocket = join(runtime, 'session-bus');
  return { root, home, runtime, services, busSocket, busAddress: `unix:path=${busSocket}` };
}

export function environmentFor(folders: SessionFolders): NodeJS.ProcessEnv {
  // The program would start over without these, which is for the tests to ask for.
  const unwanted = unwantedVariables(process.env, process.platform);
  const kept = Object.entries(process.env).filter(
    ([name]) => !sessionVariables.test(name) && !unwanted.includes(name),
  );
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(kept),
    HOME: folders.home,
    XDG_DATA_HOME: join(folders.home, '.local/share'),
    XDG_CONFIG_HOME: join(folders.home, '.config'),
    XDG_CACHE_HOME: join(folders.home, '.cache'),
    XDG_RUNTIME_DIR: folders.runtime,
  };
  // Where dbus-x11 is installed, a missing address makes programs start a bus of their own, which
  // nobody would end.
  if (existsSync('/usr/bin/dbus-launch')) {
    env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${join(folders.runtime, 'no-bus')}`;
  }
  return env;
}

/** The services run without a display, so that no prompt can wait for a person. */
export function withoutDisplay(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DISPLAY: _display, ...rest } = env;
  return rest;
}

export async function startBus(
  folders: SessionFolders,
  env: NodeJS.ProcessEnv,
  user: User | undefined,
  wakes: { readonly name: string; readonly command: string } | undefined,
): Promise<ChildProcess> {
  // Only these services can be woken, not whatever else the machine has installed.
  if (wakes !== undefined) {
    const entry = `[D-BUS Service]\nName=${wakes.name}\nExec=${wakes.command}\n`;
    await writeFile(join(folders.services, `${wakes.name}.service`), entry);
    const prompter = 'org.gnome.keyring.SystemPrompter.service';
    await copyFile(
      `/usr/share/dbus-1/services/${prompter}`,
      join(folders.services, prompter),
    ).catch(() => {});
  }
  const configFile = join(folders.root, 'bus.conf');
  await writeFile(
    configFile,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${folders.busAddress}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${folders.services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const bus = spawn(
    'dbus-daemon',
    [`--config-file=${configFile}`, '--nofork', '--nopidfile', '--print-address=1'],
    {
      ...user,
      env: { ...withoutDisplay(env), DBUS_SESSION_BUS_ADDRESS: folders.busAddress },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const listening = new Promise<void>((resolve) => {
    // It prints its address once it listens.
    bus.stdout?.once('data', () => resolve());
  });
  await Promise.race([listening, failureOf(bus, 'dbus-daemon')]);
  return bus;
}
