import { type ChannelKind, channelName, channels } from '../../shared/channels.ts';
import type { Bridge } from '../../shared/contract.ts';

type Listener = (event: unknown, ...data: unknown[]) => void;

/** The part of `ipcRenderer` that the bridge uses. */
type IpcRendererPort = {
  readonly invoke: (channel: string, ...data: unknown[]) => Promise<unknown>;
  readonly on: (channel: string, listener: Listener) => unknown;
  readonly removeListener: (channel: string, listener: Listener) => unknown;
};

const eventName = (name: string): string => `on${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * Makes the bridge from the channel table: names only, so that no schema travels into the preload.
 *
 * Arguments are checked in main; the preload is in the renderer's process and proves nothing.
 */
export const buildBridge = (ipc: IpcRendererPort): Bridge => {
  const call = (channel: string) => (argument?: unknown) =>
    argument === undefined ? ipc.invoke(channel) : ipc.invoke(channel, argument);

  const subscribe = (channel: string) => (listener: unknown) => {
    if (typeof listener !== 'function') throw new TypeError('a listener must be a function');
    // The event object holds the sender, and through it everything; only the data goes on.
    const onMessage: Listener = (_event, payload) => void listener(payload);
    ipc.on(channel, onMessage);
    return () => void ipc.removeListener(channel, onMessage);
  };

  const groups = Object.entries(channels).map(([group, names]) => {
    const members = Object.entries<ChannelKind>(names).flatMap(([name, kind]) => {
      const channel = channelName(group, name);
      if (kind === 'agentCall') return [];
      return [kind === 'event' ? [eventName(name), subscribe(channel)] : [name, call(channel)]];
    });
    return [group, Object.freeze(Object.fromEntries(members))] as const;
  });
  return Object.freeze(
    Object.fromEntries(groups.filter(([, members]) => Object.keys(members).length > 0)),
  ) as unknown as Bridge;
};
