import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AlloyStandIn,
  alloyRedirectUris,
  alloyVersions,
  startAlloy,
} from '../../stand-ins/alloy.ts';
import { pressConsent } from '../../support/oauth/plain-browser.ts';
import { handClock } from './client-side.ts';

let clock: ReturnType<typeof handClock>;
let alloy: AlloyStandIn;

beforeEach(async () => {
  clock = handClock();
  alloy = await startAlloy({ clock });
});
afterEach(() => alloy.close());

const [redirectUri = ''] = alloyRedirectUris;

const post = async (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; json: Record<string, string> }> => {
  const response = await fetch(`${alloy.origin}/connectors/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${alloy.apiKey}`,
      'x-api-version': '2025-09',
      'content-type': 'application/json',
      ...headers,
    },
  });
  return { status: response.status, json: (await response.json()) as Record<string, string> };
};

const request = { connectorId: 'notion', credentialType: 'oauth2', redirectUri };
const begin = (over: object = {}, headers = {}) =>
  post('notion/credentials', { ...request, ...over }, headers);

const redirected = async (decision: 'approve' | 'deny' = 'approve'): Promise<URLSearchParams> => {
  const { json } = await begin();
  const { location } = await pressConsent(json.oauthUrl ?? '', decision);
  return new URL(location ?? '').searchParams;
};

const finish = (redirect: URLSearchParams, over: object = {}, connector = 'notion') =>
  post(`${connector}/credentials/callback`, {
    code: redirect.get('code'),
    state: redirect.get('state'),
    ...over,
  });

it('gives a connection for a code, under the credential that was begun', async () => {
  const begun = await begin();
  expect(begun.json.credentialId).toMatch(/^cred_/);
  const { location } = await pressConsent(begun.json.oauthUrl ?? '', 'approve');
  const done = await finish(new URL(location ?? '').searchParams);
  expect(done).toEqual({
    status: 200,
    json: {
      connectionId: alloy.connections[0]?.connectionId,
      credentialId: begun.json.credentialId,
      status: 'connected',
    },
  });
});

it('takes its three versions and no other', async () => {
  const statuses = [];
  for (const version of [...alloyVersions, '2022-01']) {
    statuses.push((await begin({}, { 'x-api-version': version })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 400]);
});

it.each([
  ['a wrong key', {}, { authorization: 'Bearer no' }, 401, 'Invalid API key'],
  ['a strange URI', { redirectUri: `${redirectUri}/` }, {}, 400, 'Invalid redirect_uri'],
  ['another kind', { credentialType: 'apiKey' }, {}, 400, 'Invalid credentialType'],
  ['a form', {}, { 'content-type': 'text/plain' }, 400, 'The body must be a JSON object'],
])('refuses %s', async (_name, over, headers, status, error) => {
  expect(await begin(over, headers)).toEqual({ status, json: { error } });
});

it('does not know every connector', async () => {
  const answer = await post('nothing/credentials', { ...request, connectorId: 'nothing' });
  expect(answer).toEqual({ status: 404, json: { error: 'Connector not found' } });
});

it('takes a code once, soon, with its own state and for its own connector', async () => {
  const refused = { status: 400, json: { error: 'Invalid authorization code' } };
  const redirect = await redirected();
  expect((await finish(redirect, { state: 'another' })).json.error).toBe('Invalid state');
  expect(await finish(redirect, {}, 'slack')).toEqual(refused);
  expect((await finish(redirect)).status).toBe(200);
  expect(await finish(redirect)).toEqual(refused);
  const late = await redirected();
  clock.advanceSeconds(61);
  expect(await finish(late)).toEqual(refused);
});

it('finds no connection for what was deleted meanwhile', async () => {
  const redirect = await redirected();
  alloy.forgetCredentials();
  expect(await finish(redirect)).toEqual({ status: 404, json: { error: 'Connection not found' } });
});

it('brings a refusal back with the state', async () => {
  const redirect = await redirected('deny');
  expect(redirect.get('error')).toBe('access_denied');
  expect(redirect.get('state')).not.toBeNull();
});
