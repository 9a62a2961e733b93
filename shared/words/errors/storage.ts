import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

const tryAgainSoon = 'Wait a minute, then try again.';
const pasteAgain = 'Copy the whole text again at the place it came from, then paste it here.';

/** Words for what servers, storage and access grants answer with. */
export const wordsForStorage = messages('errors/storage', {
  'server.unreachable': say(
    '{host} cannot be reached',
    'The connection to the server failed before anything was sent.',
    'Check your internet connection and the address, then try again.',
  ),
  'server.timeout': say('{host} did not answer in time', 'The server may be busy.', tryAgainSoon),
  'server.wrong-host': say(
    '{host} does not offer this service',
    'A server answered there, but not the one that hands out keys.',
    'Check the address in the settings of this account.',
  ),
  'server.invalid-response': say(
    '{host} answered in an unexpected way',
    'The answer could not be used, and nothing was saved.',
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
    'Check the details of this account, then try again.',
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
    'Copy both keys again at the service and connect them anew, or choose Replace keys where the account is in your list.',
  ),
  's3.signature-mismatch': say(
    'The secret key does not fit the access key',
    'The storage knows the access key, but not with this secret.',
    'Copy both keys again at the service and connect them anew, or choose Replace keys where the account is in your list.',
  ),
  's3.access-denied': say(
    'Access denied by the storage service',
    'It knows the keys, but they may do nothing there.',
    'Check what the keys may do at the service, then try again.',
  ),
  's3.clock-skew': say(
    'This computer’s clock is off',
    'The storage refused the request because its time and this computer’s time differ too much.',
    'Set date and time automatically in the system settings, then try again.',
  ),
  's3.unproven': say(
    'The keys could not be checked',
    '{host} answers good and wrong keys alike when they may not list buckets.',
    'Name a bucket that the keys open. Where the account is in your list, Verify asks for it.',
  ),
  's3.no-such-object': say(
    'There is no such object',
    'The bucket has nothing of that name.',
    'Look at what is in the bucket, then try again.',
  ),
  's3.object-exists': say(
    'Something of that name is there already',
    'It was left as it is.',
    'Upload under another name.',
  ),
  's3.not-text': say(
    'This object is no text',
    'Only UTF-8 text can be read.',
    'Ask for a link to it instead.',
  ),
  's3.unfit-for-profile': say(
    'These keys do not fit into an AWS profile',
    'The secret key has a blank at one end, or a blank before # or ;. Tools would drop part of it.',
    'Copy the keys as environment variables or as JSON.',
  ),
  'format.unfit': say(
    'This form cannot hold these keys',
    'A key has characters that the tool would read as something else.',
    'Copy the keys in another form.',
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
    'Try again. If it stays like this, choose Sign in again.',
  ),

  'grant.expired': say(
    'This access has expired',
    'The access grant is no longer valid.',
    'Make a new one where it came from, and use that.',
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
    'You discarded this access grant',
    'Nothing was saved. The key that the provider made for it still exists there.',
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
} satisfies Readonly<Record<string, Wording>>);
