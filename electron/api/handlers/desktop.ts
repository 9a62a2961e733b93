import type { Handlers } from './index.ts';

export const desktopHandlers = (dependencies: {
  readonly pauseRenewals: (on: boolean) => void;
  readonly silence: (on: boolean) => void;
}): Handlers['desktop'] => ({
  pauseRenewals: ({ on }) => dependencies.pauseRenewals(on),
  silence: ({ on }) => dependencies.silence(on),
});
