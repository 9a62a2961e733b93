import { isOnPath } from '../../platform/browser.ts';
import { busItself, connectToBus, isAnswer, splitName } from '../../platform/message-bus.ts';
import { type Check, found } from './examine.ts';

const trayWatcher = 'org.kde.StatusNotifierWatcher';

/** Asks a bus who has a name; null where there is no bus. */
export type AskBus = (name: string) => Promise<boolean | null>;

/** Keeps one connection to the session's bus. */
export const createAskBus = (address: string | undefined): AskBus => {
  let connecting: ReturnType<typeof connectToBus> | null = null;
  const onLost = (): void => {
    connecting = null;
  };
  return async (name) => {
    connecting ??= connectToBus({
      address,
      onLost,
      lostError: (cause) => new Error('no message bus', { cause }),
    });
    try {
      const { call } = await connecting;
      const method = splitName('org.freedesktop.DBus.NameHasOwner');
      const [has] = await call({ ...busItself, ...method, signature: 's', body: [name] });
      return has === true;
    } catch (error) {
      onLost();
      if (isAnswer(error)) throw error;
      return null;
    }
  };
};

export const checkBus =
  (ask: AskBus): Check =>
  async () => [found((await ask('org.freedesktop.DBus')) === null ? 'bus.none' : 'bus.answers')];

export const checkTray =
  (ask: AskBus): Check =>
  async () => [found((await ask(trayWatcher)) === true ? 'tray.there' : 'tray.none')];

export const checkBrowser =
  (platform: NodeJS.Platform, path: string | undefined): Check =>
  async () => {
    const isThere = platform !== 'linux' || (await isOnPath('xdg-open', path));
    return [found(isThere ? 'browser.there' : 'browser.none')];
  };
