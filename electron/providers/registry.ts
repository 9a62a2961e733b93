import type { ProviderId } from '../../shared/ids.ts';
import {
  type ProviderDescriptor,
  providerDescriptorSchema,
} from '../../shared/provider-descriptor.ts';
import type { ProviderAdapter } from './adapter.ts';
import { alloy } from './alloy/adapter.ts';
import { fitAdapter, fitDescriptor, type KnownAnswers } from './fitted.ts';
import { createS3Adapter } from './s3/adapter.ts';
import { s3Vendors } from './s3/vendors.ts';
import { accessGrant } from './storx/access-grant.ts';

import { storx } from './storx/integration-page.ts';
import { storxTokenEndpoint } from './storx/token-endpoint.ts';
import { assumeRoleProvider, sessionTokenProvider } from './sts/adapter.ts';
import { webIdentityProvider } from './sts/web-identity.ts';
import { builtInTemplates } from './template/catalogue.ts';
import { adapterOf } from './template/library.ts';

export type ProviderRegistry = {
  readonly get: (id: ProviderId) => ProviderAdapter | undefined;
  readonly descriptors: () => readonly ProviderDescriptor[];
  /** As it is without what an organisation knows of its form; undefined where there is none. */
  readonly plainDescriptor: (id: ProviderId) => ProviderDescriptor | undefined;
};

/**
 * Puts adapters under their ids; two of one id, or a descriptor out of shape, is a programming error
 * among those that ship. Imported ones come after them, are looked up anew each time, and never take
 * a shipped one's place.
 */
export const createRegistry = (
  shipped: readonly ProviderAdapter[],
  imported: () => readonly ProviderAdapter[] = () => [],
  /** What is known of a provider's form; looked up anew each time. */
  knownOf: (id: ProviderId) => KnownAnswers | undefined = () => undefined,
): ProviderRegistry => {
  const byId = new Map<ProviderId, ProviderAdapter>();
  const descriptors: ProviderDescriptor[] = [];
  for (const adapter of shipped) {
    const descriptor = providerDescriptorSchema.parse(adapter.descriptor);
    if (byId.has(descriptor.id)) throw new TypeError(`two providers are called ${descriptor.id}`);
    byId.set(descriptor.id, adapter);
    descriptors.push(descriptor);
  }
  const isShipped = (id: string): boolean => descriptors.some((each) => each.id === id);
  const others = (): readonly ProviderAdapter[] =>
    imported().filter(({ descriptor }) => !isShipped(descriptor.id));
  const parsed = ({ descriptor }: ProviderAdapter): ProviderDescriptor =>
    providerDescriptorSchema.parse(descriptor);
  return {
    get: (id) => {
      const adapter = byId.get(id) ?? others().find(({ descriptor }) => descriptor.id === id);
      const known = knownOf(id);
      return adapter === undefined || known === undefined ? adapter : fitAdapter(adapter, known);
    },
    descriptors: () =>
      [...descriptors, ...others().map(parsed)].map((descriptor) => {
        const known = knownOf(descriptor.id);
        return known === undefined ? descriptor : fitDescriptor(descriptor, known);
      }),
    plainDescriptor: (id) =>
      descriptors.find((each) => each.id === id) ??
      others()
        .filter(({ descriptor }) => descriptor.id === id)
        .map(parsed)[0],
  };
};

/** Every provider that ships. Adding one is its file and a line here. */
export const builtInProviders: readonly ProviderAdapter[] = [
  storx,
  storxTokenEndpoint,
  accessGrant,
  ...builtInTemplates.map((template) => adapterOf(template)),
  ...s3Vendors.map(createS3Adapter),
  assumeRoleProvider,
  sessionTokenProvider,
  alloy,
  webIdentityProvider,
];
