import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { ProviderAdapter } from '../../../electron/providers/adapter.ts';
import { providerIdSchema } from '../../../shared/ids.ts';

/** Speaks to nobody, and shows the stored field `marker` as the account. */
export const plainAdapter: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('plain'),
    name: 'Plain',
    summary: '',
    group: 'own',
    mark: 'plain',
    fields: [],
    guide: [],
    links: [],
    capabilities: { refresh: true, verify: false, reconnect: false },
  },
  steps: { connect: [], refresh: [] },
  prepare: () => () => Promise.reject(new Error('unused')),
  describe: ({ fields }) => {
    const account = fields.marker?.expose() ?? null;
    if (account === 'undescribable') throw new AppError('connection.unreadable-settings');
    return { account, expiresAtEpochSeconds: null, grant: null, s3: null };
  },
};
