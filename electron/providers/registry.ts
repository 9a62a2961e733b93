import type { ProviderId } from '../../shared/ids.ts';
import {
  type ProviderDescriptor,
  providerDescriptorSchema,
} from '../../shared/provider-descriptor.ts';
import { accessGrant } from './access-grant.ts';
import type { ProviderAdapter } from './adapter.ts';
import { createS3Adapter } from './s3-keys.ts';
import { s3Vendors } from './s3-vendors.ts';
import { storx } from './storx.ts';
import { storxTokenEndpoint } from './storx-token-endpoint.ts';
import { assumeRoleProvider, sessionTokenProvider } from './sts.ts';
import { webIdentityProvider } from './sts-web-identity.ts';

export type ProviderRegistry = {
  readonly get: (id: ProviderId) => ProviderAdapter | undefined;
  readonly descriptors: () => readonly ProviderDescriptor[];
};

/** Puts adapters under their ids; two of one id, or a descriptor out of shape, is a programming error. */
export const createRegistry = (adapters: readonly ProviderAdapter[]): ProviderRegistry => {
  const byId = new Map<ProviderId, ProviderAdapter>();
  const descriptors: ProviderDescriptor[] = [];
  for (const adapter of adapters) {
    const descriptor = providerDescriptorSchema.parse(adapter.descriptor);
    if (byId.has(descriptor.id)) throw new TypeError(`two providers are called ${descriptor.id}`);
    byId.set(descriptor.id, adapter);
    descriptors.push(descriptor);
  }
  return { get: (id) => byId.get(id), descriptors: () => descriptors };
};

/** Every provider that ships. Adding one is its file and a line here. */
export const builtInProviders: readonly ProviderAdapter[] = [
  storx,
  storxTokenEndpoint,
  accessGrant,
  ...s3Vendors.map(createS3Adapter),
  assumeRoleProvider,
  sessionTokenProvider,
  webIdentityProvider,
];
