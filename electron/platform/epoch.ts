import type { Clock } from './interfaces.ts';

/** Gives the wall clock in whole seconds since the epoch, as records and JWTs keep it. */
export const nowEpochSeconds = (clock: Pick<Clock, 'nowEpochMs'>): number =>
  Math.floor(clock.nowEpochMs() / 1000);
