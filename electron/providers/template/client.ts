import { z } from 'zod';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { type RequestedAuthentication, registerClient } from '../../oauth/flow/registration.ts';
import type { OAuthClient, OAuthServer } from '../../oauth/types.ts';
import { parseJson } from '../../platform/json.ts';
import type { ProviderContext } from '../adapter.ts';
import { clientOf } from './flow.ts';
import type { TemplateSettings } from './form.ts';
import { clientAuthentications } from './schema.ts';

/** A client that the server registered for us; its secret or key lies beside it. */
const registered = z.object({
  clientId: z.string(),
  kind: z.enum(clientAuthentications),
  /** The name that the server knows a private key by. */
  keyId: z.string().nullable().default(null),
  secretExpiresAtEpochSeconds: z.number().nullable(),
});

const readRegistered = (fields: SecretFields): z.infer<typeof registered> | null => {
  const text = fields.client?.expose();
  if (text === undefined) return null;
  const parsed = registered.safeParse(parseJson(text));
  if (!parsed.success) throw new AppError('keychain.corrupt');
  return parsed.data;
};

/** Gives the client for a sign-in: the typed one, the one registered before, or a new one. */
export const findClient = async (
  context: ProviderContext,
  settings: TemplateSettings,
  known: {
    readonly server: OAuthServer;
    readonly secret: Secret | null;
    readonly stored: SecretFields;
  },
): Promise<OAuthClient> => {
  const { server, secret, stored } = known;
  if (!settings.registerClient) {
    return clientOf(settings, secret ?? (await askFor(context, settings)));
  }
  const before = readRegistered(stored);
  const endsAt = before?.secretExpiresAtEpochSeconds ?? null;
  const isOver = endsAt !== null && endsAt * 1000 <= context.clock.nowEpochMs();
  if (before !== null && !isOver) return asClient(before, settings, stored);
  // What lies there is the key or, where the server chose otherwise, a secret that has run out.
  const key = before === null || before.kind === 'private_key_jwt' ? secret : null;
  const authentication = await askedOf(context, settings, key);
  context.step('register-client');
  return registerClient(context, server, {
    clientName: 'Stowkey',
    redirectUris: settings.redirectUris,
    authentication,
    scopes: settings.scopes,
  });
};

/** Gives the client that stored tokens belong to, asking for its secret when that was not kept. */
export const storedClient = async (
  context: ProviderContext,
  settings: TemplateSettings,
  fields: SecretFields,
): Promise<OAuthClient> => {
  if (settings.registerClient) {
    const before = readRegistered(fields);
    if (before === null) throw new AppError('keychain.corrupt');
    return asClient(before, settings, fields);
  }
  return clientOf(settings, fields.clientSecret ?? (await askFor(context, settings)));
};

/** Tells whether the person has to type the client's secret or key each time it is needed. */
export const needsAsking = (settings: TemplateSettings, { clientSecret }: SecretFields): boolean =>
  !settings.registerClient && settings.authentication !== 'none' && clientSecret === undefined;

/** The client as fields to store: the secret as far as the person wants it kept. */
export const clientToStore = (settings: TemplateSettings, client: OAuthClient): SecretFields => {
  const { authentication } = client;
  const secret =
    authentication.kind === 'none'
      ? null
      : authentication.kind === 'private_key_jwt'
        ? authentication.key
        : authentication.secret;
  const expiresAt =
    'secretExpiresAtEpochSeconds' in client ? client.secretExpiresAtEpochSeconds : null;
  return {
    ...(secret === null || !settings.keepClientSecret ? {} : { clientSecret: secret }),
    ...(settings.registerClient
      ? {
          client: new Secret(
            JSON.stringify({
              clientId: client.clientId,
              kind: authentication.kind,
              secretExpiresAtEpochSeconds: expiresAt,
              keyId: authentication.kind === 'private_key_jwt' ? authentication.keyId : null,
            }),
          ),
        }
      : {}),
  };
};

const askFor = async (
  context: ProviderContext,
  { authentication }: TemplateSettings,
): Promise<Secret | null> => {
  if (authentication === 'none') return null;
  return context.askSecret(authentication === 'private_key_jwt' ? 'private-key' : 'client-secret');
};

const asClient = (
  { clientId, kind, keyId }: z.infer<typeof registered>,
  settings: TemplateSettings,
  fields: SecretFields,
): OAuthClient =>
  clientOf(
    { ...settings, clientId, authentication: kind, keyId: keyId ?? '' },
    fields.clientSecret ?? null,
  );

/** How a new client is to prove itself; a key that is not at hand is asked for. */
const askedOf = async (
  context: ProviderContext,
  settings: TemplateSettings,
  key: Secret | null,
): Promise<RequestedAuthentication> => {
  const { authentication: kind, keyAlgorithm: algorithm, keyId } = settings;
  if (kind !== 'private_key_jwt') return { kind };
  return {
    kind,
    key: key ?? (await context.askSecret('private-key')),
    algorithm,
    keyId: keyId === '' ? null : keyId,
  };
};

/** The name that the server knows the client of stored tokens by. */
export const storedClientId = (settings: TemplateSettings, fields: SecretFields): string =>
  settings.registerClient ? (readRegistered(fields)?.clientId ?? '') : settings.clientId;
