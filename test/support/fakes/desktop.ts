import type { createServices } from '../../../electron/services.ts';

type Options = Parameters<typeof createServices>[1];

/** A desktop on which nobody looks and nothing is shown. */
export const noDesktop: Pick<Options, 'showWindow' | 'isInFront' | 'tell' | 'startAtLogin'> = {
  showWindow: () => {},
  isInFront: () => false,
  tell: () => () => {},
  startAtLogin: { state: 'impossible', isOn: async () => false, set: async () => {} },
};
