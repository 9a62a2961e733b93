import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { isClockOff } from '../../oauth/oauth4webapi.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import { parseJson } from '../../platform/json.ts';
import { type ReplyOrigin, unexpectedReplyError } from '../../platform/reply.ts';
import type { ProviderAdapter, ProviderContext } from '../adapter.ts';
import { defineForm } from '../define-form.ts';
import { clientFields } from './client.ts';
import { askConsent, signFor, storxConnector, storxError } from './sign-in.ts';

const form = defineForm({
  ...clientFields.first,
  consentUrl: {
    kind: 'url',
    placeholder: 'https://storx.example/oauth2/consent',
  },
  tokenUrl: {
    kind: 'url',
    placeholder: 'https://storx.example/api/v0/oauth2/token',
  },
  accessServiceUrl: {
    kind: 'url',
    initial: 'https://auth.storx.io',
  },
  ...clientFields.last,
});
type Settings = ReturnType<typeof form.stored>;

const tokenReply = z.object({ access_grant: z.string().min(1) });
const errorReply = z.object({ error: z.string().max(200) });

/**
 * Takes the grant out of a token reply. StorX answers most errors with status 500, so the word
 * decides, not the status.
 */
const readTokenReply = (response: HttpResponse, asked: ReplyOrigin): Secret => {
  const unexplained = unexpectedReplyError(response, asked);
  if (isAppError(unexplained, 'server.rate-limited', 'server.wrong-host')) throw unexplained;
  const body = parseJson(response.body);
  const failed = errorReply.safeParse(body);
  if (failed.success) {
    const isTooOld = failed.data.error === 'client_secret_expired';
    if (isTooOld && isClockOff(response.headers, asked.nowEpochMs)) {
      throw new AppError('server.clock-skew', { params: { host: asked.host } });
    }
    const refusal = storxError(failed.data.error);
    // No browser came back with it, as the words for other errors of a sign-in say.
    if (!isAppError(refusal, 'oauth.provider-error')) throw refusal;
    throw new AppError('server.rejected', {
      params: { host: asked.host, status: response.status },
    });
  }
  const parsed = tokenReply.safeParse(body);
  if (response.status !== 200 || !parsed.success) throw unexplained;
  return new Secret(parsed.data.access_grant);
};

const redeem = async (
  context: ProviderContext,
  settings: Settings,
  given: {
    readonly clientSecret: Secret;
    readonly passphrase: Secret;
    readonly code: Secret;
    readonly redirectUri: string;
  },
): Promise<Secret> => {
  context.step('exchange-code');
  const url = new URL(settings.tokenUrl);
  const jwt = await signFor(context, settings, given.clientSecret);
  const response = await context.http({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: settings.clientId,
      client_secret: jwt.expose(),
      redirect_uri: given.redirectUri,
      code: given.code.expose(),
      passphrase: given.passphrase.expose(),
    }),
  });
  return readTokenReply(response, { host: url.host, nowEpochMs: context.clock.nowEpochMs() });
};

const { connect, operations } = storxConnector({
  stored: form.stored,
  accessServices: (settings) => [settings.accessServiceUrl],
  getGrant: async (context, settings, clientSecret) => {
    // Before the browser opens: a code lives 60 seconds.
    const passphrase = await context.askSecret('passphrase');
    const { value, redirectUri, stateVerified } = await askConsent(context, settings, {
      url: settings.consentUrl,
      resultParameter: 'code',
      clientSecret: null,
    });
    const given = { clientSecret, passphrase, code: value, redirectUri };
    return { grant: await redeem(context, settings, given), stateVerified };
  },
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
    group: 'sign-in',
    mark: 'storx',
    fields: form.fields,
    links: [{ url: 'https://storx.io' }],
    opensBrowser: true,
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
    const { settings, values } = form.read(input);
    return connect(settings, values.clientSecret);
  },
  ...operations,
};
