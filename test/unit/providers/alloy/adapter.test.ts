import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import type { HttpRequest, HttpResponse } from '../../../../electron/platform/interfaces.ts';
import { alloy } from '../../../../electron/providers/alloy/adapter.ts';
import { alloyRedirectUris } from '../../../../electron/providers/redirect-uris.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';
import {
  createScriptedContext,
  jsonReply,
  type Script,
} from '../../../support/fakes/provider-context.ts';

const form = (over: FormInput = {}): FormInput => ({
  apiKey: 'alloy-key',
  connector: 'notion',
  redirectUri: alloyRedirectUris[0],
  apiVersion: '2025-09',
  baseUrl: 'https://production.runalloy.com',
  ...over,
});

const begun = {
  oauthUrl: 'https://api.runalloy.com/api/strategy/connector/notion/authorize?userId=1',
  credentialId: 'cred_1',
};
const finished = { connectionId: 'conn_1', credentialId: 'cred_1', status: 'connected' };

type Replies = {
  readonly begin?: Partial<HttpResponse>;
  readonly finish?: Partial<HttpResponse>;
};

const fake = (replies: Replies = {}, script: Script = {}) =>
  createScriptedContext({
    redirect: { value: 'the-code', kept: { state: 'their-state' } },
    http: ({ url }) =>
      url.pathname.endsWith('/callback')
        ? (replies.finish ?? jsonReply(finished))
        : (replies.begin ?? jsonReply(begun)),
    ...script,
  });

const connect = (outside: ReturnType<typeof fake>, over: FormInput = {}) =>
  alloy.prepare(form(over))(outside.context);

const sent = (request: HttpRequest | undefined) => ({
  method: request?.method,
  url: request?.url.href,
  headers: request?.headers,
  body: JSON.parse(request?.body ?? 'null') as unknown,
});

describe('connecting through Alloy', () => {
  it('makes both calls to the letter of the guide', async () => {
    const outside = fake();
    await connect(outside, { apiVersion: '2024-02' });
    const headers = {
      authorization: 'Bearer alloy-key',
      'x-api-version': '2024-02',
      'content-type': 'application/json',
      accept: 'application/json',
    };
    expect(outside.requests.map(sent)).toEqual([
      {
        method: 'POST',
        url: 'https://production.runalloy.com/connectors/notion/credentials',
        headers,
        body: {
          connectorId: 'notion',
          credentialType: 'oauth2',
          redirectUri: alloyRedirectUris[0],
        },
      },
      {
        method: 'POST',
        url: 'https://production.runalloy.com/connectors/notion/credentials/callback',
        headers,
        body: { code: 'the-code', state: 'their-state' },
      },
    ]);
    expect(outside.opened.map(String)).toEqual([begun.oauthUrl]);
    expect(outside.steps).toEqual(['open-listener', 'exchange-code']);
  });

  it('keeps the connection id, and the key to sign in again', async () => {
    const credential = await connect(fake());
    expect(Object.keys(credential.fields).sort()).toEqual([
      'apiKey',
      'connectionId',
      'credentialId',
    ]);
    expect(JSON.stringify(credential.settings)).not.toContain('alloy-key');
    expect(alloy.describe(credential)).toMatchObject({
      account: null,
      broker: { connector: 'notion', connectionId: 'conn_1' },
    });
    const again = fake();
    await alloy.reauthorize?.(again.context, credential);
    expect(again.requests).toHaveLength(2);
    expect(again.asked).toEqual([]);
  });

  it('asks for the key when the keychain has lost it', async () => {
    const { settings } = await connect(fake());
    const outside = fake({}, { secrets: { 'api-key': 'typed-key' } });
    const credential = await alloy.reauthorize?.(outside.context, { settings, fields: {} });
    expect(outside.asked).toEqual(['api-key']);
    expect(credential?.fields.apiKey?.expose()).toBe('typed-key');
  });

  it('sends no typed key that a header cannot carry', async () => {
    const { settings } = await connect(fake());
    const outside = fake({}, { secrets: { 'api-key': 'typed key' } });
    await expect(
      alloy.reauthorize?.(outside.context, { settings, fields: {} }),
    ).rejects.toMatchObject({ code: 'input.invalid', fields: { apiKey: 'bad-format' } });
    expect(outside.opened).toEqual([]);
    expect(outside.requests).toEqual([]);
  });

  it('L9 refuses a code of another attempt, which names another credential', async () => {
    const outside = fake({ finish: jsonReply({ ...finished, credentialId: 'cred_2' }) });
    await expect(connect(outside)).rejects.toMatchObject({ code: 'oauth.wrong-state' });
  });

  it('L9 says so when Alloy names no credential, and opens no page that nothing would bind', async () => {
    const unnamed = jsonReply({ connectionId: 'conn_1', status: 'connected' });
    await expect(connect(fake({ finish: unnamed }))).rejects.toMatchObject({
      code: 'alloy.unnamed-credential',
    });
    const { oauthUrl } = begun;
    const unbound = fake({ begin: jsonReply({ oauthUrl }), finish: unnamed });
    await expect(connect(unbound)).rejects.toMatchObject({ code: 'alloy.unnamed-credential' });
    expect(unbound.opened).toEqual([]);
    const bound = fake(
      { begin: jsonReply({ oauthUrl: `${oauthUrl}&state=theirs` }), finish: unnamed },
      { redirect: { value: 'the-code', stateVerified: true } },
    );
    expect((await connect(bound)).fields.connectionId?.expose()).toBe('conn_1');
  });

  it('waits while Alloy says that the connection is pending, and asks again', async () => {
    const pending = { ...finished, connectionId: undefined, status: 'pending' };
    let left = 3;
    const slow = fake(
      {},
      {
        http: ({ url }) => {
          if (!url.pathname.endsWith('/callback')) return jsonReply(begun);
          left -= 1;
          return jsonReply(left < 0 ? finished : { ...pending, connectionId: 'conn_early' });
        },
      },
    );
    expect((await connect(slow)).fields.connectionId?.expose()).toBe('conn_1');
    expect(slow.requests).toHaveLength(5);
    const endless = fake({ finish: jsonReply(pending) });
    await expect(connect(endless)).rejects.toMatchObject({ code: 'server.timeout' });
  });

  it('needs no second proof when the broker’s own state came back', async () => {
    const redirect = { value: 'the-code', stateVerified: true };
    const reply = jsonReply({ connectionId: 'conn_1', status: 'connected' });
    const credential = await connect(fake({ finish: reply }, { redirect }));
    expect(credential.fields.connectionId?.expose()).toBe('conn_1');
  });

  it.each([
    ['http://127.0.0.1:631/admin', 'server.insecure'],
    ['http://evil.example/', 'server.insecure'],
    ['not a url', 'server.invalid-response'],
  ])('L17 does not send the browser to %s', async (oauthUrl, code) => {
    const outside = fake({ begin: jsonReply({ ...begun, oauthUrl }) });
    await expect(connect(outside)).rejects.toMatchObject({ code });
    expect(outside.opened).toEqual([]);
  });
});

const html = {
  headers: new Headers({ 'content-type': 'text/html' }),
  body: '<!doctype html><h1>Sign in to this network</h1>',
};

describe('what Alloy refuses', () => {
  const error = (status: number, text: string) => jsonReply({ error: text }, status);

  it.each<[string, Replies, string]>([
    ['a wrong key', { begin: error(401, 'Unauthorized') }, 'alloy.invalid-key'],
    ['a redirect URI', { begin: error(400, 'Invalid redirect_uri') }, 'alloy.invalid-redirect-uri'],
    [
      'a redirect URI, at more length',
      { begin: jsonReply({ message: 'Invalid redirect_uri: not registered.' }, 422) },
      'alloy.invalid-redirect-uri',
    ],
    ['a code', { finish: error(400, 'Invalid authorization code') }, 'alloy.invalid-code'],
    [
      'a code, in an object',
      { finish: jsonReply({ error: { message: 'invalid authorization code' } }, 400) },
      'alloy.invalid-code',
    ],
    ['a connection', { finish: error(404, 'Connection not found') }, 'alloy.connection-not-found'],
    ['something else', { begin: error(400, 'Unsupported API version') }, 'server.rejected'],
    [
      'words it does not list',
      { begin: error(400, 'see Invalid redirect_uri') },
      'server.rejected',
    ],
    ['permission', { begin: error(403, 'Forbidden') }, 'server.rejected'],
    ['an unknown path', { begin: { status: 404, ...html } }, 'server.wrong-host'],
    ['too many', { begin: error(429, 'Slow down') }, 'server.rate-limited'],
    ['nothing, being in trouble', { finish: { status: 503 } }, 'server.trouble'],
    ['nothing, behind a portal', { begin: { status: 200, ...html } }, 'server.wrong-host'],
    ['by a redirect', { begin: { status: 302 } }, 'server.wrong-host'],
    ['by half a reply', { finish: { status: 200, body: '{"conn' } }, 'server.invalid-response'],
    ['by an empty id', { finish: jsonReply({ connectionId: '' }) }, 'server.invalid-response'],
  ])('says what it was: %s', async (_name, replies, code) => {
    await expect(connect(fake(replies))).rejects.toMatchObject({ code });
  });

  it('puts an unknown connector back to the field', async () => {
    const outside = fake({ begin: error(404, 'Connector not found') });
    await expect(connect(outside)).rejects.toMatchObject({
      code: 'input.invalid',
      fields: { connector: 'not-a-choice' },
    });
  });

  it('says how long to wait', async () => {
    const begin = { ...error(429, 'x'), headers: new Headers({ 'retry-after': '17' }) };
    await expect(connect(fake({ begin }))).rejects.toMatchObject({
      retryable: true,
      params: { retryAfterSeconds: 17 },
    });
  });
});

describe('the form', () => {
  it.each([
    [{ apiKey: '' }, { apiKey: 'required' }],
    [{ apiKey: 'key\nx-api-version: 1' }, { apiKey: 'bad-format' }],
    [{ apiKey: 'kéy' }, { apiKey: 'bad-format' }],
    [{ connector: '../admin' }, { connector: 'bad-format' }],
    [{ connector: 'a/b' }, { connector: 'bad-format' }],
    [{ redirectUri: 'http://127.0.0.1:1/callback' }, { redirectUri: 'not-a-choice' }],
    [{ apiVersion: '2022-01' }, { apiVersion: 'not-a-choice' }],
    [{ baseUrl: 'http://runalloy.example' }, { baseUrl: 'not-https' }],
  ])('refuses %o', (over, fields) => {
    const prepare = () => alloy.prepare(form(over));
    expect(prepare).toThrow(expect.objectContaining({ code: 'input.invalid', fields }));
  });

  it('offers the connectors of the guide and takes any other by name', async () => {
    const field = alloy.descriptor.fields.find(({ name }) => name === 'connector');
    expect(field).toMatchObject({
      suggestions: ['notion', 'hubspot', 'salesforce', 'slack', 'google-drive', 'github'],
    });
    const outside = fake();
    await connect(outside, { connector: 'airtable' });
    expect(outside.requests[0]?.url.pathname).toBe('/connectors/airtable/credentials');
  });

  it('gives a base address with a slash or a path its own place', async () => {
    const outside = fake();
    await connect(outside, { baseUrl: 'https://alloy.example/eu/' });
    expect(outside.requests[0]?.url.href).toBe(
      'https://alloy.example/eu/connectors/notion/credentials',
    );
    expect(new Secret('x').toString()).toBe('[secret]');
  });
});
