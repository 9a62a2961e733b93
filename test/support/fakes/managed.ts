import type { ManagedPlace } from '../../../electron/organisation/place.ts';

/** A computer on which no organisation has set anything. */
export const nothingManaged: ManagedPlace = {
  name: '/etc/stowkey/managed.json',
  read: async () => null,
};
