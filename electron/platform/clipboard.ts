import { ClipboardItem, clipboard } from 'electron';
import { createElectronClipboard } from './electron-clipboard.ts';
import type { ClipboardPort } from './interfaces.ts';

/** Reaches the system's clipboard. */
export const systemClipboard: ClipboardPort = createElectronClipboard(
  clipboard,
  ClipboardItem === undefined ? null : (formats) => clipboard.write([new ClipboardItem(formats)]),
  process.platform,
);
