import { join } from 'node:path';
import type { OrganisationView } from '../../shared/schemas.ts';
import { type Settings, settingsThatHold } from '../../shared/settings.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import type { Logger } from '../diagnostics/logger.ts';
import { openBundleStore } from '../storage/bundle-store.ts';
import { type Bundles, openBundles } from './bundle/bundles.ts';
import { readManagedSettings } from './managed-settings.ts';
import type { ManagedPlace } from './place.ts';
import { createRules, type Rules } from './rules.ts';

/** What an organisation has a say in: what it has set, as it was at the start, and the bundle in use. */
export type Organisation = {
  readonly rules: Rules;
  readonly bundles: Bundles;
  /** Makes of what the person chose what holds. */
  readonly settingsThatHold: (chosen: Partial<Settings>) => Settings;
  readonly view: () => OrganisationView;
};

type ForBundles = Omit<Parameters<typeof openBundles>[0], 'store' | 'namedKey' | 'logger'>;

export const openOrganisation = async (
  dependencies: ForBundles & {
    readonly managed: ManagedPlace;
    /** Where the bundle is kept. */
    readonly folder: string;
    readonly logger: Pick<Logger, 'info' | 'warn'>;
  },
): Promise<Organisation> => {
  const { managed: place, folder, logger, clock } = dependencies;
  const managed = await readManagedSettings(place);
  const { organisation, defaults, locks, error } = managed;
  if (error !== null) logger.warn('what the organisation has set cannot be used', { error });
  else if (organisation !== null) logger.info('the organisation has settings here');
  const bundles = await openBundles({
    ...dependencies,
    store: await openBundleStore({ path: join(folder, 'bundle.json'), clock }),
    namedKey: managed.bundle?.key ?? null,
  });
  return {
    rules: createRules(managed),
    bundles,
    settingsThatHold: (chosen) =>
      settingsThatHold({
        suggested: { ...bundles.defaults(), ...defaults },
        chosen,
        clipboardSecondsAtMost: locks.clipboardSecondsAtMost,
      }),
    view: () => {
      const current = bundles.current();
      const bundleError = bundles.error();
      return {
        name: organisation,
        locks,
        error: error === null ? null : toErrorView(error),
        offeredBundle: managed.bundle?.url ?? null,
        bundle:
          current === null
            ? null
            : {
                organisation: current.bundle.organisation,
                serial: current.bundle.serial,
                key: current.key,
                url: current.url,
                links: current.bundle.links ?? [],
                providers: [
                  ...(current.bundle.templates ?? []).map(({ id }) => id),
                  ...Object.keys(current.bundle.providers ?? {}),
                ],
              },
        bundleError: bundleError === null ? null : toErrorView(bundleError),
      };
    },
  };
};
