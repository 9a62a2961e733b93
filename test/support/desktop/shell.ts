import { createRequire } from 'node:module';
import type * as DBus from '@jellybrick/dbus-next';

/** Ways in which desktops say that the screen is locked, or the machine about to sleep. */
export const lockSignals = {
  'org.freedesktop.ScreenSaver': ['/ScreenSaver', 'ActiveChanged', 'b', [true]],
  'org.gnome.ScreenSaver': ['/org/gnome/ScreenSaver', 'ActiveChanged', 'b', [true]],
  'org.freedesktop.login1.Session': ['/org/freedesktop/login1/session/_31', 'Lock', '', []],
  'org.freedesktop.login1.Manager': ['/org/freedesktop/login1', 'PrepareForSleep', 'b', [true]],
} as const;

/** What a desktop is to programs on its message bus. */
export type Shell = {
  readonly lock: (by: keyof typeof lockSignals) => void;
  readonly close: () => void;
};

// Its module for import asks for one of Node's that only a bundle has.
const { Message, sessionBus }: typeof DBus = createRequire(import.meta.url)(
  '@jellybrick/dbus-next',
);

/** Joins a session bus as the desktop's shell does. */
export async function startShell(env: NodeJS.ProcessEnv): Promise<Shell> {
  const bus = sessionBus({ busAddress: env.DBUS_SESSION_BUS_ADDRESS ?? '' });
  await new Promise<void>((resolve) => bus.once('connect', resolve));
  return {
    lock: (by) => {
      const [path, member, signature, body] = lockSignals[by];
      bus.send(Message.newSignal(path, by, member, signature, [...body]));
    },
    close: () => bus.disconnect(),
  };
}
