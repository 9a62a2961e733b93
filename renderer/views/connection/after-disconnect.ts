import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';

/** What disconnecting does at the provider, under a heading of its own. */
export type AtProvider = { readonly title: string; readonly text: string };

type Provider = Pick<ProviderDescriptor, 'name' | 'afterDisconnect'>;

/** Says what disconnecting ends at the provider, what it cannot, and where the person can. */
export const leftAtProvider = (
  { facts, capabilities }: ConnectionView,
  { name, afterDisconnect }: Provider,
): AtProvider => {
  if (capabilities.revoke)
    return {
      title: `Ended at ${name}`,
      text: `Stowkey asks ${name} to withdraw the access, so tokens that were copied stop working. If it cannot be reached or does not confirm, you are told.`,
    };
  const endsByItself =
    facts.s3 !== null && facts.grant === null && facts.expiresAtEpochSeconds !== null;
  if (endsByItself)
    return {
      title: 'Ends by itself',
      text: afterDisconnect ?? 'Keys that were copied work until they expire.',
    };
  return {
    title: `Stays at ${name} until you end it there`,
    text:
      facts.s3 === null
        ? (afterDisconnect ?? endItThere(name))
        : `Keys that were copied keep working. ${
            afterDisconnect ?? 'To end them, delete the access key where it was made.'
          }`,
  };
};

/** What is said where nothing is known of the place. */
const endItThere = (name: string): string =>
  `To end it, use the settings of your account at ${name}.`;

/** Says where access that Stowkey holds or held is ended by hand. */
export const whereToEnd = ({ name, afterDisconnect }: Provider): string =>
  afterDisconnect ?? endItThere(name);

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
