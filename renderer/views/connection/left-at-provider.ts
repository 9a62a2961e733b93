import type { ConnectionView } from '../../../shared/schemas.ts';

/** What disconnecting does at the provider, under a heading of its own. */
type AtProvider = { readonly title: string; readonly text: string };

/** Where people end the access of an app, at providers that ship with Stowkey. */
const placesToEnd: Readonly<Record<string, string>> = {
  'google-drive': 'Open myaccount.google.com/connections, choose your app and delete its access.',
  dropbox: 'Open “Connected apps” in the settings of your Dropbox account and disconnect the app.',
  onedrive:
    'Open account.live.com/consent/Manage (at work or school: myapps.microsoft.com) and remove the app.',
  box: 'Open the account settings of Box, look for your app among the integrations and remove it.',
  pcloud: 'Open the settings of pCloud, look for the apps linked to your account and unlink yours.',
};

/** Says where a person ends the access of an app; null where that is not known. */
export const placeToEnd = (providerId: string): string | null =>
  Object.hasOwn(placesToEnd, providerId) ? (placesToEnd[providerId] ?? null) : null;

/** Says what disconnecting ends at the provider, what it cannot, and where the person can. */
export const leftAtProvider = (
  { providerId, facts, capabilities }: ConnectionView,
  providerName: string,
): AtProvider => {
  const stays = `Stays at ${providerName} until you revoke it`;
  if (capabilities.revoke)
    return {
      title: `Ended at ${providerName}`,
      text: `Stowkey asks ${providerName} to withdraw the access, so tokens that were copied stop working. If it cannot be reached or does not confirm, you are told.`,
    };
  if (providerId.startsWith('storx'))
    return {
      title: stays,
      text: 'Keys that were copied keep working. To end them, open the StorX console, go to API keys and delete the one whose name begins with OAUTH2_API_KEY_FOR_. Removing the app under developer access is not enough.',
    };
  if (facts.grant !== null)
    return {
      title: stays,
      text: 'Keys that were copied keep working. To end them, delete or revoke the access grant in the console of the provider that made it.',
    };
  if (facts.broker !== null)
    return {
      title: `Stays at ${providerName}`,
      text: `The connection to ${facts.broker.connector} goes on working for programs that have its ID and your API key. To end it, delete it in the dashboard of ${providerName}.`,
    };
  if (facts.s3 !== null && facts.expiresAtEpochSeconds !== null)
    return {
      title: 'Ends by itself',
      text: 'Temporary keys that were copied work until they expire. The long-term keys they were made with stay valid until you delete them in the console.',
    };
  if (facts.s3 !== null)
    return {
      title: stays,
      text: `Keys that were copied keep working. To end them, delete the access key in the console of ${providerName}.`,
    };
  if (facts.tokens !== null)
    return {
      title: stays,
      text: `${providerName} offers no way to end it from here. ${
        placeToEnd(providerId) ?? 'Remove the app on the security page of your account there.'
      }`,
    };
  return {
    title: stays,
    text: `Keys that were copied may keep working. To end them, revoke them in the console of ${providerName}.`,
  };
};

/** Names what is deleted on this computer. */
export const deletedHere = ({ facts }: ConnectionView): string => {
  if (facts.grant !== null)
    return 'The storage keys, the access grant and any client secret kept for this account, and its entry in the list.';
  if (facts.broker !== null)
    return 'The API key and the connection ID kept for this account, and its entry in the list.';
  if (facts.tokens !== null)
    return 'The tokens and any client secret kept for this account, and its entry in the list.';
  return 'The storage keys kept for this account, with everything used to renew them, and its entry in the list.';
};
