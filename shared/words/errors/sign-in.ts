import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

const tryAgainSoon = 'Wait a minute, then try again.';

/** Words for what goes wrong while signing in, and with what a sign-in gave. */
export const wordsForSignIn = messages('errors/sign-in', {
  'oauth.denied': say(
    'Access was declined in the browser',
    'Nothing was saved.',
    'Try again and choose Allow if you want to connect.',
  ),
  'oauth.refused-by-person': say(
    'You discarded this sign-in',
    'Nothing was saved. It stays active at the provider until it is ended there.',
    'If the account is yours, remove Stowkey’s access in its settings, or start again.',
  ),
  'oauth.timeout': say(
    'The browser did not come back in time',
    'Stowkey waited for ten minutes and then stopped. Nothing was saved.',
    'Try again. If the browser shows an address that cannot be opened, use “Paste the address instead”.',
  ),
  'oauth.port-in-use': say(
    'Port {port} is used by another program',
    'Stowkey needs it to receive the answer of your browser.',
    'Close the program that uses port {port}, or choose another redirect address that is registered with the provider.',
  ),
  'oauth.port-reserved': say(
    'Port {port} is reserved by the system',
    'The system keeps this port for itself, so Stowkey cannot receive the answer of your browser there.',
    'Choose another redirect address that is registered with the provider.',
  ),
  'oauth.bad-redirect': say(
    'This address holds no answer',
    'It is not the address that the provider sends your browser to at the end.',
    'Copy the whole address from the browser’s address bar, from the page that could not be shown.',
  ),
  'oauth.wrong-state': say(
    'This answer belongs to another attempt',
    'It was refused because it does not match the sign-in that Stowkey started.',
    'Close older sign-in tabs and finish the one opened last, or start again.',
  ),
  'oauth.provider-error': say(
    'The provider could not finish the sign-in',
    'It sent your browser back with an error.',
    tryAgainSoon,
  ),
  'oauth.wrong-issuer': say(
    'The answer came from another server',
    'It does not bear the name of the server that was asked. Someone may have tried to mix up two sign-ins, so nothing was accepted.',
    'Start again. If it happens every time, check the issuer address.',
  ),
  'oauth.invalid-id-token': say(
    'The proof of identity could not be trusted',
    '{host} sent an ID token that is missing, damaged, expired or signed by someone else. Nothing was saved.',
    'Check that date and time of this computer are right, then try again.',
  ),
  'oauth.unreadable-account': say(
    'The account name cannot be read',
    '{host} describes the account in a form that Stowkey cannot check.',
    'Your sign-in is kept. At the provider, have the client told of accounts without encryption.',
  ),
  'oauth.invalid-client': say(
    'The provider does not accept this client',
    'Client ID and client secret or key do not belong together, or the client was deleted or expects another way to prove itself.',
    'Copy both again from the provider’s developer page.',
  ),
  'oauth.invalid-scope': say(
    'The provider does not allow these permissions',
    'At least one is unknown there, or your client or account may not have it.',
    'Choose fewer permissions, or allow them for your client at the provider, then connect again.',
  ),
  'oauth.redirect-mismatch': say(
    'The redirect address is not registered',
    'The provider compares it letter by letter with the ones of your client.',
    'Copy the redirect address from the form and register it at the provider.',
  ),
  'oauth.code-refused': say(
    'The provider did not accept the code',
    'A code works once and only for a short while, and it may have been used or timed out.',
    'Start again and finish in the tab that opens.',
  ),
  'oauth.sign-in-again': say(
    'The provider wants you to sign in again',
    'It no longer accepts what is stored: access was withdrawn, or it was not used for too long.',
    'Choose Sign in. Your settings are kept.',
  ),
  'oauth.renewal-refused': say(
    '{host} refused to renew the access ({status})',
    'It gave no reason that Stowkey knows, so nothing was deleted.',
    'Try again later. If it stays like this, choose Sign in.',
  ),
  'oauth.other-account': say(
    'That is another account',
    'The browser signed in as {account}, but this account belongs to {expected}. Nothing was changed.',
    'Sign out at the provider and try again, or add the other account separately.',
  ),
  'oauth.not-revoked': say(
    'Access was not ended at the provider',
    'Everything was deleted on this computer, but the provider did not confirm that it withdrew the access.',
    'Remove the app on the security page of your account there.',
  ),
  'oauth.device-code-expired': say(
    'The code was not entered in time',
    'It is valid for a few minutes only.',
    'Start again to get a new one.',
  ),
  'oauth.invalid-key': say(
    'This is not a key that can sign',
    'It has to be a private key without a password that fits the chosen algorithm, as PEM (it begins with “-----BEGIN PRIVATE KEY-----”) or as JWK.',
    'Copy the whole private key again, first and last line included.',
  ),

  'alloy.invalid-key': say(
    'Alloy does not accept this API key',
    'It was changed or deleted, or belongs to another workspace.',
    'Copy the API key again from your Alloy settings.',
  ),
  'alloy.invalid-redirect-uri': say(
    'Alloy does not accept the redirect address',
    'It has to match the one in your Alloy settings letter by letter.',
    'Copy the redirect address from the form into your Alloy settings, then try again.',
  ),
  'alloy.invalid-code': say(
    'Alloy did not accept the code',
    'A code works once and only for a short while.',
    'Start again and finish in the tab that opens.',
  ),
  'alloy.connection-not-found': say(
    'Alloy does not know this connection',
    'It was deleted there, or was made with another API key.',
    'Choose Sign in to make a new one.',
  ),
  'alloy.unnamed-credential': say(
    'Alloy did not say which sign-in it answered',
    'Its reply names no credential (credentialId), so nothing shows that the account is the one you chose. Nothing was stored.',
    'Try again. If it happens every time, choose another API version under “More options”.',
  ),
} satisfies Readonly<Record<string, Wording>>);
