import { createRequire } from 'node:module';
import type * as DBus from '@jellybrick/dbus-next';
import { until } from '../processes/processes.ts';

/** Ways in which desktops say that the screen is locked, or the machine about to sleep. */
export const lockSignals = {
  'org.freedesktop.ScreenSaver': ['/ScreenSaver', 'ActiveChanged', 'b', [true]],
  'org.gnome.ScreenSaver': ['/org/gnome/ScreenSaver', 'ActiveChanged', 'b', [true]],
  'org.freedesktop.login1.Session': ['/org/freedesktop/login1/session/_31', 'Lock', '', []],
  'org.freedesktop.login1.Manager': ['/org/freedesktop/login1', 'PrepareForSleep', 'b', [true]],
} as const;

type MenuItem = {
  readonly id: number;
  readonly label: string;
  /** Null where it is no switch. */
  readonly isOn: boolean | null;
  readonly items: readonly MenuItem[];
};

type ShownNotification = { readonly id: number; readonly title: string; readonly body: string };

/** What a desktop is to programs on its message bus. */
export type Shell = {
  readonly lock: (by: keyof typeof lockSignals) => void;
  /** Begins or ends to show tray icons. */
  readonly showTray: (on: boolean) => Promise<void>;
  /** Answers from now on by this whoever asks about the tray. */
  readonly answerForTray: (answer: readonly [signature: string, body: readonly unknown[]]) => void;
  /** Waits for an icon in the tray. */
  readonly untilIcon: () => Promise<void>;
  readonly toolTip: () => Promise<string>;
  /** The labels of the tray's menu as a person reads them, those of a submenu after a tab. */
  readonly menu: () => Promise<readonly string[]>;
  /** Presses an item by its label, within a submenu by its path. */
  readonly press: (...path: readonly string[]) => Promise<void>;
  /** What is shown now, oldest first. */
  readonly notifications: () => readonly ShownNotification[];
  /** How many were ever shown. */
  readonly shown: () => number;
  /** Clicks on the notification with this title. */
  readonly click: (title: string) => void;
  readonly close: () => void;
};

const { Message, sessionBus, Variant }: typeof DBus = createRequire(import.meta.url)(
  '@jellybrick/dbus-next',
);

const watcherName = 'org.kde.StatusNotifierWatcher';
const itemName = 'org.kde.StatusNotifierItem';
const notificationsName = 'org.freedesktop.Notifications';

type Answer = readonly [signature: string, body: unknown[]];
type Answers = Readonly<Record<string, (body: readonly unknown[]) => Answer>>;

/** Shows icons as KDE's and GNOME's trays do. Source: freedesktop.org, StatusNotifierItem. */
const createWatcher = () => {
  const items: string[] = [];
  const properties: Readonly<Record<string, DBus.Variant>> = {
    IsStatusNotifierHostRegistered: new Variant('b', true),
    ProtocolVersion: new Variant('i', 0),
  };
  const answers: Answers = {
    [`${watcherName}.RegisterStatusNotifierItem`]: ([item]) => {
      items.push(String(item));
      return ['', []];
    },
    'org.freedesktop.DBus.Properties.Get': ([, name]) => ['v', [properties[String(name)]]],
  };
  return { items, answers };
};

/** Shows notifications. Source: freedesktop.org, Desktop Notifications Specification 1.3. */
const createNotifier = (tell: (member: string, signature: string, body: unknown[]) => void) => {
  const now: ShownNotification[] = [];
  let last = 0;
  const take = (id: number): void => {
    const at = now.findIndex((each) => each.id === id);
    if (at !== -1) now.splice(at, 1);
  };
  const answers: Answers = {
    [`${notificationsName}.GetCapabilities`]: () => ['as', [['body', 'actions']]],
    [`${notificationsName}.GetServerInformation`]: () => ['ssss', ['tests', 'tests', '1', '1.3']],
    [`${notificationsName}.Notify`]: ([, replaces, , title, body]) => {
      last += 1;
      const id = Number(replaces) === 0 ? last : Number(replaces);
      take(id);
      now.push({ id, title: String(title), body: String(body) });
      return ['u', [id]];
    },
    [`${notificationsName}.CloseNotification`]: ([id]) => {
      take(Number(id));
      tell('NotificationClosed', 'uu', [id, 3]);
      return ['', []];
    },
  };
  return { now, shown: () => last, answers };
};

type Variants = Readonly<Record<string, { readonly value: unknown }>>;
type RawItem = readonly [number, Variants, readonly { readonly value: RawItem }[]];

const itemOf = ([id, properties, below]: RawItem): MenuItem => {
  const isSwitch = properties['toggle-type'] !== undefined;
  return {
    id,
    // The letter after a single one is a shortcut.
    label: String(properties.label?.value ?? '').replace(/_(_?)/g, '$1'),
    isOn: isSwitch ? properties['toggle-state']?.value === 1 : null,
    items: below.map(({ value }) => itemOf(value)),
  };
};

/** Joins a session bus as the desktop's shell does. */
export async function startShell(env: NodeJS.ProcessEnv): Promise<Shell> {
  const bus = sessionBus({ busAddress: env.DBUS_SESSION_BUS_ADDRESS ?? '' });
  await new Promise<void>((resolve) => bus.once('connect', resolve));
  const signal = (path: string, of: string, member: string, signature: string, body: unknown[]) =>
    bus.send(Message.newSignal(path, of, member, signature, body));
  const notified = (member: string, signature: string, body: unknown[]): void =>
    signal('/org/freedesktop/Notifications', notificationsName, member, signature, body);
  const watcher = createWatcher();
  const notifier = createNotifier(notified);
  const answers: Record<string, Answers[string]> = { ...watcher.answers, ...notifier.answers };
  bus.addMethodHandler((asked) => {
    const answer = answers[`${asked.interface}.${asked.member}`]?.(asked.body);
    if (answer !== undefined) bus.send(Message.newMethodReturn(asked, ...answer));
    return answer !== undefined;
  });
  await bus.requestName(notificationsName);

  const call = async (
    path: string,
    target: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<readonly unknown[]> => {
    const destination = watcher.items.at(-1) ?? '';
    const message = { destination, path, interface: target, member, signature, body };
    return (await bus.call(new Message(message)))?.body ?? [];
  };
  const property = async (name: string): Promise<unknown> => {
    const [found] = await call(
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'Get',
      'ss',
      [itemName, name],
    );
    return (found as { readonly value: unknown }).value;
  };
  const menuCall = async (member: string, signature: string, body: unknown[]) =>
    call(String(await property('Menu')), 'com.canonical.dbusmenu', member, signature, body);
  const items = async (): Promise<readonly MenuItem[]> => {
    const [, root] = await menuCall('GetLayout', 'iias', [0, -1, []]);
    return itemOf(root as RawItem).items;
  };
  const read = (menu: readonly MenuItem[], before = ''): readonly string[] =>
    menu.flatMap(({ label, isOn, items: below }) => [
      `${before}${label}${isOn === true ? ' (on)' : ''}`,
      ...read(below, '\t'),
    ]);

  return {
    lock: (by) => {
      const [path, member, signature, body] = lockSignals[by];
      signal(path, by, member, signature, [...body]);
    },
    showTray: async (on) => {
      if (on) await bus.requestName(watcherName);
      else {
        await bus.releaseName(watcherName);
        watcher.items.length = 0;
      }
    },
    answerForTray: ([signature, body]) => {
      answers['org.freedesktop.DBus.Properties.Get'] = () => [signature, [...body]];
    },
    untilIcon: async () => {
      await until('an icon in the tray', () => watcher.items.length > 0 || undefined);
    },
    toolTip: async () => {
      const [, , title] = (await property('ToolTip')) as readonly [string, unknown, string];
      return title;
    },
    menu: async () => read(await items()),
    press: async (...path) => {
      let found: MenuItem | undefined;
      let among = await items();
      for (const label of path) {
        found = among.find((each) => each.label === label);
        if (found === undefined) throw new Error(`no item ${label} in ${read(among)}`);
        among = found.items;
      }
      await menuCall('Event', 'isvu', [found?.id, 'clicked', new Variant('s', ''), 0]);
    },
    notifications: () => [...notifier.now],
    shown: notifier.shown,
    click: (title) => {
      const found = notifier.now.find((each) => each.title === title);
      if (found === undefined) throw new Error(`no notification ${title}`);
      notified('ActionInvoked', 'us', [found.id, 'default']);
    },
    close: () => {
      // What still comes in would be answered on a closed stream, which throws past everybody.
      bus.send = () => {};
      bus.disconnect();
    },
  };
}
