import type { ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { inEnglish } from '../../shared/words/messages.ts';
import { providerName } from '../../shared/words/providers.ts';
import { AppError } from '../diagnostics/errors.ts';

/** Finds a provider by its id or name. Throws `provider.unknown`, with the ids that there are. */
export const findProvider = (
  all: readonly ProviderDescriptor[],
  provider: string,
): ProviderDescriptor => {
  const asked = provider.trim().toLowerCase();
  const found =
    all.find(({ id }) => id === asked) ??
    all.find((each) => inEnglish(() => providerName(each)).toLowerCase() === asked);
  if (found !== undefined) return found;
  const ids = all.map(({ id }) => id).join(', ');
  throw new AppError('provider.unknown', { params: { reason: 'asked-for', ids } });
};
