import { ipcMain, type WebFrameMain } from 'electron';
import { createDispatchers, type DispatcherOptions } from '../dispatcher.ts';

/** Attaches a handler for every call of the contract; nothing else in the program uses `ipcMain`. */
export const registerHandlers = (options: DispatcherOptions<WebFrameMain>): void => {
  for (const [channel, dispatch] of createDispatchers(options)) ipcMain.handle(channel, dispatch);
};
