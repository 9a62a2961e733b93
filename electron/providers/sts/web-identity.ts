import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { signInWithCode } from '../../oauth/flow/code.ts';
import { discoverServer } from '../../oauth/server/discovery.ts';
import { readStoredServer, serverToStore } from '../../oauth/server/stored-server.ts';
import { readIdTokenClaims } from '../../oauth/token/id-token.ts';
import { strictReplies } from '../../oauth/token/reply.ts';
import { refreshTokens, revokeToken } from '../../oauth/token/requests.ts';
import type { OAuthClient, OAuthServer, TokenSet } from '../../oauth/types.ts';
import { assumeRoleWithWebIdentity } from '../../s3/sts.ts';
import { accountName } from '../account-name.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../adapter.ts';
import { defineForm } from '../define-form.ts';
import { PartlyRenewed } from '../partly-renewed.ts';
import { describeKeys } from '../s3/adapter.ts';
import { learnt, maxListItems } from '../stored-settings.ts';
import { identityProviderFields, redirects } from './identity-fields.ts';
import {
  durationField,
  placeFields,
  placeIn,
  placeSchemas,
  stsCall,
  temporaryFields,
  verifyTemporaryKeys,
} from './region-and-endpoint.ts';
import { maxRoleMinutes, roleFields } from './role.ts';

const form = defineForm(
  {
    ...placeFields,
    ...identityProviderFields,
    ...roleFields,
    ...durationField({ initial: 60, maximum: maxRoleMinutes }),
  },
  {
    schemas: {
      ...placeSchemas,
      hasClientSecret: z.boolean(),
      /** The form of HTTP Basic that the server took. */
      basicForm: z.enum(['encoded', 'raw']).default('encoded'),
      scopes: z.array(z.string()),
    },
    derive: (values, refuse) => {
      const scopes = values.scopes.split(/ +/);
      if (scopes.length > maxListItems) refuse('scopes', 'too-long');
      return {
        ...placeIn(values),
        hasClientSecret: values.clientSecret !== null,
        basicForm: 'encoded' as const,
        scopes,
      };
    },
  },
);
type Settings = ReturnType<typeof form.stored>;

const settingsOf = (current: Credential): Settings => form.stored(current.settings);

const clientOf = (
  { clientId, clientSecretMethod: kind, basicForm: form }: Settings,
  secret: Secret | undefined,
): OAuthClient => {
  if (secret === undefined) return { clientId, authentication: { kind: 'none' } };
  const isBasic = kind === 'client_secret_basic';
  return { clientId, authentication: isBasic ? { kind, secret, form } : { kind, secret } };
};

/** Google gives refresh tokens for this and not for a scope. */
const parametersFor = (issuer: string): Readonly<Record<string, string>> =>
  issuer === 'https://accounts.google.com' ? { access_type: 'offline', prompt: 'consent' } : {};

const claimsSchema = z.object({
  sub: z.string(),
  exp: z.number(),
  email: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
});

/** Reads what the engine has checked, or what was stored after it had. */
const claimsOf = (idToken: Secret): z.infer<typeof claimsSchema> => {
  const claims = claimsSchema.safeParse(readIdTokenClaims(idToken));
  if (!claims.success) throw new AppError('oauth.invalid-id-token');
  return claims.data;
};

/** The person who signed in, and the role whose keys they got. */
const accountOf = (idToken: Secret, { roleArn }: Settings): string => {
  const { sub, email, preferred_username: userName } = claimsOf(idToken);
  const role = roleArn.split('/').at(-1) ?? '';
  const name = [email, userName]
    .map((text) => accountName(text ?? ''))
    .find((text) => text !== null);
  return `${name ?? accountName(sub) ?? sub}${role === '' ? '' : ` (${role})`}`;
};

/** What the identity provider gave, as stored fields. */
const identityFields = (tokens: {
  readonly idToken: Secret;
  readonly refreshToken: Secret | null;
}): SecretFields => ({
  idToken: tokens.idToken,
  ...(tokens.refreshToken === null ? {} : { refreshToken: tokens.refreshToken }),
});

const getKeys = async (
  context: ProviderContext,
  settings: Settings,
  idToken: Secret,
): Promise<SecretFields> => {
  context.step('get-temporary-keys');
  const { roleArn, sessionName, durationSeconds } = settings;
  const keys = await assumeRoleWithWebIdentity(stsCall(context, settings), {
    token: idToken,
    roleArn,
    sessionName,
    durationSeconds,
  });
  return { ...temporaryFields(context, keys), account: new Secret(accountOf(idToken, settings)) };
};

const signIn = async (
  context: ProviderContext,
  settings: Settings,
  clientSecret: Secret | undefined,
): Promise<Credential> => {
  context.step('discover');
  const server = await discoverServer(context, settings.issuer);
  const redirect = redirects[settings.redirectUri];
  if (redirect === undefined) throw new AppError('connection.unreadable-settings');
  const tokens = await signInWithCode(context, {
    server,
    client: clientOf(settings, clientSecret),
    scopes: settings.scopes,
    scopeSeparator: ' ',
    redirect,
    responseMode: 'query',
    authorizationParameters: parametersFor(settings.issuer),
    pkce: 'S256',
    openid: true,
    quirks: strictReplies,
    keepFromRedirect: [],
  });
  const { idToken, refreshToken } = tokens;
  if (idToken === null) throw new AppError('oauth.invalid-id-token');
  return {
    settings: learnt(settings, tokens),
    fields: {
      ...(clientSecret === undefined ? {} : { clientSecret }),
      server: serverToStore(server),
      ...identityFields({ idToken, refreshToken }),
      ...(await getKeys(context, settings, idToken)),
    },
  };
};

/** The server as it was found at the sign-in; connections made before that was kept ask again. */
const serverOf = async (
  context: ProviderContext,
  { issuer }: Settings,
  { server }: SecretFields,
): Promise<OAuthServer> =>
  server === undefined ? discoverServer(context, issuer) : readStoredServer(server);

const renewTokens = async (
  context: ProviderContext,
  settings: Settings,
  fields: SecretFields,
  refreshToken: Secret,
): Promise<TokenSet> => {
  context.step('refresh-tokens');
  return refreshTokens(context, {
    server: await serverOf(context, settings, fields),
    client: clientOf(settings, fields.clientSecret),
    quirks: strictReplies,
    refreshToken,
    scopes: settings.scopes,
    subject: fields.idToken === undefined ? null : claimsOf(fields.idToken).sub,
  });
};

const isGood = (context: ProviderContext, idToken: Secret | undefined): idToken is Secret =>
  idToken !== undefined && claimsOf(idToken).exp * 1000 > context.clock.nowEpochMs();

/** An ID token that is still good; without one only the browser helps. */
const usableIdToken = (context: ProviderContext, idToken: Secret | undefined): Secret => {
  if (!isGood(context, idToken)) throw new AppError('oauth.sign-in-again');
  return idToken;
};

/**
 * Renews without a browser: the refresh token gives an ID token, and that gives keys. Where there is
 * no refresh token, the ID token at hand serves for as long as it lasts.
 */
const renew = async (context: ProviderContext, current: Credential): Promise<Credential> => {
  const before = settingsOf(current);
  const { fields } = current;
  const { refreshToken } = fields;
  if (refreshToken === undefined) {
    const idToken = usableIdToken(context, fields.idToken);
    const keys = await getKeys(context, before, idToken);
    return { settings: before, fields: { ...fields, ...keys } };
  }
  const tokens = await renewTokens(context, before, fields, refreshToken);
  const settings = learnt(before, tokens);
  const renewed: SecretFields = {
    ...fields,
    refreshToken: tokens.refreshToken ?? refreshToken,
    ...(tokens.idToken === null ? {} : { idToken: tokens.idToken }),
  };
  try {
    const { idTokenProblem } = tokens;
    // Such as keys that could not be fetched now: no word of the provider's against the sign-in.
    if (idTokenProblem !== undefined && !isGood(context, fields.idToken)) throw idTokenProblem;
    // OIDC lets servers leave the ID token out of a renewal.
    const idToken = tokens.idToken ?? usableIdToken(context, fields.idToken);
    return { settings, fields: { ...renewed, ...(await getKeys(context, settings, idToken)) } };
  } catch (error) {
    // The old refresh token may be spent by now.
    if (error instanceof AppError) throw new PartlyRenewed(error, { settings, fields: renewed });
    throw error;
  }
};

/** Ends the sign-in at the identity provider; the keys run out by themselves. */
const revoke = async (context: ProviderContext, current: Credential): Promise<void> => {
  const settings = settingsOf(current);
  const { refreshToken, clientSecret } = current.fields;
  if (refreshToken === undefined) return;
  await revokeToken(context, {
    server: await serverOf(context, settings, current.fields),
    client: clientOf(settings, clientSecret),
    token: refreshToken,
    kind: 'refresh_token',
  });
};

/**
 * Connects S3 keys that an OIDC sign-in is turned into, at AWS, MinIO or Ceph.
 *
 * Source: AssumeRoleWithWebIdentity in the AWS STS API reference and in MinIO's documentation.
 */
export const webIdentityProvider: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('sts-web-identity'),
    group: 'keys',
    mark: 'aws',
    fields: form.fields,
    links: [
      {
        url: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html',
      },
    ],
    contacts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
    opensBrowser: true,
    capabilities: { refresh: true, verify: true, reconnect: true },
  },
  steps: {
    connect: [
      'discover',
      'open-listener',
      'wait-for-browser',
      'exchange-code',
      'get-temporary-keys',
      'save',
    ],
    refresh: ['refresh-tokens', 'get-temporary-keys', 'save'],
  },
  prepare: (input) => {
    const { settings, values } = form.read(input);
    return (context) => signIn(context, settings, values.clientSecret ?? undefined);
  },
  refresh: renew,
  reauthorize: async (context, current) => {
    const settings = settingsOf(current);
    const { clientSecret } = current.fields;
    const isMissing = settings.hasClientSecret && clientSecret === undefined;
    const secret = isMissing ? await context.askSecret('client-secret') : clientSecret;
    return signIn(context, settings, secret);
  },
  verify: (context, current, writeTo) =>
    verifyTemporaryKeys(context, settingsOf(current), current.fields, writeTo),
  revoke,
  // Any issuer may let a refresh token work once only.
  worksOnce: ({ fields }) => fields.refreshToken !== undefined,
  describe: (current) =>
    describeKeys(current.fields, settingsOf(current), current.fields.refreshToken !== undefined),
};
