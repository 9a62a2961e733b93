import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

const storxMayHaveChanged =
  'Try again. If it happens every time, StorX may have changed; look for an update of Stowkey.';
const askStorx = 'Try again in a few minutes. If it happens every time, ask StorX support.';

/** Words for StorX's own error words, each of which has a code of its own. */
export const wordsForStorx = messages('errors/storx', {
  'storx.invalid_request': say(
    'StorX did not accept the request',
    'Something that StorX needs was missing or had the wrong form.',
    'Check client ID, redirect address and permissions, then try again.',
  ),
  'storx.invalid_client': say(
    'StorX does not know this client',
    'Client ID and client secret do not belong together, or the client was deleted.',
    'Copy both again from your StorX developer page.',
  ),
  'storx.invalid_client_id': say(
    'StorX does not know this client ID',
    'It may have a typing error, or belong to another environment (production or staging).',
    'Copy the client ID again from your StorX developer page.',
  ),
  'storx.client_inactive': say(
    'This client is switched off at StorX',
    'The client exists, but is not active.',
    'Activate it on your StorX developer page, then try again.',
  ),
  'storx.invalid_redirect_uri': say(
    'The redirect address is not registered at StorX',
    'StorX compares it letter by letter with the ones you registered.',
    'Copy the redirect address from the form and add it to your client on the StorX developer page.',
  ),
  'storx.invalid_request_id': say(
    'StorX lost track of this sign-in',
    'The consent page was too old or opened twice.',
    'Start again and finish in the tab that opens.',
  ),
  'storx.request_not_pending': say(
    'This sign-in was already answered',
    'The same consent page was used before.',
    'Start again and finish in the tab that opens.',
  ),
  'storx.request_expired': say(
    'The consent page timed out',
    'StorX gives you about one minute to allow access.',
    'Start again and allow access within a minute.',
  ),
  'storx.unauthorized': say(
    'StorX wants you to sign in first',
    'Your browser was not signed in to StorX, or no longer is.',
    'Sign in to StorX in your browser, then try again.',
  ),
  'storx.forbidden': say(
    'Your StorX account may not do this',
    'You are signed in, but the account lacks the permission.',
    'Sign in with the account that owns the project, then try again.',
  ),
  'storx.consent_update_failed': say(
    'StorX could not save your consent',
    'The fault is on the side of StorX.',
    askStorx,
  ),
  'storx.invalid_client_secret': say(
    'StorX did not accept the client secret',
    'It does not belong to this client ID, or was changed since.',
    'Copy the client secret again, whole and including any $ signs.',
  ),
  'storx.invalid_client_secret_claims': say(
    'StorX did not accept the signed request',
    'The client ID inside does not fit, or this computer’s clock is off.',
    'Check client ID and secret, and set date and time automatically.',
  ),
  'storx.invalid_client_string': say(
    'StorX could not read the signed request',
    'It did not have the form that StorX expects.',
    storxMayHaveChanged,
  ),
  'storx.exp_not_found': say(
    'StorX found no end date in the signed request',
    'It did not have the form that StorX expects.',
    storxMayHaveChanged,
  ),
  'storx.client_secret_expired': say(
    'The signed request was too old for StorX',
    'Either signing in took too long, or this computer’s clock is slow.',
    'Set date and time automatically, or choose a longer lifetime under “More options”, then try again.',
  ),
  'storx.invalid_code': say(
    'StorX did not accept the code',
    'A code works once only, and only for the client it was made for.',
    'Start again to get a new code.',
  ),
  'storx.code_expired': say(
    'The code is too old',
    'StorX accepts a code for about one minute.',
    'Start again and finish within a minute.',
  ),
  'storx.invalid_user': say(
    'StorX does not know this user',
    'The account that allowed access could not be found.',
    'Sign in to StorX in your browser, then try again.',
  ),
  'storx.failed_to_get_projects': say(
    'StorX could not look up your projects',
    'The fault is on the side of StorX.',
    askStorx,
  ),
  'storx.no_projects': say(
    'Your StorX account has no project yet',
    'Keys always belong to a project.',
    'Create a project in the StorX console, then try again.',
  ),
  'storx.failed_to_create_api_key': say(
    'StorX could not create a key',
    'The fault is on the side of StorX, or the project has reached its limit of keys.',
    'Delete API keys you don’t need in the StorX console, then try again.',
  ),
  'storx.failed_to_create_access_grant': say(
    'StorX could not create the access grant',
    'This happens when none of the chosen permissions means anything to StorX, or the passphrase was not accepted.',
    'Check permissions and bucket name, then try again.',
  ),
  'storx.failed_to_mark_code_used': say(
    'StorX could not finish the sign-in',
    'The fault is on the side of StorX. Nothing was saved.',
    askStorx,
  ),
} satisfies Readonly<Record<string, Wording>>);
