import { useEffect } from 'react';

/** Where the focus may go when what had it is gone: headings of views, and the list's row. */
const home = '[data-focus-home]';
/** What lies over the window and has the focus to itself. */
export const overlay = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

const isLost = (element: Element): boolean => !element.isConnected || element.matches(':disabled');

/**
 * Keeps the focus in the window. Where the focused element goes, or is disabled, a browser drops the
 * focus on the page as a whole, and whoever uses the keyboard or a screen reader starts over; here it
 * goes to the nearest home around the place where it was. (WCAG 2.4.3)
 *
 * A view that puts the focus somewhere by itself has done so before this looks.
 */
export const FocusKeeper = () => {
  useEffect(() => {
    /** The focused element and all around it, from the inside out. */
    let path: readonly Element[] = [];
    /** What had the focus when what lies over the window came, the newest first. */
    let openers: readonly Element[] = [];
    const follow = (event: FocusEvent): void => {
      const [last] = path;
      path = event.composedPath().filter((each) => each instanceof Element);
      const over = path.find((each) => each.matches(overlay));
      if (over === undefined) openers = [];
      else if (last !== undefined && !over.contains(last)) openers = [last, ...openers];
    };
    const wasOver = (): boolean => path.some((each) => each.matches(overlay) && !each.isConnected);
    const goHome = (): void => {
      const [last] = path;
      const active = document.activeElement;
      const isFree = active === null || active === document.body || active === last;
      if (last === undefined || !isLost(last) || !isFree) return;
      const homes = path
        .filter((each) => each.isConnected)
        .map((around) => around.querySelector(home) ?? (around.matches(overlay) ? around : null));
      const goals = wasOver() ? [...openers.filter((each) => !isLost(each)), ...homes] : homes;
      goals.find((each) => each instanceof HTMLElement)?.focus();
    };
    const watch = new MutationObserver(() => {
      const [last] = path;
      if (last === undefined || !isLost(last)) return;
      // What lies over the window gives the focus back by itself, a frame after it is gone; in vain
      // where the window is busy, and is still inert then.
      if (wasOver()) requestAnimationFrame(() => requestAnimationFrame(goHome));
      else goHome();
    });
    watch.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['disabled', 'inert'],
    });
    document.addEventListener('focusin', follow);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', follow);
    };
  }, []);
  return null;
};
