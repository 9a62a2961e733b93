import type { BrowserWindow } from 'electron';
import type { Question } from '../../shared/schemas.ts';
import { notificationWords } from '../../shared/words/consumers.ts';
import type { FrameLike } from '../api/window/sender.ts';
import type { Notify } from './notification.ts';

type AskWindowOptions = {
  readonly open: () => BrowserWindow;
  readonly notify: Notify;
  /** The person looks at the program already. */
  readonly isInFront: () => boolean;
  /** Tells the page what is asked now. */
  readonly tell: (question: Question | null) => void;
  /** The window went before its question was answered: closed by the person, or dead. */
  readonly onDismiss: () => void;
};

/** Keeps the small window that asks: there is one as long as a question waits. */
export const createAskWindow = (options: AskWindowOptions) => {
  const { open, notify, isInFront, tell, onDismiss } = options;
  let current: BrowserWindow | null = null;
  let notified: { readonly id: string; readonly close: () => void } | null = null;

  const openFor = (): BrowserWindow => {
    const window = open();
    window.once('closed', () => {
      if (current !== window) return;
      current = null;
      onDismiss();
    });
    window.webContents.once('render-process-gone', () => window.destroy());
    return window;
  };

  return {
    show: (question: Question | null): void => {
      if (question?.id === notified?.id) {
        // How many wait behind it may be another number.
        tell(question);
        return;
      }
      notified?.close();
      notified = null;
      if (question === null) {
        const window = current;
        current = null;
        window?.destroy();
        return;
      }
      const isNew = current === null;
      current ??= openFor();
      const words = notificationWords(question);
      notified = {
        id: question.id,
        close: isInFront() ? () => {} : notify(words, () => current?.focus()),
      };
      if (!isNew) tell(question);
    },
    focus: (): void => current?.focus(),
    contents: () => current?.webContents ?? null,
    /** Tells whether a frame is the main frame of the window as it is now. */
    isOurFrame: (frame: FrameLike): boolean =>
      current !== null && !current.isDestroyed() && frame === current.webContents.mainFrame,
  };
};
