/** Says what disconnecting cannot undo at the provider, and where the person can. */
export const leftAtProvider = (providerId: string, providerName: string): string => {
  if (providerId.startsWith('storx'))
    return 'Keys that were copied keep working. To end them, open the StorX console, go to API keys and delete the one whose name begins with OAUTH2_API_KEY_FOR_. Removing the app under developer access is not enough.';
  if (providerId.includes('grant') || providerId.startsWith('storj'))
    return 'Keys that were copied keep working. To end them, delete or revoke the access grant in the console of the provider that made it.';
  return `Keys that were copied may keep working. To end them, revoke them in the console of ${providerName}.`;
};
