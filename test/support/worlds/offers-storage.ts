import type { JSONWebKeySet } from 'jose';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import type { StandInWorld } from '../../stand-ins/stand-in-world.ts';
import { parseScopes } from '../../stand-ins/storx-scopes.ts';
import type { Offer } from './offer.ts';

const user = {
  name: 'ada',
  accessKeyId: 'AKIASTANDIN7EXAMPLE7',
  secretAccessKey: 'stand/in+secret+access/key/of40letters00',
  mfa: {
    serial: 'arn:aws:iam::123456789012:mfa/ada',
    codes: ['111111', '222222', '333333', '444444'],
  },
};
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const signInRedirect = 'http://127.0.0.1/callback';

/** Keys, an access grant and temporary keys, for the storage that the world has. */
export const storageOffers = async (
  world: StandInWorld,
  write: (name: string, text: string) => Promise<string>,
): Promise<readonly Offer[]> => {
  const { s3, accessService, ledger } = world;
  const [sts, issuer] = await Promise.all([
    world.startSts(),
    world.startOAuthProvider(oauthProfiles.oidc),
  ]);
  sts.addUser(user);
  sts.addRole({ arn: role('backup'), users: [user.name] });
  const { clientId, clientSecret } = issuer.registerClient({ redirectUris: [signInRedirect] });
  const keys = await fetch(`${issuer.origin}${issuer.profile.paths.keys}`);
  sts.trustIssuer({
    issuer: issuer.origin,
    audience: clientId,
    jwks: (await keys.json()) as JSONWebKeySet,
  });
  sts.addRole({ arn: role('people'), issuer: issuer.origin });

  const grant = ledger.issueGrant({
    name: 'made in the console',
    scopes: parseScopes(['read', 'write', 'list', 'delete']),
    passphrase: 'correct horse battery staple',
    lifetimeSeconds: null,
    bucketSlashBug: false,
  });
  const env = [
    `export AWS_ACCESS_KEY_ID=${user.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY='${user.secretAccessKey}'`,
    `export AWS_ENDPOINT_URL_S3=${s3.endpoint}`,
    'export AWS_REGION=us-east-1',
  ];
  const place = [
    ['Service', 'MinIO, Ceph or another server'],
    ['S3 endpoint', s3.endpoint],
    ['Other STS endpoint', sts.endpoint],
  ] as const;
  const longTermKeys = [
    ['Access key ID', user.accessKeyId],
    ['Secret access key', user.secretAccessKey],
  ] as const;
  const plain = { templateFile: null, dropFile: null, afterwards: [] } as const;

  return [
    {
      ...plain,
      name: 'MinIO or self-hosted',
      label: 'Lab',
      dropFile: await write('keys.env', `${env.join('\n')}\n`),
      values: [],
    },
    {
      ...plain,
      name: 'Access grant',
      label: 'Holiday photos',
      values: [
        ['Access grant', grant],
        ['Network', 'Custom access service'],
        ['Access service', accessService.url],
      ],
    },
    {
      ...plain,
      name: 'Role (AssumeRole)',
      label: 'Nightly backup',
      values: [...place, ...longTermKeys, ['Role', role('backup')]],
    },
    {
      ...plain,
      name: 'MFA session (GetSessionToken)',
      label: 'Admin session',
      values: [...place, ...longTermKeys, ['MFA device', user.mfa.serial]],
      afterwards: [{ label: 'MFA code', value: user.mfa.codes[0] ?? '' }],
    },
    {
      ...plain,
      name: 'Sign-in for S3 keys (web identity)',
      label: 'Data team',
      values: [
        ...place,
        ['Identity provider', issuer.origin],
        ['Client ID', clientId],
        ['Client secret', clientSecret ?? ''],
        ['Redirect URI to register', signInRedirect],
        ['Role', role('people')],
      ],
      afterwards: ['consent'],
    },
  ];
};
