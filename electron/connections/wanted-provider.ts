import type { ProviderId } from '../../shared/ids.ts';
import type { ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { findProvider } from './find-provider.ts';
import { createWanted, type Wanted } from './wanted.ts';

/** A provider whose form somebody asked for outside the window, until the window has opened it. */
export type WantedProvider = Omit<Wanted<ProviderId>, 'want'> & {
  /** Takes a provider's id or name. Throws `provider.unknown`. */
  readonly want: (provider: string) => void;
};

export const createWantedProvider = (dependencies: {
  readonly providers: () => readonly ProviderDescriptor[];
  readonly showWindow: () => void;
  readonly onChange: () => void;
}): WantedProvider => {
  const wanted = createWanted<ProviderId>(dependencies);
  return {
    ...wanted,
    want: (provider) => wanted.want(findProvider(dependencies.providers(), provider).id),
  };
};
