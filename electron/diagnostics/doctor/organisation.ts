import { readManagedSettings } from '../../organisation/managed-settings.ts';
import type { ManagedPlace } from '../../organisation/place.ts';
import { type Check, found } from './examine.ts';

/** Looks at what the organisation has set as it stands now; the program goes by it from its next start. */
export const checkOrganisation =
  (place: ManagedPlace): Check =>
  async () => {
    const { organisation, error } = await readManagedSettings(place);
    if (error !== null)
      return [found('organisation.refused', { ...error.params, code: error.code })];
    return organisation === null
      ? [found('organisation.none')]
      : [found('organisation.set', { organisation, place: place.name })];
  };
