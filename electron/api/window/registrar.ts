import { ipcMain } from 'electron';
import { channelName, channels } from '../../../shared/channels.ts';
import type { Listener } from './listeners.ts';
import type { FrameLike } from './sender.ts';

/**
 * Attaches every call of the channel table; nothing else in the program uses `ipcMain`.
 *
 * A call that comes before the program is loaded waits for it: `listeners` is asked at each call, and
 * the first one may be what starts the loading.
 */
export const registerCalls = (
  listeners: () => Promise<ReadonlyMap<string, Listener<FrameLike>>>,
): void => {
  for (const [group, names] of Object.entries(channels)) {
    for (const [name, kind] of Object.entries(names)) {
      if (kind !== 'call') continue;
      const channel = channelName(group, name);
      ipcMain.handle(channel, async (event, ...data) => {
        // Read at once: a moment later the frame may be gone and read as null.
        const { senderFrame } = event;
        const listener = (await listeners()).get(channel);
        if (listener === undefined) throw new TypeError(`no listener for ${channel}`);
        return listener({ senderFrame }, ...data);
      });
    }
  }
};
