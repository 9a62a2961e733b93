import { z } from 'zod';
import { providerIdSchema } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { SecretFields } from '../keychain/secret-store.ts';
import { isClockOff } from '../oauth/library-errors.ts';
import type { HttpResponse } from '../platform/ports.ts';
import { retryAfterSeconds } from '../platform/reply.ts';
import type { Credential, ProviderAdapter, ProviderContext } from './adapter.ts';
import { readForm } from './form-reader.ts';
import { exchangeForKeys, grantOperations, reviewGrant } from './grant-credential.ts';
import { readSettings } from './settings.ts';
import {
  clientFields,
  clientSecretFor,
  clientSettings,
  keptClientSecret,
  readClient,
  scopeList,
  signFor,
  storxError,
  withQuery,
  withStorxWords,
} from './storx-client.ts';

const settingsSchema = z.object({
  ...clientSettings,
  consentUrl: z.string(),
  tokenUrl: z.string(),
  accessServiceUrl: z.string(),
});
type Settings = z.infer<typeof settingsSchema>;

const tokenReply = z.object({ access_grant: z.string().min(1) });
const errorReply = z.object({ error: z.string().max(200) });

const parseJson = (response: HttpResponse): unknown => {
  try {
    return JSON.parse(response.body);
  } catch {
    // JSON.parse quotes the text in its message, so it is not kept as a cause.
    throw new AppError(response.status >= 500 ? 'server.trouble' : 'server.wrong-host', {
      retryable: response.status >= 500,
      params: { status: response.status },
    });
  }
};

/**
 * Takes the grant out of a token reply. StorX answers most errors with status 500, so the word
 * decides, not the status.
 */
export const readTokenReply = (
  response: HttpResponse,
  host: string,
  nowEpochMs: number,
): Secret => {
  const { status } = response;
  if (status === 429) {
    const seconds = retryAfterSeconds(response.headers, nowEpochMs);
    const params = { host, retryAfterSeconds: seconds };
    throw new AppError('server.rate-limited', { retryable: true, params });
  }
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) {
    throw new AppError('server.wrong-host', { params: { host, status } });
  }
  const body = parseJson(response);
  const failed = errorReply.safeParse(body);
  if (failed.success) {
    const isTooOld = failed.data.error === 'client_secret_expired';
    if (isTooOld && isClockOff(response.headers, nowEpochMs)) {
      throw new AppError('server.clock-skew', { params: { host } });
    }
    throw storxError(failed.data.error);
  }
  const parsed = tokenReply.safeParse(body);
  if (!parsed.success || status !== 200) {
    throw status >= 500
      ? new AppError('server.trouble', { retryable: true, params: { host, status } })
      : new AppError('server.invalid-response', { params: { host, status } });
  }
  return new Secret(parsed.data.access_grant);
};

/** Asks for the passphrase before the code is spent: a code lives 60 seconds. */
const redeem = async (
  context: ProviderContext,
  settings: Settings,
  clientSecret: Secret,
  passphrase: Secret,
  authorization: { readonly code: Secret; readonly redirectUri: string },
): Promise<Secret> => {
  context.step('exchange-code');
  const url = new URL(settings.tokenUrl);
  const jwt = await signFor(context, settings, clientSecret);
  const response = await context.http({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: settings.clientId,
      client_secret: jwt.expose(),
      redirect_uri: authorization.redirectUri,
      code: authorization.code.expose(),
      passphrase: passphrase.expose(),
    }),
  });
  return readTokenReply(response, url.host, context.clock.nowEpochMs());
};

const authorize = (context: ProviderContext, settings: Settings) =>
  withStorxWords(() =>
    context.authorize({
      redirect: { kind: 'fixed-ports', redirectUris: settings.redirectUris },
      statePolicy: 'may-be-dropped',
      resultParameter: 'code',
      buildUrl: async ({ redirectUri, state }) =>
        withQuery(settings.consentUrl, {
          client_id: settings.clientId,
          redirect_uri: redirectUri,
          scope: scopeList(settings),
          state,
        }),
    }),
  );

const signIn = async (
  context: ProviderContext,
  settings: Settings,
  clientSecret: Secret,
  stored: SecretFields,
): Promise<Credential> => {
  const passphrase = await context.askSecret('passphrase');
  context.step('open-listener');
  const authorization = await authorize(context, settings);
  const grant = await redeem(context, settings, clientSecret, passphrase, {
    code: authorization.value,
    redirectUri: authorization.redirectUri,
  });
  await reviewGrant(context, { grant, stateVerified: authorization.stateVerified }, stored);
  const keys = await exchangeForKeys(context, [settings.accessServiceUrl], grant);
  return { settings, fields: { ...keptClientSecret(settings, clientSecret), ...keys } };
};

const operations = grantOperations<Settings>({
  read: (current) => readSettings(settingsSchema, current.settings),
  accessServices: (settings) => [settings.accessServiceUrl],
  getAnotherGrant: async (context, settings, stored) =>
    signIn(context, settings, await clientSecretFor(context, stored), stored),
});

/**
 * Connects through a StorX server's token endpoint: consent gives a code, code and passphrase give a
 * grant.
 *
 * Source: StorX "JWT Client Secret for OAuth2 Token Request" (`POST /api/v0/oauth2/token`).
 */
export const storxTokenEndpoint: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('storx-token-endpoint'),
    name: 'StorX token endpoint',
    summary: 'For StorX servers that exchange a code and your passphrase.',
    group: 'sign-in',
    mark: 'storx',
    fields: [
      ...clientFields.first,
      {
        kind: 'url',
        name: 'consentUrl',
        label: 'Consent page',
        help: 'The page that asks you to approve and sends a code back.',
        required: true,
        placeholder: 'https://storx.example/oauth2/consent',
      },
      {
        kind: 'url',
        name: 'tokenUrl',
        label: 'Token endpoint',
        required: true,
        placeholder: 'https://storx.example/api/v0/oauth2/token',
      },
      {
        kind: 'url',
        name: 'accessServiceUrl',
        label: 'Access service',
        help: 'The host that answers /v1/access.',
        required: true,
        initial: 'https://auth.storx.io',
      },
      ...clientFields.last,
    ],
    guide: [
      'In StorX, open Developer access and register an application.',
      'Register the redirect URI shown here, character for character.',
      'Fill in the addresses of your StorX server.',
      'Stowkey asks for your passphrase each time and never stores it. A different passphrase cannot read older objects.',
    ],
    links: [{ label: 'Open StorX', url: 'https://storx.io' }],
    capabilities: { refresh: true, verify: true, reconnect: true },
  },
  steps: {
    connect: [
      'open-listener',
      'wait-for-browser',
      'exchange-code',
      'review-grant',
      'exchange-grant',
      'save',
    ],
    refresh: ['exchange-grant', 'save'],
  },
  prepare: (input) => {
    const form = readForm(input);
    const { client, clientSecret } = readClient(form);
    const settings: Settings = {
      ...client,
      consentUrl: form.url('consentUrl'),
      tokenUrl: form.url('tokenUrl'),
      accessServiceUrl: form.url('accessServiceUrl'),
    };
    form.finish();
    return (context) => signIn(context, settings, clientSecret, {});
  },
  ...operations,
};
