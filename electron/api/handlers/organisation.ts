import { AppError } from '../../diagnostics/errors.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { BrowserOpener } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

export const organisationHandlers = (
  { bundles }: Pick<Organisation, 'bundles'>,
  browser: BrowserOpener,
): Handlers['organisation'] => ({
  reviewBundle: bundles.review,
  acceptBundle: ({ review }) => bundles.accept(review),
  removeBundle: bundles.remove,
  openLink: async ({ index }) => {
    const link = bundles.current()?.bundle.links?.[index];
    if (link === undefined) throw new AppError('call.invalid-argument');
    const url = new URL(link.url);
    await browser.open(url, url.host);
  },
});
