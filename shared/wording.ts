import type { ErrorCode, ErrorView, FieldProblem } from './result.ts';
import type { CopyFormat, OperationView, Prompt, StepId } from './schemas.ts';

/** Says what went wrong and what to do, in words for a person. */
type Wording = {
  readonly title: string;
  readonly text: string;
  /** The next thing to do, as a sentence. */
  readonly action: string;
};

const say = (title: string, text: string, action: string): Wording => ({ title, text, action });

const tryAgainSoon = 'Wait a minute, then try again.';
const checkForm = 'Check what you entered and try again.';
const connectAgain = 'Connect again to get a fresh one.';
const pasteAgain = 'Copy the whole text again at the place it came from, then paste it here.';
const storxMayHaveChanged =
  'Try again. If it happens every time, StorX may have changed; look for an update of Stowkey.';
const askStorx = 'Try again in a few minutes. If it happens every time, ask StorX support.';

/**
 * Words for every error code. `{port}`, `{host}` and the like are filled from the error's `params`;
 * the record is complete by type, so a new code without words does not compile.
 */
export const errorWording: Readonly<Record<ErrorCode, Wording>> = {
  'ipc.refused': say(
    'That was not possible',
    'Stowkey refused the request because it did not come from its own window.',
    'Restart Stowkey and try again.',
  ),
  'ipc.invalid-argument': say(
    'That was not possible',
    'Something in the request had an unexpected form, so nothing was changed.',
    checkForm,
  ),
  'ipc.rate-limited': say(
    'One moment',
    'That was asked for many times in a short while.',
    'Wait a few seconds, then try again.',
  ),
  internal: say(
    'Something went wrong inside Stowkey',
    'Your stored keys are not affected.',
    'Try again. If it keeps happening, restart Stowkey.',
  ),

  'input.invalid': say(
    'Some answers need another look',
    'Nothing has been sent yet.',
    'Correct the marked fields, then continue.',
  ),
  'connection.unknown': say(
    'This connection is gone',
    'It was disconnected or removed in the meantime.',
    'Choose another one from the list.',
  ),
  'connection.busy': say(
    'This connection is busy',
    'Another task for it is still running.',
    'Let it finish or cancel it, then try again.',
  ),
  'operation.unknown': say(
    'That task has already ended',
    'There is nothing left to answer.',
    'Start it again if you still need it.',
  ),
  'operation.stale-answer': say(
    'That question is no longer open',
    'It was answered or has gone by, so this answer was not used.',
    'Look at what the task asks now.',
  ),
  'provider.unknown': say(
    'This provider is not available',
    'This version of Stowkey does not know the provider of the connection.',
    'Update Stowkey, then try again.',
  ),

  'keychain.locked': say(
    'Your keychain is locked',
    'Your keys are safe, but Stowkey cannot read or store any until the keychain is unlocked.',
    'On GNOME, open “Passwords and Keys”, right-click the “Login” keyring and choose Unlock. On KDE, open KWalletManager and open the wallet. Then choose “Try again”.',
  ),
  'keychain.unavailable': say(
    'No keychain was found',
    'Stowkey keeps keys only in the system’s keychain, and none is answering in this session.',
    'Install gnome-keyring or KWallet together with libsecret, sign out and in again, then choose “Try again”.',
  ),
  'keychain.timeout': say(
    'The keychain did not answer',
    'It may be waiting for you to unlock it in another window.',
    'Look for an unlock window behind this one, then choose “Try again”.',
  ),
  'keychain.missing': say(
    'The keys of this connection are gone',
    'The keychain works, but no longer holds the entry of this connection. It was probably deleted in another program.',
    'Choose Reconnect to get new keys, or disconnect it.',
  ),
  'keychain.corrupt': say(
    'The stored keys cannot be read',
    'The keychain entry of this connection is damaged or was changed by another program. It was left as it is.',
    'Choose Reconnect to get new keys.',
  ),
  'keychain.replaced': say(
    'This is not the keychain used before',
    'The keychain was reset or replaced, so keys stored earlier are not in it.',
    'If the earlier keychain is gone for good, start over with this one and sign in to each account again. Otherwise bring it back and choose “Try again”.',
  ),
  'keychain.too-large': say(
    'The keychain has no room for this',
    'What has to be stored is larger than this system’s keychain accepts.',
    'Use an access grant with fewer buckets and prefixes.',
  ),
  'keychain.invalid-value': say(
    'This text cannot be stored',
    'It contains characters that the keychain would damage.',
    'Type or paste it again without hidden characters.',
  ),
  'keychain.failed': say(
    'The keychain reported a problem',
    'Nothing was changed. Keys stored before are still there.',
    'Choose “Try again”. If it keeps failing, sign out of your desktop and in again.',
  ),

  'metadata.newer-version': say(
    'This list was written by a newer Stowkey',
    'It is shown as it is and will not be changed, so nothing gets lost.',
    'Install the newer version again to make changes.',
  ),
  'metadata.unreadable': say(
    'The list of connections could not be read',
    'The damaged file was set aside, not deleted, and the last good copy is used where there is one. Keys in the keychain are untouched.',
    'Check that every account is listed. Connect again what is missing.',
  ),
  'metadata.unwritable': say(
    'The list of connections cannot be saved',
    'Stowkey is not allowed to write to its own folder.',
    'Make the folder writable for your user, then restart Stowkey.',
  ),
  'metadata.disk-full': say(
    'The disk is full',
    'The change could not be saved, so everything was left as it was.',
    'Free some space, then try again.',
  ),
  'metadata.too-large': say(
    'The list of connections is too large',
    'The change would make the list larger than Stowkey can keep safely.',
    'Disconnect accounts that you no longer need.',
  ),

  'oauth.denied': say(
    'Access was not allowed',
    'You, or someone at the provider’s page, chose not to allow access. Nothing was stored.',
    'Try again and choose Allow if you want to connect.',
  ),
  'oauth.cancelled': say(
    'Cancelled',
    'Nothing was stored or changed.',
    'Start again whenever you like.',
  ),
  'oauth.timeout': say(
    'The browser did not come back in time',
    'Stowkey waited for ten minutes and then closed the door again. Nothing was stored.',
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
    '{host} sent an ID token that is missing, damaged, expired or signed by someone else. Nothing was stored.',
    'Check that date and time of this computer are right, then try again.',
  ),
  'oauth.unreadable-account': say(
    'Whose account it is cannot be read',
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
    'Choose Reconnect. Your settings are kept.',
  ),
  'oauth.other-account': say(
    'That is another account',
    'The browser signed in as {account}, but this connection belongs to {expected}. Nothing was changed.',
    'Sign out at the provider and try again, or connect the other account as one of its own.',
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

  'server.unreachable': say(
    '{host} cannot be reached',
    'The connection to the server failed before anything was sent.',
    'Check your internet connection and the address, then try again.',
  ),
  'server.timeout': say('{host} did not answer in time', 'The server may be busy.', tryAgainSoon),
  'server.wrong-host': say(
    '{host} does not offer this service',
    'A server answered there, but not the one that hands out keys.',
    'Check the address in the settings of this connection.',
  ),
  'server.invalid-response': say(
    '{host} answered in an unexpected way',
    'The answer could not be used, and nothing was stored.',
    'Check that the address is right. If it is, try again later.',
  ),
  'server.rate-limited': say(
    '{host} asks for a pause',
    'There were too many requests in a short while.',
    'Wait a few minutes, then try again.',
  ),
  'server.trouble': say(
    '{host} has trouble at the moment',
    'The fault is on the server’s side. Your keys are kept as they are.',
    tryAgainSoon,
  ),
  'server.rejected': say(
    '{host} refused the request',
    'The server understood the request and did not accept it.',
    'Check the details of this connection, then try again.',
  ),
  'server.insecure': say(
    'The address is not secure',
    'Keys are only sent to or taken from addresses that start with https://.',
    'Use the https:// address of {host}.',
  ),
  'server.clock-skew': say(
    'This computer’s clock is off',
    'The server’s time and this computer’s time differ too much to sign in safely.',
    'Set date and time automatically in the system settings, then try again.',
  ),

  's3.invalid-access-key': say(
    'The storage does not know this access key',
    'The key was revoked, has expired, or is so new that the storage has not learned of it yet.',
    'Wait a moment and verify again. If it stays like this, choose Refresh.',
  ),
  's3.signature-mismatch': say(
    'The secret key does not fit the access key',
    'The storage knows the access key, but not with this secret.',
    'Choose Refresh to get a new pair of keys.',
  ),
  's3.access-denied': say(
    'The keys are genuine, but may not list buckets',
    'The storage recognised the keys and refused only the listing. They may still work in the buckets they are meant for.',
    'If you expected listing to work, connect again and allow “list” as well.',
  ),
  's3.clock-skew': say(
    'This computer’s clock is off',
    'The storage refused the request because its time and this computer’s time differ too much.',
    'Set date and time automatically in the system settings, then verify again.',
  ),

  'sts.denied': say(
    'Temporary keys were refused',
    'The server knows you, but its rules do not let you have keys for this role.',
    'Check the role and who may assume it in the provider’s console, then try again.',
  ),
  'sts.mfa-refused': say(
    'The MFA code was not accepted',
    'Each code works once and for about half a minute, and only with its own device.',
    'Wait for the next code and enter that one. Check the serial number of the device too.',
  ),
  'sts.token-expired': say(
    'The sign-in is too old for temporary keys',
    'The identity token ran out before it reached the server.',
    'Try again. If it stays like this, choose Reconnect.',
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
    'Choose Reconnect to make a new one.',
  ),

  'template.invalid': say(
    'This is not a template that Stowkey understands',
    'A template is a JSON file that follows Stowkey’s schema, or a Cyberduck profile. Something in this one is missing or wrong.',
    'Check that the whole file was taken, or ask its author for a newer one.',
  ),
  'template.exists': say(
    'There is a provider of this name already',
    'Providers that come with Stowkey cannot be replaced; imported ones only when you say so.',
    'Keep the one that is there, or give the template another id.',
  ),
  'prefill.not-understood': say(
    'Nothing in it fits this form',
    'Stowkey looked for keys, client details and addresses and found none.',
    'Take the whole file or block again, or type the values in.',
  ),

  'grant.expired': say(
    'This access grant has expired',
    'It is no longer valid, or will not be in less than a minute.',
    connectAgain,
  ),
  'grant.wrong-network': say(
    'This access grant belongs to another network',
    '{host} does not serve the satellite that the grant was made for. A Storj grant does not work at StorX, and the other way round.',
    'Choose the provider that the grant comes from.',
  ),
  'grant.damaged': say(
    'The server could not read this access grant',
    'Some of it is missing or was changed on the way.',
    pasteAgain,
  ),
  'grant.refused-by-person': say(
    'You refused this access grant',
    'Nothing was stored. The key that the provider made for it still exists there.',
    'Delete that key in the provider’s console if you don’t need it, or start again.',
  ),
  'grant.not-base58': say(
    'This is not an access grant',
    'It contains characters that never appear in one.',
    pasteAgain,
  ),
  'grant.checksum': say(
    'Part of the access grant is missing or wrong',
    'Its built-in check does not fit, so at least one character was lost or changed.',
    pasteAgain,
  ),
  'grant.version': say(
    'This access grant has an unknown version',
    'It was made in a form that this version of Stowkey does not know.',
    'Update Stowkey, or make a new access grant.',
  ),
  'grant.not-a-grant': say(
    'This is not an access grant',
    'The text has the right alphabet, but something else is inside.',
    'Look for “Access grant” in the provider’s console and copy that.',
  ),
  'grant.api-key': say(
    'This is an API key, not an access grant',
    'An API key alone cannot open your files: the encryption passphrase is not part of it.',
    'Make an access grant from it in the provider’s console, then paste that.',
  ),
  'grant.missing-satellite': say(
    'This access grant names no satellite',
    'Without it, nobody can tell where the grant is valid.',
    'Make a new access grant at the provider.',
  ),
  'grant.missing-api-key': say(
    'This access grant is incomplete',
    'The part that allows access is missing.',
    'Make a new access grant at the provider.',
  ),
  'grant.missing-encryption-access': say(
    'This access grant cannot open files',
    'The part that decrypts your files is missing.',
    'Make a new access grant with your encryption passphrase.',
  ),
  'grant.bad-key-length': say(
    'This access grant is damaged',
    'An encryption key inside has the wrong length.',
    'Make a new access grant at the provider.',
  ),
  'grant.bad-macaroon': say(
    'This access grant is damaged',
    'The part that says what it allows cannot be read.',
    'Make a new access grant at the provider.',
  ),
  'grant.too-large': say(
    'This access grant is too large',
    'Servers accept access grants of up to 4 KB.',
    'Make one with fewer buckets and prefixes.',
  ),

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
    'The fault is on the side of StorX. Nothing was stored.',
    askStorx,
  ),
};

/**
 * Closer words for an error that carries a `reason` or `problem`: by code, then by that word. What
 * is left out here is said as in `errorWording`; unknown words, as templates may bring, change
 * nothing.
 */
export const closerWording: Readonly<
  Partial<Record<ErrorCode, Readonly<Record<string, Partial<Wording>>>>>
> = {
  'oauth.sign-in-again': {
    'keys-refused': {
      title: 'Your own keys are no longer accepted',
      text: 'The service does not know them any more, or they have run out, so they cannot get new temporary keys.',
      action: 'Choose Reconnect and paste keys that are valid now.',
    },
    'no-refresh-token': {
      text: 'The provider gave no means to renew by itself, so it asks you each time the access runs out.',
    },
    'pasted-refresh-token': {
      title: 'The refresh token was not accepted',
      text: 'It is invalid or has expired, or it was given to another client. Nothing was stored.',
      action: 'Paste another one, or leave it out and sign in through the browser.',
    },
    'google-testing': {
      text: 'Google ends access after {days} days while the consent screen of your client is set to “Testing”.',
      action:
        'Choose Reconnect. To make it last, set the publishing status to “In production” in the Google Cloud console.',
    },
  },
  'oauth.invalid-id-token': {
    userinfo: {
      title: 'Whose account it is could not be trusted',
      text: '{host} described the account of somebody else, for another client, or with a signature that does not hold.',
    },
  },
  'oauth.unreadable-account': {
    encrypted: { text: '{host} describes the account encrypted, and Stowkey has no key for that.' },
    'no-keys': {
      text: '{host} signs what it says of the account, and the keys to check it by are not known.',
      action:
        'Your sign-in is kept. Connect with the provider “OpenID Connect” to have it checked.',
    },
  },
  'oauth.not-revoked': {
    'no-client-secret': {
      text: 'Everything was deleted on this computer. Withdrawing the access there needs the client secret, which was not kept.',
    },
  },
  'prefill.not-understood': {
    dropped: {
      title: 'What the file held is no longer kept',
      text: 'Its secrets are dropped after ten minutes without use, and when the screen is locked.',
    },
  },
  'oauth.invalid-key': {
    encrypted: {
      title: 'The private key is locked with a password',
      text: 'Stowkey cannot open it.',
      action: 'Remove the password first: openssl pkcs8 -in key.pem -out open.pem.',
    },
    'public-only': {
      title: 'This is a public key or certificate',
      text: 'Only the private key of the pair can sign.',
      action: 'Paste the private key instead.',
    },
    'wrong-format': {
      title: 'The private key has an older format',
      text: 'It has to be in PKCS #8, which begins with “-----BEGIN PRIVATE KEY-----”.',
      action: 'Convert it first: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new.pem.',
    },
    'trailing-text': {
      text: 'There is other text before, after or inside the key, or part of it is missing.',
    },
    'wrong-algorithm': {
      title: 'The key does not fit the algorithm',
      text: 'RS256 and PS256 need an RSA key, ES256 a P-256 key, EdDSA an Ed25519 key.',
      action: 'Choose another algorithm, or paste another key.',
    },
    'wrong-curve': {
      title: 'The key does not fit the algorithm',
      text: 'ES256 needs a key on the curve P-256.',
      action: 'Choose another algorithm, or paste another key.',
    },
    'too-short': {
      title: 'The key is too short',
      text: 'RSA keys need at least 2048 bits to be safe.',
      action: 'Make a longer key and register it at the provider.',
    },
  },
  'server.unreachable': {
    dns: {
      text: 'No server of that name was found.',
      action: 'Check the spelling of the address and your internet connection, then try again.',
    },
    refused: {
      text: 'The computer is there, but nothing answers at that address.',
      action: 'Check the address and its port, and that the service is running.',
    },
    reset: {
      text: 'The connection was cut before the answer was complete.',
      action: tryAgainSoon,
    },
    tls: {
      title: '{host} could not prove who it is',
      text: 'Its certificate is not valid for this address, so nothing was sent.',
      action:
        'Check the address, and the date of this computer. In a network that looks into connections, ask who runs it.',
    },
    offline: {
      title: 'This computer is offline',
      text: '{host} cannot be reached from here.',
      action: 'Connect to the internet, then try again.',
    },
    proxy: {
      text: 'The proxy {proxy} does not answer, or does not let the connection through.',
      action: 'Check the proxy in the settings of your system or in HTTPS_PROXY, then try again.',
    },
    'proxy-login': {
      title: 'The proxy {proxy} wants a name and a password',
      text: 'Without them, {host} cannot be reached.',
      action:
        'Start Stowkey with HTTPS_PROXY=http://name:password@{proxy}, or use a network without the proxy.',
    },
    'proxy-setting': {
      title: 'The proxy setting cannot be used',
      text: '{host} is to be reached through a proxy of a kind that Stowkey does not speak, or whose address is wrong.',
      action: 'Set a proxy of the kind http, https or socks5 in your system or in HTTPS_PROXY.',
    },
  },
  'template.invalid': {
    json: { text: 'It is not JSON, or was cut off.' },
    plist: { text: 'It looks like a Cyberduck profile, but cannot be read as one.' },
    Protocol: { text: 'Cyberduck profiles work here when they are for S3 or for OAuth.' },
  },
};

/** Stands in for a placeholder whose value the error did not carry. */
const placeholderFallback: Readonly<Record<string, string>> = {
  days: 'some',
  host: 'the server',
  port: 'for the sign-in',
  proxy: 'in use',
};

const fill = (text: string, params: ErrorView['params']): string => {
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? (placeholderFallback[name] ?? '') : String(value);
  });
  return text.startsWith('{') && !Object.hasOwn(params, 'host')
    ? filled.charAt(0).toUpperCase() + filled.slice(1)
    : filled;
};

const closerWords = ({ code, params }: Pick<ErrorView, 'code' | 'params'>): Partial<Wording> => {
  const byWord = closerWording[code] ?? {};
  const word = String(params.reason ?? params.problem ?? params.where ?? '');
  return Object.hasOwn(byWord, word) ? (byWord[word] ?? {}) : {};
};

/** Gives the words for an error, with its placeholders filled. */
export const describeError = (error: Pick<ErrorView, 'code' | 'params'>): Wording => {
  const { title, text, action } = { ...errorWording[error.code], ...closerWords(error) };
  return {
    title: fill(title, error.params),
    text: fill(text, error.params),
    action: fill(action, error.params),
  };
};

/** Words for a step of a long operation: while it waits or runs, and once it is done. */
export const stepWording: Readonly<Record<StepId, { doing: string; done: string }>> = {
  'check-input': { doing: 'Check your answers', done: 'Answers checked' },
  'open-listener': { doing: 'Get ready for the browser', done: 'Ready for the browser' },
  discover: { doing: 'Ask the server where to go', done: 'Server found' },
  'register-client': { doing: 'Register with the server', done: 'Registered with the server' },
  'wait-for-browser': { doing: 'Wait for your browser', done: 'Browser came back' },
  'wait-for-device': { doing: 'Wait for the code to be entered', done: 'Code entered' },
  'review-grant': { doing: 'Review what was granted', done: 'Access grant accepted' },
  'exchange-code': { doing: 'Trade the code for access', done: 'Access received' },
  'exchange-grant': { doing: 'Get storage keys', done: 'Storage keys received' },
  'refresh-tokens': { doing: 'Renew the access', done: 'Access renewed' },
  'get-temporary-keys': { doing: 'Get temporary keys', done: 'Temporary keys received' },
  identify: { doing: 'Look up the account', done: 'Account found' },
  save: { doing: 'Store in the keychain', done: 'Stored in the keychain' },
  verify: { doing: 'Try the keys', done: 'Keys work' },
  revoke: { doing: 'Revoke at the provider', done: 'Revoked at the provider' },
  delete: { doing: 'Delete from the keychain', done: 'Deleted from the keychain' },
};

/** Titles of an operation while it runs and after each way it can end. `{name}` is the account. */
export const operationWording: Readonly<
  Record<
    OperationView['kind'],
    { running: string; done: string; failed: string; cancelled: string }
  >
> = {
  connect: {
    running: 'Connecting {name}',
    done: '{name} is connected',
    failed: '{name} could not be connected',
    cancelled: 'Connecting was cancelled',
  },
  reconnect: {
    running: 'Signing in again',
    done: 'Signed in again',
    failed: 'Signing in did not work',
    cancelled: 'Signing in was cancelled',
  },
  refresh: {
    running: 'Getting fresh keys',
    done: 'Keys are fresh',
    failed: 'The keys could not be refreshed',
    cancelled: 'Refreshing was cancelled',
  },
  verify: {
    running: 'Trying the keys',
    done: 'The keys work',
    failed: 'The keys could not be verified',
    cancelled: 'Verifying was cancelled',
  },
  disconnect: {
    running: 'Disconnecting',
    done: 'Disconnected',
    failed: 'Disconnecting did not work',
    cancelled: 'Disconnecting was cancelled',
  },
};

type SecretKind = Extract<Prompt, { kind: 'secret' }>['secret'];

/** Asks for a secret that is not stored. */
export const secretPromptWording: Readonly<
  Record<SecretKind, { title: string; text: string; label: string }>
> = {
  passphrase: {
    title: 'Enter your encryption passphrase',
    text: 'It is used once to make the access grant and is not stored. Use the same passphrase as before, or files stored earlier stay unreadable with the new keys.',
    label: 'Encryption passphrase',
  },
  'access-grant': {
    title: 'Paste the new access grant',
    text: 'It takes the place of the stored one. Stowkey shows what it allows before anything changes.',
    label: 'Access grant',
  },
  'client-secret': {
    title: 'Enter the client secret',
    text: 'It is not in the keychain, so it is asked for when signing in again.',
    label: 'Client secret',
  },
  'mfa-code': {
    title: 'Enter the code of your MFA device',
    text: 'The six digits that your authenticator shows now. Each code works once.',
    label: 'MFA code',
  },
  'private-key': {
    title: 'Paste the private key',
    text: 'It signs this request and is not stored. PEM and JWK both work.',
    label: 'Private key',
  },
  's3-keys': {
    title: 'Paste the new keys',
    text: 'As environment variables, AWS credentials, JSON or CSV. They take the place of the stored ones once they are known to work.',
    label: 'New keys',
  },
  'api-key': {
    title: 'Enter the API key',
    text: 'The one in the keychain is gone or no longer works.',
    label: 'API key',
  },
};

/** What is wrong with one field, as a sentence to show beside it. */
export const fieldProblemWording: Readonly<Record<FieldProblem, string>> = {
  required: 'Fill this in to continue.',
  'too-long': 'This is longer than it can be. Check that only the value was pasted.',
  'not-a-url': 'Enter a whole address, such as https://example.com.',
  'not-https': 'The address has to start with https://.',
  'not-loopback': 'Addresses that start with http:// work for this computer only (127.0.0.1).',
  'out-of-range': 'This number is outside the allowed range.',
  'not-a-choice': 'Choose one of the options.',
  'bad-format': 'This does not look right. Check for missing or extra characters.',
};

/** Describes one field's problem; names the range when the field has one. */
export const describeFieldProblem = (
  problem: FieldProblem,
  range?: {
    readonly minimum: number;
    readonly maximum: number;
    readonly unit?: string | undefined;
  },
): string =>
  problem === 'out-of-range' && range !== undefined
    ? `Enter a number from ${range.minimum} to ${range.maximum}${range.unit ? ` ${range.unit}` : ''}.`
    : fieldProblemWording[problem];

/** Names of what can be copied: in menus (`label`), and at the start of a sentence (`noun`). */
export const copyFormatWording: Readonly<
  Record<CopyFormat, { label: string; noun: string; hint: string | null }>
> = {
  'access-key-id': { label: 'Access key', noun: 'Access key', hint: null },
  'secret-access-key': { label: 'Secret key', noun: 'Secret key', hint: null },
  endpoint: { label: 'Endpoint', noun: 'Endpoint', hint: null },
  region: { label: 'Region', noun: 'Region', hint: null },
  'env-sh': {
    label: 'Environment variables',
    noun: 'Environment variables',
    hint: 'export AWS_… lines for a shell',
  },
  'aws-profile': {
    label: 'AWS profile',
    noun: 'AWS profile',
    hint: 'A section for ~/.aws/credentials',
  },
  json: { label: 'JSON', noun: 'JSON', hint: 'All values in one object' },
  'access-token': { label: 'Access token', noun: 'Access token', hint: null },
  'authorization-header': {
    label: 'Authorization header',
    noun: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
  },
  'connection-id': { label: 'Connection ID', noun: 'Connection ID', hint: null },
  'connection-id-env': {
    label: 'CONNECTION_ID=…',
    noun: 'CONNECTION_ID line',
    hint: 'A line for a .env file',
  },
};
