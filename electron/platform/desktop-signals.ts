import type { Clock } from './interfaces.ts';
import { connectToBus, type MessageBus, splitName } from './message-bus.ts';

/** Where the system bus listens unless `DBUS_SYSTEM_BUS_ADDRESS` says otherwise (D-Bus specification). */
export const usualSystemBus = 'unix:path=/var/run/dbus/system_bus_socket';

const connectAgainMs = 60_000;

/**
 * Begins on a bus, and again a minute after it was lost. Where there is none, that is reported and nothing
 * more is tried.
 */
export const onBus = (options: {
  readonly address: string | undefined;
  readonly begin: (bus: MessageBus) => Promise<void>;
  readonly clock: Pick<Clock, 'after'>;
  readonly report: (error: unknown) => void;
}): void => {
  const { address, begin, clock, report } = options;
  let hasBegun = false;
  const onLost = (): void => {
    if (!hasBegun) return;
    hasBegun = false;
    clock.after(connectAgainMs, () => onBus(options));
  };
  const onBegun = (): void => {
    hasBegun = true;
  };
  const lostError = (cause: unknown): Error => new Error('no message bus', { cause });
  connectToBus({ address, onLost, lostError }).then(begin).then(onBegun, report);
};

/** Says that the screen is locked, or says so by a saver that covers it: some shells send one alone. */
const screenSavers = ['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver'];

/** Calls back when the screen of this session is covered. Electron tells that on macOS and Windows alone. */
export const listenForCover = async (session: MessageBus, onLock: () => void): Promise<void> => {
  for (const saver of screenSavers) {
    await session.listen({ signal: `${saver}.ActiveChanged` }, ([isActive]) => {
      if (isActive === true) onLock();
    });
  }
};

/**
 * Calls back when a session of this computer is told to lock, and before it sleeps.
 *
 * Source: org.freedesktop.login1(5). Which session is ours cannot be asked for by a program that the
 * person's service manager started; a lock too many costs a copy.
 */
export const listenForLogind = async (system: MessageBus, onLock: () => void): Promise<void> => {
  await system.listen({ signal: 'org.freedesktop.login1.Session.Lock' }, onLock);
  await system.listen({ signal: 'org.freedesktop.login1.Manager.PrepareForSleep' }, ([begins]) => {
    if (begins === true) onLock();
  });
};

const trayWatcher = 'org.kde.StatusNotifierWatcher';

/**
 * Tells whether somebody shows tray icons, now and whenever that changes.
 *
 * Source: freedesktop.org, StatusNotifierItem.
 */
export const listenForTrayHost = async (
  session: MessageBus,
  onChange: (isThere: boolean) => void,
): Promise<void> => {
  let last: boolean | null = null;
  const tell = (isThere: boolean): void => {
    if (isThere === last) return;
    last = isThere;
    onChange(isThere);
  };
  const ask = (): Promise<void> =>
    session
      .call({
        destination: trayWatcher,
        path: '/StatusNotifierWatcher',
        ...splitName('org.freedesktop.DBus.Properties.Get'),
        signature: 'ss',
        body: [trayWatcher, 'IsStatusNotifierHostRegistered'],
      })
      .then(
        ([registered]) =>
          tell((registered as Partial<{ value: unknown }> | undefined)?.value === true),
        () => tell(false),
      );
  const signal = 'org.freedesktop.DBus.NameOwnerChanged';
  await session.listen({ signal, first: trayWatcher }, () => void ask());
  for (const change of ['StatusNotifierHostRegistered', 'StatusNotifierHostUnregistered']) {
    await session.listen({ signal: `${trayWatcher}.${change}` }, () => void ask());
  }
  await ask();
};
