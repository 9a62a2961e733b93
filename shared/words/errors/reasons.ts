import type { ErrorCode } from '../../result.ts';
import { messages } from '../messages.ts';
import { closerForAwsConfig } from './aws-config.ts';
import { closerForOrganisation } from './organisation.ts';
import type { Wording } from './wording.ts';

type Closer = Readonly<Partial<Record<ErrorCode, Readonly<Record<string, Partial<Wording>>>>>>;

const serviceEnded: Partial<Wording> = {
  title: 'The keychain’s service has ended',
  text: 'It was there before. Your keys are safe.',
  action: 'Choose “Try again”. If it does not come back, sign out of your desktop and in again.',
};

const holdsNeither: Partial<Wording> = {
  title: 'This account has neither S3 keys nor an access token',
  text: 'What it holds is of use elsewhere: a grant, or a broker’s connection.',
  action: 'Copy what it has in Stowkey’s window.',
};

const closerForTheRest: Closer = messages('errors/reasons', {
  'keychain.unavailable': {
    'no-qca': {
      title: 'KWallet lacks a part of itself',
      text: 'It cannot hand out or take in secrets without the OpenSSL plugin of QCA.',
      action:
        'Install libqca-qt5-2-plugins (Debian, Ubuntu), sign out and in again, then choose “Try again”.',
    },
    stopped: serviceEnded,
    restarted: serviceEnded,
  },
  'keychain.failed': {
    'vault-damaged': {
      title: 'The vault file is damaged',
      text: 'It was cut or changed by another program. It was left as it is.',
      action:
        'Put a copy of vault.jwe back. Or start a new vault and sign in to each account again.',
    },
    'vault-newer': {
      title: 'The vault file was written by a newer Stowkey',
      text: 'It was left as it is.',
      action: 'Install the newer version again.',
    },
    'vault-unreadable': {
      title: 'The vault file cannot be read',
      text: 'The system does not let Stowkey read it, or it is no regular file.',
      action: 'Give vault.jwe in Stowkey’s folder back to your user, then choose “Try again”.',
    },
  },
  'input.invalid': {
    'command-line': {
      title: 'More is needed, or something is not as it has to be',
      action: 'Give these, and what stands behind --secret on standard input: {fields}.',
    },
  },
  'account.without-s3-keys': { neither: holdsNeither },
  'account.without-token': { neither: holdsNeither },
  'backup.unfit-key': {
    unreadable: {
      title: 'The key could not be read',
      text: 'The file holds no key as PEM or JWK, or the passphrase of the key is another one.',
    },
    private: {
      title: 'This is a private key',
      text: 'It opens backups, and stays with you alone. A backup is locked with the public key that belongs to it.',
      action: 'Choose the file with the public key.',
    },
    other: {
      title: 'This is the key of another backup',
      text: 'The backup was locked for another key.',
    },
  },
  'file.unreadable': {
    'too-large': { title: 'The file is too large', text: 'No file of this kind is that large.' },
    'not-a-file': { text: 'It is no regular file.' },
  },
  'provider.unknown': {
    'asked-for': {
      title: 'No provider is called so',
      text: 'It is told by its name or its id.',
      action: 'These are there: {ids}.',
    },
  },
  'oauth.sign-in-again': {
    'keys-refused': {
      title: 'Your own keys are no longer accepted',
      text: 'The service does not know them any more, or they have run out, so they cannot get new temporary keys.',
      action: 'Choose Sign in and paste keys that are valid now.',
    },
    'no-refresh-token': {
      text: 'The provider gave no means to renew by itself, so it asks you each time the access runs out.',
    },
    'pasted-refresh-token': {
      title: 'The refresh token was not accepted',
      text: 'It is invalid or has expired, or it was given to another client. Nothing was saved.',
      action: 'Paste another one, or leave it out and sign in through the browser.',
    },
    'google-testing': {
      text: 'Google ends access after {days} days while the consent screen of your client is set to “Testing”.',
      action:
        'Choose Sign in. To make it last, set the publishing status to “In production” in the Google Cloud console.',
    },
  },
  'oauth.renewal-refused': {
    lasting: {
      title: 'The server no longer accepts this sign-in ({status})',
      text: '{host} refused to renew it three times in a row, without a reason that Stowkey knows. Nothing was deleted, and Stowkey goes on trying.',
      action: 'Choose Sign in. Your settings are kept.',
    },
  },
  'oauth.invalid-id-token': {
    userinfo: {
      title: 'The account name could not be verified',
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
    'no-provider': {
      title: 'It does not say what to connect',
      text: 'Stowkey looked for S3 keys, and for an OAuth client together with its provider.',
      action: 'Choose a provider and give it to the form, or type the values in.',
    },
    dropped: {
      title: 'What this form held is no longer kept',
      text: 'Its secrets are dropped after ten minutes without use, and when the screen is locked.',
    },
    'other-address': {
      title: 'Type the secrets once more for this address',
      text: 'Those that Stowkey kept of this form were for another address, and are sent nowhere else.',
      action: 'Look at the address, then fill in the empty fields.',
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
  's3.invalid-access-key': {
    swapped: {
      title: 'Access key and secret key look swapped',
      text: 'The storage does not know the access key, and it looks like a secret.',
      action: 'Put each into the other’s field, then try again.',
    },
    'needs-token': {
      title: 'These keys need their session token',
      text: 'They are temporary, and the storage takes them only with the token that came with them.',
      action: 'Add the session token, then try again.',
    },
  },
  'format.unfit': {
    temporary: {
      title: 'This form takes no temporary keys',
      text: 'It has no place for the session token that these keys need.',
    },
  },
  'sts.denied': {
    'keys-or-role': {
      text: 'The long-term keys may have been deleted, or the rules for this role have changed. Some servers, such as Ceph, say the same of both.',
      action:
        'Check both in the provider’s console. If the long-term keys are gone, choose Replace keys and paste new ones.',
    },
  },
  's3.access-denied': {
    suspended: {
      title: 'The account of these keys is suspended',
      text: 'The storage knows the keys, but their user or account was suspended or closed.',
      action: 'Ask whoever runs the storage to enable it again.',
    },
    'no-such-bucket': {
      title: 'There is no such bucket',
      text: '{host} has no bucket of that name.',
      action: 'Check the name, or leave it out if the keys may list buckets.',
    },
    'bucket-refused': {
      title: 'The keys do not open this bucket',
      text: 'The bucket belongs to somebody else, or the keys may not look into it.',
      action: 'Name another bucket, or change what the keys may do at the service.',
    },
  },
  'server.wrong-host': {
    'bucket-in-address': {
      title: 'The address seems to name a bucket',
      text: '{host} looks for a bucket where Stowkey asks for the list of them.',
      action: 'Enter the address of the service, without the bucket.',
    },
  },
  's3.clock-skew': {
    ahead: { title: 'This computer’s clock is {minutes} minutes ahead' },
    behind: { title: 'This computer’s clock is {minutes} minutes behind' },
  },
  'server.unreachable': {
    dns: {
      text: 'No server of that name was found.',
      action: 'Check the spelling of the address and your internet connection, then try again.',
    },
    refused: {
      title: '{host} is not responding',
      text: 'It may be down, or the address or port may be wrong.',
      action: 'Check both, then try again.',
    },
    reset: {
      text: 'The connection was cut before the answer was complete.',
      action: 'Wait a minute, then try again.',
    },
    tls: {
      title: '{host} could not prove who it is',
      text: 'Its certificate is not valid for this address, so nothing was sent.',
      action:
        'Check the address, and the date of this computer. If your network inspects TLS, ask its administrator.',
    },
    'not-tls': {
      title: '{host} does not use TLS',
      text: 'Something answers there, but without encryption, so https:// does not work.',
      action: 'Check the port. For a server of your own without a certificate, enter http://.',
    },
    'wants-tls': {
      title: '{host} wants https',
      text: 'It uses TLS and does not answer to http://.',
      action: 'Enter the address with https://.',
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
});

/**
 * Closer words for an error that carries a `reason` or `problem`: by code, then by that word. What is
 * left out here is said as in `errorWording`; unknown words, as templates may bring, change
 * nothing.
 */
export const closerWording: Closer = {
  ...closerForAwsConfig,
  ...closerForOrganisation,
  ...closerForTheRest,
};
