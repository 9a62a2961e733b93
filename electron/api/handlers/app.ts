import type { AppInfo, Snapshot } from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { BrowserOpener } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

export const appHandlers = (dependencies: {
  readonly info: AppInfo;
  readonly snapshot: () => Snapshot;
  readonly browser: BrowserOpener;
  readonly connections: Connections;
  /** Has the system show a file or folder; false when it could not. */
  readonly openPath: (path: string) => Promise<boolean>;
  readonly places: { readonly log: string; readonly licences: string };
  /** Where problems are reported. Nothing of the person's goes into its address. */
  readonly projectPage: string;
  readonly restart: () => void;
}): Handlers['app'] => ({
  info: () => dependencies.info,
  snapshot: () => dependencies.snapshot(),
  restart: () => dependencies.restart(),
  openPlace: async ({ place }) => {
    const url = new URL(dependencies.projectPage);
    const opened =
      place === 'report'
        ? await dependencies.browser.open(url, url.host)
        : await dependencies.openPath(dependencies.places[place]);
    if (!opened) throw new AppError('file.not-opened');
  },
  openLink: async ({ providerId, index }) => {
    const provider = dependencies.connections.providers().find(({ id }) => id === providerId);
    const link = provider?.links[index];
    if (link === undefined) throw new AppError('call.invalid-argument');
    const url = new URL(link.url);
    await dependencies.browser.open(url, url.host);
  },
});
