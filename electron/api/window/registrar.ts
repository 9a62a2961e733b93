import { ipcMain } from 'electron';
import { channelName, channels } from '../../../shared/channels.ts';
import { toErrorView } from '../../diagnostics/error-view.ts';
import { AppError } from '../../diagnostics/errors.ts';
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
        // Read at once: a moment later the frame may be gone and read as null. It is judged once the
        // program is there, and by what it is then.
        const { senderFrame } = event;
        try {
          const listener = (await listeners()).get(channel);
          if (listener === undefined) throw new TypeError(`no listener for ${channel}`);
          return await listener({ senderFrame }, ...data);
        } catch {
          // Whoever loads the program has logged why it could not be; the page gets a code alone.
          return { ok: false, error: toErrorView(new AppError('internal'), null) };
        }
      });
    }
  }
};
