import type { SignInCheck } from '../../../shared/schemas.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { readIdTokenClaims } from '../../oauth/token/id-token.ts';
import { revokeToken } from '../../oauth/token/requests.ts';
import { fetchUserinfo } from '../../oauth/token/userinfo.ts';
import type { OAuthClient, OAuthServer } from '../../oauth/types.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import { parseJson, parseJsonObject, quoteLongNumbers } from '../../platform/json.ts';
import { isHtmlPage, statusError, unexpectedReplyError } from '../../platform/reply.ts';
import { accountName } from '../account-name.ts';
import type { ProviderContext } from '../adapter.ts';
import type { AddressValues } from './addresses.ts';
import type { OAuthTemplate } from './schema.ts';
import { addressOf } from './server.ts';

/** Who the tokens are for, as far as the provider says. */
type Identity = {
  readonly account: string | null;
  /** The whole of its answer. */
  readonly claims: unknown;
};

type Call = {
  readonly server: OAuthServer;
  readonly accessToken: Secret;
  readonly values: AddressValues;
  readonly clientId: string;
  /** `sub` of the ID token; userinfo of anybody else is refused. */
  readonly subject: string | null;
};

/** Tells whether the template has a call that shows whose tokens these are. */
export const canIdentify = ({ identity }: OAuthTemplate, server: OAuthServer): boolean =>
  identity.kind === 'call' || (identity.kind === 'userinfo' && server.userinfoEndpoint !== null);

/**
 * Asks whose tokens these are. Throws `oauth.sign-in-again` when the provider says that the access
 * token is no good (401), and `server.*` for everything else.
 */
export const identify = async (
  context: ProviderContext,
  template: OAuthTemplate,
  call: Call,
): Promise<Identity> => {
  const { identity } = template;
  if (identity.kind === 'none') return { account: null, claims: null };
  const claims =
    identity.kind === 'userinfo'
      ? await fetchUserinfo(context, call.server, call.accessToken, {
          clientId: call.clientId,
          expectedSubject: call.subject,
        })
      : await callIdentity(context, identity, call);
  return { account: accountIn(claims, identity.account), claims };
};

const bytesAt = (data: unknown, path: string): number | null => {
  const text = textAt(data, path);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
};

/**
 * Asks how full the account's storage is; null where the provider does not say, or not to this sign-in.
 * That costs nobody what else was seen.
 */
export const readQuota = async (
  context: ProviderContext,
  { quota }: OAuthTemplate,
  call: Call,
  claims: unknown,
): Promise<SignInCheck['storage']> => {
  if (quota === undefined) return null;
  try {
    const said = quota.call === undefined ? claims : (await ask(context, quota.call, call)).body;
    const usedBytes = bytesAt(said, quota.used);
    return usedBytes === null ? null : { usedBytes, totalBytes: bytesAt(said, quota.total) };
  } catch (error) {
    if (isAppError(error, 'operation.cancelled')) throw error;
    return null;
  }
};

const ask = async (
  context: ProviderContext,
  { method, url: address }: { readonly method: 'GET' | 'POST'; readonly url: string },
  { accessToken, values }: Call,
): Promise<{ readonly url: URL; readonly response: HttpResponse; readonly body: unknown }> => {
  const url = new URL(addressOf(address, values));
  const response = await context.http({
    method,
    url,
    headers: { authorization: `Bearer ${accessToken.expose()}`, accept: 'application/json' },
  });
  return { url, response, body: readReply(context, response, url.host) };
};

const callIdentity = async (
  context: ProviderContext,
  identity: Extract<OAuthTemplate['identity'], { kind: 'call' }>,
  call: Call,
): Promise<unknown> => {
  const { url, response, body } = await ask(context, identity, call);
  const { success, rejected = [] } = identity;
  const word = success === undefined ? '' : textAt(body, success.path);
  if (success !== undefined && word !== success.equals) {
    const params = { host: url.host, status: response.status };
    throw rejected.includes(word ?? '')
      ? new AppError('oauth.sign-in-again', { params })
      : new AppError('server.rejected', { params });
  }
  return body;
};

/** Reads a JSON reply, or says by the status what it means. */
const readReply = (context: ProviderContext, response: HttpResponse, host: string): unknown => {
  const { status } = response;
  const asked = { host, nowEpochMs: context.clock.nowEpochMs() };
  const byStatus = statusError(response, asked);
  if (byStatus !== null) throw byStatus;
  const params = { host, status };
  if (status === 401) throw new AppError('oauth.sign-in-again', { params });
  if (status === 403) throw new AppError('oauth.invalid-scope', { params });
  const body = status < 300 ? parseJson(quoteLongNumbers(response.body)) : undefined;
  if (body === undefined) throw unexpectedReplyError(response, asked);
  return body;
};

/** Walks a dotted path through objects; numbers and texts are both names. */
const textAt = (data: unknown, path: string): string | null => {
  let current = data;
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part))
      return null;
    current = (current as Record<string, unknown>)[part];
  }
  if (typeof current === 'number') return String(current);
  return typeof current === 'string' && current.trim() !== '' ? current.trim() : null;
};

const accountIn = (claims: unknown, paths: readonly string[]): string | null => {
  for (const path of paths) {
    const text = textAt(claims, path);
    const name = text === null ? null : accountName(text);
    if (name !== null) return name;
  }
  return null;
};

type Ending = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly values: AddressValues;
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
};

/** Ends the tokens at the provider. Throws `oauth.not-revoked` or what the request fails with. */
export const endTokens = async (
  context: ProviderContext,
  template: OAuthTemplate,
  ending: Ending,
): Promise<void> => {
  const { revocation } = template;
  const { server, client, accessToken, refreshToken } = ending;
  if (revocation.kind === 'none') return;
  if (revocation.kind === 'rfc7009') {
    // The refresh token first: servers end what was made from it too (RFC 7009 section 2.1).
    await revokeToken(context, {
      server,
      client,
      token: refreshToken ?? accessToken,
      kind: refreshToken === null ? 'access_token' : 'refresh_token',
    });
    return;
  }
  await callRevocation(context, revocation, ending);
};

const callRevocation = async (
  context: ProviderContext,
  revocation: Extract<OAuthTemplate['revocation'], { kind: 'call' }>,
  { client, values, accessToken, refreshToken }: Ending,
): Promise<void> => {
  const url = new URL(addressOf(revocation.url, values));
  const token = revocation.token === 'access-token' ? accessToken : (refreshToken ?? accessToken);
  const { place } = revocation;
  const form = new URLSearchParams();
  if (place.kind === 'form') form.set(place.field, token.expose());
  if (revocation.clientCredentials) {
    const { authentication } = client;
    form.set('client_id', client.clientId);
    if ('secret' in authentication) form.set('client_secret', authentication.secret.expose());
  }
  const hasForm = form.size > 0;
  const response = await context.http({
    method: revocation.method,
    url,
    headers: {
      accept: 'application/json',
      ...(place.kind === 'bearer' ? { authorization: `Bearer ${token.expose()}` } : {}),
      ...(hasForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(hasForm ? { body: form.toString() } : {}),
  });
  const { status } = response;
  if (status >= 200 && status < 300 && !isHtmlPage(response)) return;
  // What the provider no longer knows has ended already.
  if (isGone(response)) return;
  throw new AppError('oauth.not-revoked', { params: { host: url.host, status } });
};

const isGone = ({ status, body }: HttpResponse): boolean => {
  const error = parseJsonObject(body)?.error;
  return status === 400 && (error === 'invalid_token' || error === 'invalid_grant');
};

/** `sub` of an ID token that was checked when it came. */
export const subjectOf = (idToken: Secret | null): string | null =>
  idToken === null ? null : textAt(claimsOf(idToken), 'sub');

/** The account as an ID token names it. */
export const accountOf = ({ identity }: OAuthTemplate, idToken: Secret | null): string | null =>
  idToken === null || identity.kind !== 'userinfo'
    ? null
    : accountIn(claimsOf(idToken), identity.account);

const claimsOf = (idToken: Secret): unknown => {
  try {
    return readIdTokenClaims(idToken);
  } catch {
    return null;
  }
};
