import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Envelope } from '../../shared/result.ts';
import type { AppInfo, Snapshot } from '../../shared/schemas.ts';
import type { Provider } from '../../shared/words/providers.ts';
import type { Bridge } from './bridge.ts';
import type { Clock } from './clock.ts';
import type { LastFormats } from './last-formats.ts';

export type Notice = {
  readonly text: string;
  readonly tone: 'ok' | 'danger';
  /** Takes back what was done, where that can be. */
  readonly undo?: () => Promise<Envelope<unknown>>;
};

/** What every view can reach. */
export type App = {
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly providers: readonly Provider[];
  /** Asks main again, after a template came or went. */
  readonly reloadProviders: () => Promise<void>;
  readonly info: AppInfo | null;
  readonly lastFormats: LastFormats;
  /** Says something to screen readers without showing it. */
  readonly announce: (text: string) => void;
  /** Shows a short message for some seconds, and says it. */
  readonly notify: (notice: Notice) => void;
};

export const AppContext = createContext<App | null>(null);
export const SnapshotContext = createContext<Snapshot | null>(null);

export const useApp = (): App => {
  const app = useContext(AppContext);
  if (app === null) throw new TypeError('a view was used outside the window');
  return app;
};

export const useSnapshot = (): Snapshot => {
  const snapshot = useContext(SnapshotContext);
  if (snapshot === null) throw new TypeError('a view was used before the first snapshot');
  return snapshot;
};

/**
 * Reads something that changes with time. The reader is only rendered again when what `read`
 * returns changes, so give back a text or a number, not an object.
 */
export const useClock = <T extends string | number | boolean | null>(
  read: (nowMs: number) => T,
): T => {
  const { clock } = useApp();
  const look = () => read(clock.now());
  return useSyncExternalStore(clock.subscribe, look, look);
};

export const useProvider = (providerId: string): Provider | null =>
  useApp().providers.find((provider) => provider.id === providerId) ?? null;
