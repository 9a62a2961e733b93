import type { ProviderDescriptor } from '../provider-descriptor.ts';
import { messages } from './messages.ts';

export type GalleryGroup = ProviderDescriptor['group'] | 'popular';

/** The groups of providers, in their order. */
export const galleryGroups = [
  'popular',
  'sign-in',
  'keys',
  'broker',
  'own',
] as const satisfies readonly GalleryGroup[];

type GroupWords = { readonly title: string; readonly text?: string };

export const galleryWords: Readonly<Record<GalleryGroup, GroupWords>> = messages('gallery', {
  popular: { title: 'Popular' },
  'sign-in': {
    title: 'Sign in',
    text: 'You allow access on the provider’s own page, in your browser.',
  },
  keys: {
    title: 'S3 keys',
    text: 'Keys or access grants made elsewhere, and temporary keys made from them.',
  },
  broker: {
    title: 'Brokers',
    text: 'A service that signs in to other apps for you and keeps their tokens.',
  },
  own: {
    title: 'Your own',
    text: 'Any server that speaks OAuth 2 or OpenID Connect, and templates you imported.',
  },
});
