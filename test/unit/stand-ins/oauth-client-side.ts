import { createHash } from 'node:crypto';
import type { OAuthClient } from '../../stand-ins/oauth-profile.ts';
import type { OAuthProvider } from '../../stand-ins/oauth-provider.ts';

/** A client of the OAuth stand-ins that shares no code with the product. */

const verifier = 'v'.repeat(43);
export const challenge = createHash('sha256').update(verifier).digest('base64url');
export const loopback = 'http://127.0.0.1:28531/callback';

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
};

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Pages and form-encoded replies are looked at as text.
  }
  return { status: response.status, headers: response.headers, text, json };
};

type Parameters = Readonly<Record<string, string>>;

const without = (parameters: Readonly<Record<string, string | null>>): [string, string][] =>
  Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== null);

export const get = async (url: string, headers: Parameters = {}): Promise<Answer> =>
  answerOf(await fetch(url, { headers, redirect: 'manual' }));

export const post = async (
  url: string | null,
  body: Readonly<Record<string, string | null>> | string,
  headers: Parameters = {},
): Promise<Answer> =>
  answerOf(
    await fetch(url ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: typeof body === 'string' ? body : new URLSearchParams(without(body)).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    }),
  );

/** What the profile's own documents tell clients to send; null takes one away. */
type Changes = Readonly<Record<string, string | null>>;

export const openConsent = (
  provider: OAuthProvider,
  changes: Changes = {},
  client: OAuthClient = provider.client,
): Promise<Answer> => {
  const url = new URL(provider.endpoints.authorization);
  const parameters = {
    client_id: client.clientId,
    redirect_uri: loopback,
    response_type: 'code',
    state: 'our-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  url.search = new URLSearchParams(without(parameters)).toString();
  return get(url.href);
};

type Pressed = { readonly account?: string; readonly scopes?: readonly string[] };

export const press = async (
  provider: OAuthProvider,
  page: Answer,
  decision: 'approve' | 'deny',
  { account, scopes }: Pressed = {},
): Promise<Answer> => {
  const form = new URLSearchParams({ decision });
  for (const [, name = '', value = ''] of page.text.matchAll(
    /<input type="(?:hidden|checkbox)"[^>]* name="([^"]+)" value="([^"]*)"/g,
  )) {
    if (name !== 'approved_scope' || scopes === undefined) form.append(name, value);
  }
  for (const scope of scopes ?? []) form.append('approved_scope', scope);
  if (account !== undefined) form.set('account', account);
  const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1] ?? '/';
  return post(new URL(action, provider.origin).href, form.toString());
};

export const redirectOf = (answer: Answer): URLSearchParams => {
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`no redirect: ${answer.status} ${answer.text}`);
  return new URL(location).searchParams;
};

export const codeFor = async (
  provider: OAuthProvider,
  changes: Changes = {},
  pressed: Pressed = {},
  client: OAuthClient = provider.client,
): Promise<string> => {
  const page = await openConsent(provider, changes, client);
  return redirectOf(await press(provider, page, 'approve', pressed)).get('code') ?? '';
};

export const exchange = (
  provider: OAuthProvider,
  code: string,
  changes: Changes = {},
  client: OAuthClient = provider.client,
): Promise<Answer> =>
  post(provider.endpoints.token, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: loopback,
    client_id: client.clientId,
    client_secret: client.clientSecret,
    code_verifier: verifier,
    ...changes,
  });

export const refresh = (
  provider: OAuthProvider,
  refreshToken: unknown,
  changes: Changes = {},
  client: OAuthClient = provider.client,
): Promise<Answer> =>
  post(provider.endpoints.token, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    client_id: client.clientId,
    client_secret: client.clientSecret,
    ...changes,
  });

export const bearer = (token: unknown): Parameters => ({ authorization: `Bearer ${token}` });
