import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { createAskWindow } from '../../../electron/app/ask-window.ts';
import type { Question } from '../../../shared/schemas.ts';

const question = (id: string, behind = 0): Question => ({
  id,
  consumer: 'backup.sh',
  connectionId: 'photos' as Question['connectionId'],
  account: 'Photos',
  wish: null,
  remembered: false,
  deadlineEpochMs: 0,
  behind,
});

const setUp = (isInFront = false) => {
  const happened: string[] = [];
  const open = (): BrowserWindow => {
    happened.push('opened');
    const window = Object.assign(new EventEmitter(), {
      webContents: new EventEmitter(),
      focus: () => void happened.push('focused'),
      destroy: () => {
        happened.push('destroyed');
        window.emit('closed');
      },
    });
    windows.push(window as unknown as BrowserWindow);
    return window as unknown as BrowserWindow;
  };
  const windows: BrowserWindow[] = [];
  const clicks: (() => void)[] = [];
  const asking = createAskWindow({
    open,
    notify: ({ title }, onClick) => {
      happened.push(`notified: ${title}`);
      clicks.push(onClick);
      return () => void happened.push('notification gone');
    },
    isInFront: () => isInFront,
    tell: (asked) => void happened.push(`told ${asked?.id}`),
    onDismiss: () => void happened.push('dismissed'),
  });
  return { asking, happened, windows, clicks };
};
const notified = 'notified: backup.sh wants to use Photos';

it('asks one question after the other in one window, each with a notification that leads there', () => {
  const { asking, happened, clicks } = setUp();
  asking.show(question('1'));
  asking.show(question('1', 1));
  clicks[0]?.();
  asking.show(question('2'));
  asking.show(null);
  expect(happened).toEqual([
    ...['opened', notified, 'told 1', 'focused'],
    ...['notification gone', notified, 'told 2'],
    ...['notification gone', 'destroyed'],
  ]);
});

it('shows no notification to whom the main window is in front', () => {
  const { asking, happened } = setUp(true);
  asking.show(question('1'));
  expect(happened).toEqual(['opened']);
});

it('A5 tells that it was closed, and opens anew for the next question', () => {
  const { asking, happened, windows } = setUp(true);
  asking.show(question('1'));
  windows[0]?.emit('closed');
  asking.show(null);
  asking.show(question('2'));
  windows[1]?.webContents.emit('render-process-gone');
  expect(happened).toEqual(['opened', 'dismissed', 'opened', 'destroyed', 'dismissed']);
});
