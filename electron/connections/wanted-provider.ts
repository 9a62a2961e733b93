import type { ProviderId } from '../../shared/ids.ts';
import type { ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { providerName } from '../../shared/words/providers.ts';
import { AppError } from '../diagnostics/errors.ts';

/** A provider whose form somebody asked for outside the window, until the window has opened it. */
export type WantedProvider = {
  readonly current: () => ProviderId | null;
  /** Takes a provider's id or name. Throws `provider.unknown`, with the ids that there are. */
  readonly want: (provider: string) => void;
  readonly taken: () => void;
};

export const createWantedProvider = (dependencies: {
  readonly providers: () => readonly ProviderDescriptor[];
  readonly showWindow: () => void;
  readonly onChange: () => void;
}): WantedProvider => {
  let wanted: ProviderId | null = null;
  const set = (next: ProviderId | null): void => {
    wanted = next;
    dependencies.onChange();
  };
  return {
    current: () => wanted,
    want: (provider) => {
      const all = dependencies.providers();
      const asked = provider.trim().toLowerCase();
      const found =
        all.find(({ id }) => id === asked) ??
        all.find((each) => providerName(each).toLowerCase() === asked);
      if (found === undefined) {
        const ids = all.map(({ id }) => id).join(', ');
        throw new AppError('provider.unknown', { params: { reason: 'asked-for', ids } });
      }
      set(found.id);
      dependencies.showWindow();
    },
    taken: () => set(null),
  };
};
