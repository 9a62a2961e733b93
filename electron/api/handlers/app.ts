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
}): Handlers['app'] => ({
  info: () => dependencies.info,
  snapshot: () => dependencies.snapshot(),
  openLink: async ({ providerId, index }) => {
    const provider = dependencies.connections.providers().find(({ id }) => id === providerId);
    const link = provider?.links[index];
    if (link === undefined) throw new AppError('call.invalid-argument');
    const url = new URL(link.url);
    await dependencies.browser.open(url, url.host);
  },
});
