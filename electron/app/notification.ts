import { Notification } from 'electron';

/** Shows a notification of the system's; gives what takes it away again. */
export type Notify = (
  words: { readonly title: string; readonly body: string },
  onClick: () => void,
) => () => void;

export const notify: Notify = (words, onClick) => {
  if (!Notification.isSupported()) return () => {};
  const notification = new Notification({ ...words, silent: false });
  notification.on('click', onClick);
  notification.show();
  return () => notification.close();
};
