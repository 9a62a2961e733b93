/** What becomes of the program when the person closes its window. */
export type Closing = 'ends' | 'stays-in-tray' | 'minimises';

/**
 * Decides it. Where nobody shows tray icons, a program without a window could not be found again, so
 * the window is minimised instead. Pure.
 */
export const closingOf = (now: {
  /** The person wants the program to stay. */
  readonly closeToTray: boolean;
  /** Somebody shows tray icons. */
  readonly tray: boolean;
  /** The whole program is about to end. */
  readonly isQuitting: boolean;
}): Closing => {
  if (now.isQuitting || !now.closeToTray) return 'ends';
  return now.tray ? 'stays-in-tray' : 'minimises';
};
