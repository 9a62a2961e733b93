import type { ProviderId } from '../../shared/ids.ts';
import type { ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { findProvider } from './find-provider.ts';

/** A provider whose form somebody asked for outside the window, until the window has opened it. */
export type WantedProvider = {
  readonly current: () => ProviderId | null;
  /** Takes a provider's id or name. Throws `provider.unknown`. */
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
      set(findProvider(dependencies.providers(), provider).id);
      dependencies.showWindow();
    },
    taken: () => set(null),
  };
};
