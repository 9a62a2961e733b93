import type { FormField } from '../../../shared/provider-descriptor.ts';
import { mayLeaveOutPkce } from './flow.ts';
import { redirectFields } from './redirect-fields.ts';
import type { OAuthTemplate } from './schema.ts';
import { isAsked, keyAlgorithms, type Shown, variableField } from './settings.ts';

/** Kinds of client authentication that a client secret is needed for. */
export const secretKinds = ['client_secret_post', 'client_secret_basic', 'client_secret_jwt'];

/** Builds the form of a template: what it asks for and nothing else. */
export const templateFields = (template: OAuthTemplate): FormField[] => [
  ...serverFields(template),
  ...clientFields(template),
  ...redirectFields(template),
  ...scopeFields(template),
  ...tokenFields(template),
  ...pkceFields(template),
];

const serverFields = (template: OAuthTemplate): FormField[] => [
  ...addressFields(template),
  ...(template.variables ?? []).map((variable): FormField => {
    const base = {
      name: variableField(variable.name),
      label: variable.label,
      required: true,
      ...(variable.help === undefined ? {} : { help: variable.help }),
      ...(variable.advanced === true ? { advanced: true } : {}),
    };
    if (variable.kind === 'text') {
      return {
        ...base,
        kind: 'text',
        ...(variable.initial === undefined ? {} : { initial: variable.initial }),
      };
    }
    return {
      ...base,
      kind: 'choice',
      initial: variable.initial,
      options: variable.options.map(({ value, label, help }) => ({
        value,
        label,
        ...(help === undefined ? {} : { help }),
      })),
    };
  }),
];

const optionalEndpoints = {
  revocation: { name: 'revocationUrl', label: 'Revocation URL' },
  device: { name: 'deviceUrl', label: 'Device authorization URL' },
  userinfo: { name: 'userinfoUrl', label: 'Userinfo URL' },
} as const;

const addressFields = ({ server, tokens }: OAuthTemplate): FormField[] => {
  if (server.kind === 'asked-issuer' || server.kind === 'asked-base') {
    return [
      {
        kind: 'url',
        name: server.kind === 'asked-issuer' ? 'issuer' : 'baseUrl',
        label: server.label,
        required: true,
        ...(server.help === undefined ? {} : { help: server.help }),
        ...(server.placeholder === undefined ? {} : { placeholder: server.placeholder }),
      },
    ];
  }
  if (server.kind !== 'asked-endpoints') return [];
  const { placeholder, also } = server;
  return [
    {
      kind: 'url',
      name: 'authorizationUrl',
      label: 'Authorization URL',
      ...(tokens.acceptsRefreshToken === true
        ? {
            help: 'Where you sign in. Not needed while a refresh token is pasted below.',
            required: false,
          }
        : { help: 'Where you sign in.', required: true }),
      ...(placeholder === undefined ? {} : { placeholder: placeholder.authorization }),
    },
    {
      kind: 'url',
      name: 'tokenUrl',
      label: 'Token URL',
      help: 'Where codes and refresh tokens are exchanged. https, or http on this computer.',
      required: true,
      ...(placeholder === undefined ? {} : { placeholder: placeholder.token }),
    },
    ...also.map(
      (each): FormField => ({
        kind: 'url',
        ...optionalEndpoints[each],
        required: false,
        advanced: true,
      }),
    ),
  ];
};

const authenticationLabels = {
  none: 'No secret (public client)',
  client_secret_post: 'Secret in the request body',
  client_secret_basic: 'Secret in the header (HTTP Basic)',
  client_secret_jwt: 'JWT signed with the secret',
  private_key_jwt: 'JWT signed with a private key',
} as const;

const clientFields = (template: OAuthTemplate): FormField[] => {
  const { client } = template;
  const kinds = client.authentications;
  const several = kinds.length > 1;
  const registers = client.registration === true;
  /** Of no use to a client that is registered now; a key of one's own is. */
  const own: Shown = registers ? { hiddenWhen: { field: 'registerClient', equals: ['true'] } } : {};
  const when = (...equals: string[]): Shown =>
    several ? { shownWhen: { field: 'authentication', equals } } : {};
  const needsSecret = kinds.some((kind) => secretKinds.includes(kind));
  const needsKey = kinds.includes('private_key_jwt');
  return [
    ...(registers
      ? [
          {
            kind: 'toggle',
            name: 'registerClient',
            label: 'Register a client for me',
            help: 'For servers that register clients by themselves (RFC 7591). Leave off if you were given a client ID.',
            required: false,
            initial: false,
          } satisfies FormField,
        ]
      : []),
    {
      kind: 'text',
      name: 'clientId',
      label: client.idLabel ?? 'Client ID',
      required: true,
      ...(client.idHelp === undefined ? {} : { help: client.idHelp }),
      ...own,
    },
    ...(several
      ? [
          {
            kind: 'choice',
            name: 'authentication',
            label: 'Client authentication',
            required: true,
            initial: kinds[0] ?? 'none',
            options: kinds.map((kind) => ({ value: kind, label: authenticationLabels[kind] })),
            ...(registers
              ? {
                  help: 'As the client was registered; or what to ask for when it is registered now.',
                }
              : {}),
            ...(isAsked(template) ? {} : { advanced: true }),
          } satisfies FormField,
        ]
      : []),
    ...(needsSecret
      ? [
          {
            kind: 'secret',
            name: 'clientSecret',
            label: client.secretLabel ?? 'Client secret',
            required: true,
            ...(client.secretHelp === undefined ? {} : { help: client.secretHelp }),
            ...when(...secretKinds),
            ...own,
          } satisfies FormField,
        ]
      : []),
    ...(needsKey ? keyFields(when('private_key_jwt')) : []),
    ...(needsSecret || needsKey
      ? [
          {
            kind: 'toggle',
            name: 'keepClientSecret',
            label: needsKey
              ? 'Keep the secret or key in the keychain'
              : 'Keep the client secret in the keychain',
            help: 'Otherwise Stowkey asks for it whenever it renews tokens or signs in again.',
            required: false,
            initial: true,
            advanced: true,
            ...when(...secretKinds, 'private_key_jwt'),
            ...own,
          } satisfies FormField,
        ]
      : []),
  ];
};

const keyFields = (shown: Shown): FormField[] => [
  {
    kind: 'secret',
    name: 'privateKey',
    label: 'Private key',
    help: 'PEM (PKCS #8) or JWK. It is checked here and goes to the keychain.',
    required: true,
    multiline: true,
    ...shown,
  },
  {
    kind: 'choice',
    name: 'keyAlgorithm',
    label: 'Algorithm',
    required: true,
    initial: 'RS256',
    options: keyAlgorithms.map((value) => ({ value, label: value })),
    ...shown,
  },
  {
    kind: 'text',
    name: 'keyId',
    label: 'Key ID',
    help: 'The kid that the server knows the key by, if it needs one.',
    required: false,
    ...shown,
  },
];

const scopeFields = ({ scopes }: OAuthTemplate): FormField[] => [
  ...(scopes.offered.length === 0
    ? []
    : [
        {
          kind: 'checks',
          name: 'scopes',
          label: 'Permissions to ask for',
          required: (scopes.least ?? 0) > 0,
          initial: scopes.offered.filter(({ initial }) => initial).map(({ value }) => value),
          options: scopes.offered.map(({ value, label, help }) => ({
            value,
            label,
            ...(help === undefined ? {} : { help }),
          })),
        } satisfies FormField,
      ]),
  ...(scopes.typed === undefined
    ? []
    : [
        {
          kind: 'text',
          name: 'moreScopes',
          label: scopes.typed.label,
          required: false,
          ...(scopes.typed.help === undefined ? {} : { help: scopes.typed.help }),
        } satisfies FormField,
      ]),
];

const tokenFields = ({ tokens }: OAuthTemplate): FormField[] =>
  tokens.acceptsRefreshToken === true
    ? [
        {
          kind: 'secret',
          name: 'refreshToken',
          label: 'Refresh token',
          help: 'If you have one already: Stowkey uses it and opens no browser.',
          required: false,
          advanced: true,
        },
      ]
    : [];

const pkceFields = (template: OAuthTemplate): FormField[] =>
  mayLeaveOutPkce(template)
    ? [
        {
          kind: 'toggle',
          name: 'withoutPkce',
          label: 'Leave out PKCE',
          help: 'For servers that refuse parameters they do not know. Less safe.',
          required: false,
          initial: false,
          advanced: true,
        },
      ]
    : [];
