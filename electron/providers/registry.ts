import type { ProviderId } from '../../shared/ids.ts';
import { providerDescriptorSchema } from '../../shared/provider-descriptor.ts';
import { accessGrant } from './access-grant.ts';
import type { ProviderAdapter } from './adapter.ts';
import { storx } from './storx.ts';
import { storxTokenEndpoint } from './storx-token-endpoint.ts';

export type ProviderRegistry = {
  readonly get: (id: ProviderId) => ProviderAdapter | undefined;
  readonly all: () => readonly ProviderAdapter[];
};

/** Puts adapters under their ids; two of one id, or a descriptor out of shape, is a programming error. */
export const createRegistry = (adapters: readonly ProviderAdapter[]): ProviderRegistry => {
  const byId = new Map<ProviderId, ProviderAdapter>();
  for (const adapter of adapters) {
    const { id } = providerDescriptorSchema.parse(adapter.descriptor);
    if (byId.has(id)) throw new TypeError(`two providers are called ${id}`);
    byId.set(id, adapter);
  }
  return { get: (id) => byId.get(id), all: () => adapters };
};

/** Every provider that ships. Adding one is its file and a line here. */
export const builtInProviders: readonly ProviderAdapter[] = [
  storx,
  storxTokenEndpoint,
  accessGrant,
];
