import type { ConnectionView } from '../schemas.ts';
import { messages, says } from './messages.ts';
import type { Provider as WordedProvider } from './providers.ts';
import { inSequence } from './sentences.ts';

/** What disconnecting does at the provider, under a heading of its own. */
type AtProvider = { readonly title: string; readonly text: string };

type Provider = Pick<WordedProvider, 'name' | 'afterDisconnect' | 'group' | 'origin'>;

const placed = (place: string) => ({ place });

const words = messages('disconnect', {
  places: { provider: 'the provider', server: 'the server' },
  whereToEnd: says('To end it, use the settings of your account at {place}.', placed),
  ended: {
    title: says('Ended at {place}', placed),
    tokens: says(
      'Stowkey asks {place} to withdraw the access. Tokens that were copied stop working. If it cannot be reached or does not confirm, you are told.',
      placed,
    ),
    keys: says(
      'Stowkey asks {place} to withdraw the access. Keys that were copied work until they expire. If it cannot be reached or does not confirm, you are told.',
      placed,
    ),
  },
  stays: {
    title: says('Stays at {place} until you end it there', placed),
    tokens: 'Tokens that were copied keep working.',
  },
  ends: { title: 'Ends by itself', keys: 'Keys that were copied work until they expire.' },
  keysStay: {
    title: 'The keys stay valid until you end them',
    keys: 'Keys that were copied keep working.',
    whereToEnd: 'To end them, delete the access key where it was made.',
  },
  deleted: {
    grant:
      'The storage keys, the access grant and any client secret kept for this account, and its entry in the list. Files in your storage are not touched.',
    broker: 'The API key and the connection ID kept for this account, and its entry in the list.',
    tokens:
      'The tokens and any client secret kept for this account, and its entry in the list. Your files there are not touched.',
    keys: 'The storage keys kept for this account, with everything used to renew them, and its entry in the list. Files in your storage are not touched.',
  },
});

/** Names the other side: “OpenID Connect” is no place, nor is “Role (AssumeRole)”. */
export const placeName = ({ name, group, origin }: Provider): string => {
  if (group === 'keys') return words.places.provider;
  return group === 'own' && origin === 'built-in' ? words.places.server : name;
};

/** Says where access that Stowkey holds or held is ended by hand. */
export const whereToEnd = (provider: Provider): string =>
  provider.afterDisconnect ?? words.whereToEnd(placeName(provider));

/** Says what disconnecting ends at the provider, what it cannot, and where the person can. */
export const leftAtProvider = (
  { facts, capabilities }: ConnectionView,
  provider: Provider,
): AtProvider => {
  const place = placeName(provider);
  const { ended, stays, ends, keysStay } = words;
  if (capabilities.revoke)
    return { title: ended.title(place), text: ended[facts.s3 === null ? 'tokens' : 'keys'](place) };
  if (facts.s3 === null)
    return {
      title: stays.title(place),
      text: inSequence([...(facts.tokens === null ? [] : [stays.tokens]), whereToEnd(provider)]),
    };
  if (facts.grant === null && facts.expiresAtEpochSeconds !== null)
    return { title: ends.title, text: provider.afterDisconnect ?? ends.keys };
  return {
    title: keysStay.title,
    text: inSequence([keysStay.keys, provider.afterDisconnect ?? keysStay.whereToEnd]),
  };
};

/** Names what is deleted on this computer. */
export const deletedHere = ({ facts }: ConnectionView): string => {
  if (facts.grant !== null) return words.deleted.grant;
  if (facts.broker !== null) return words.deleted.broker;
  return facts.tokens === null ? words.deleted.keys : words.deleted.tokens;
};
