import type { ProviderDescriptor } from '../provider-descriptor.ts';

export type GalleryGroup = {
  readonly id: ProviderDescriptor['group'] | 'popular';
  readonly title: string;
  readonly text: string;
};

/** The groups of providers, in their order. */
export const galleryGroups: readonly GalleryGroup[] = [
  { id: 'popular', title: 'Popular', text: '' },
  {
    id: 'sign-in',
    title: 'Sign in',
    text: 'You allow access on the provider’s own page, in your browser.',
  },
  {
    id: 'keys',
    title: 'S3 keys',
    text: 'Keys or access grants made elsewhere, and temporary keys made from them.',
  },
  {
    id: 'broker',
    title: 'Brokers',
    text: 'A service that signs in to other apps for you and keeps their tokens.',
  },
  {
    id: 'own',
    title: 'Your own',
    text: 'Any server that speaks OAuth 2 or OpenID Connect, and templates you imported.',
  },
];
