import { clipboard } from 'electron';
import type { ClipboardPort } from './ports.ts';

/**
 * Reaches the system's clipboard. Electron's calls are plain until 43 and promises from 44 on;
 * awaiting them serves both.
 */
export const systemClipboard: ClipboardPort = {
  write: async (text) => {
    await clipboard.writeText(text.expose());
  },
  holds: async (text) => (await clipboard.readText()) === text.expose(),
  clear: async () => {
    await clipboard.clear();
  },
};
