/**
 * Puts a text that is no secret on the clipboard, such as an address to register. The asynchronous
 * clipboard interface needs a permission that this window is denied, so the copy command is used.
 */
export const copyPlainText = (text: string): boolean => {
  const before = document.activeElement;
  const carrier = document.createElement('textarea');
  carrier.value = text;
  carrier.setAttribute('aria-hidden', 'true');
  carrier.className = 'visually-hidden';
  // Within a dialog: one that keeps the focus inside would take it back before the copy.
  (before?.closest('[role=dialog], [role=alertdialog]') ?? document.body).append(carrier);
  carrier.select();
  const copied = document.execCommand('copy');
  carrier.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
};
