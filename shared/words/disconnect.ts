import type { ConnectionView } from '../schemas.ts';
import type { Provider as WordedProvider } from './providers.ts';

/** What disconnecting does at the provider, under a heading of its own. */
type AtProvider = { readonly title: string; readonly text: string };

type Provider = Pick<WordedProvider, 'name' | 'afterDisconnect' | 'group' | 'origin'>;

/** Names the other side: “OpenID Connect” is no place, nor is “Role (AssumeRole)”. */
export const placeName = ({ name, group, origin }: Provider): string => {
  if (group === 'keys') return 'the provider';
  return group === 'own' && origin === 'built-in' ? 'the server' : name;
};

/** Says where access that Stowkey holds or held is ended by hand. */
export const whereToEnd = (provider: Provider): string =>
  provider.afterDisconnect ??
  `To end it, use the settings of your account at ${placeName(provider)}.`;

/** Says what disconnecting ends at the provider, what it cannot, and where the person can. */
export const leftAtProvider = (
  { facts, capabilities }: ConnectionView,
  provider: Provider,
): AtProvider => {
  const place = placeName(provider);
  if (capabilities.revoke)
    return {
      title: `Ended at ${place}`,
      text: `Stowkey asks ${place} to withdraw the access. ${
        facts.s3 === null
          ? 'Tokens that were copied stop working.'
          : 'Keys that were copied work until they expire.'
      } If it cannot be reached or does not confirm, you are told.`,
    };
  if (facts.s3 === null) {
    const copied = facts.tokens === null ? '' : 'Tokens that were copied keep working. ';
    return {
      title: `Stays at ${place} until you end it there`,
      text: copied + whereToEnd(provider),
    };
  }
  if (facts.grant === null && facts.expiresAtEpochSeconds !== null)
    return {
      title: 'Ends by itself',
      text: provider.afterDisconnect ?? 'Keys that were copied work until they expire.',
    };
  return {
    title: 'The keys stay valid until you end them',
    text: `Keys that were copied keep working. ${
      provider.afterDisconnect ?? 'To end them, delete the access key where it was made.'
    }`,
  };
};

/** Names what is deleted on this computer. */
export const deletedHere = ({ facts }: ConnectionView): string => {
  if (facts.grant !== null)
    return 'The storage keys, the access grant and any client secret kept for this account, and its entry in the list. Files in your storage are not touched.';
  if (facts.broker !== null)
    return 'The API key and the connection ID kept for this account, and its entry in the list.';
  if (facts.tokens !== null)
    return 'The tokens and any client secret kept for this account, and its entry in the list. Your files there are not touched.';
  return 'The storage keys kept for this account, with everything used to renew them, and its entry in the list. Files in your storage are not touched.';
};
