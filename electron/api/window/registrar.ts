import { ipcMain, type WebFrameMain } from 'electron';
import { createDispatcher, type DispatcherOptions } from '../dispatcher.ts';
import { createListeners } from './listeners.ts';

type WindowOptions = Omit<DispatcherOptions, 'caller'> & {
  readonly isOurFrame: (frame: WebFrameMain) => boolean;
};

/** Attaches a listener for every call of the window; nothing else in the program uses `ipcMain`. */
export const registerHandlers = ({ isOurFrame, ...options }: WindowOptions): void => {
  const dispatcher = createDispatcher({ ...options, caller: 'window' });
  for (const [channel, listener] of createListeners(dispatcher, isOurFrame)) {
    ipcMain.handle(channel, listener);
  }
};
