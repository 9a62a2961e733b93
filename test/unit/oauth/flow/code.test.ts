import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { signInWithCode } from '../../../../electron/oauth/flow/code.ts';
import { strictReplies } from '../../../../electron/oauth/token/reply.ts';
import type { CodeFlow } from '../../../../electron/oauth/types.ts';
import { startTinyServer, type TinyServer } from '../../../support/network/tiny-server.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';
import { navigate } from '../../../support/oauth/plain-browser.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../../support/oauth/start-attempt.ts';

let tiny: TinyServer;
beforeEach(async () => {
  tiny = await startTinyServer();
  tiny.answer({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"access_token":"a","token_type":"bearer"}',
  });
});
afterEach(() => tiny.close());

const flow = (changes: Partial<CodeFlow> = {}): CodeFlow => ({
  server: serverAt(tiny.url),
  client: clientWith({ kind: 'none' }),
  scopes: ['read', 'write'],
  scopeSeparator: ' ',
  redirect: { kind: 'ephemeral', host: '127.0.0.1', path: '/callback' },
  responseMode: 'query',
  authorizationParameters: {},
  pkce: 'S256',
  openid: false,
  quirks: strictReplies,
  keepFromRedirect: [],
  ...changes,
});

/** A provider that consents at once, with more parameters if told. */
const consenting = (more = '') =>
  createSignInContext({
    visit: (address) => {
      const query = new URL(address).searchParams;
      const state = encodeURIComponent(query.get('state') ?? '');
      void navigate(`${query.get('redirect_uri')}?code=abc&state=${state}${more}`);
    },
  });

describe('a sign-in with a code', () => {
  it('asks with every parameter once, and lets a template override none of its own', async () => {
    const { context, opened } = consenting();
    const server = serverAt(tiny.url, { authorizationEndpoint: `${tiny.url.origin}/a?tenant=1` });
    const authorizationParameters = { access_type: 'offline', state: 'fixed', client_id: 'other' };
    await signInWithCode(context, flow({ server, authorizationParameters, scopeSeparator: ',' }));
    const url = new URL(opened[0] ?? '');
    const names = [...url.searchParams.keys()].sort();
    expect(names).toEqual(
      [
        'tenant',
        'access_type',
        'response_type',
        'client_id',
        'redirect_uri',
        'scope',
        'state',
        'code_challenge',
        'code_challenge_method',
      ].sort(),
    );
    expect(url.searchParams.get('client_id')).toBe('client');
    expect(url.searchParams.get('state')).not.toBe('fixed');
    expect(url.searchParams.get('scope')).toBe('read,write');
  });

  it('L15 sends a challenge with every request, unless the template says that it breaks the server', async () => {
    const { context, opened } = consenting();
    await signInWithCode(context, flow());
    await signInWithCode(context, flow({ pkce: 'off' }));
    expect(opened[0]).toContain('code_challenge_method=S256');
    expect(opened[1]).not.toContain('code_challenge');
    expect(tiny.requests[0]?.body).toMatch(/code_verifier=[\w-]{43}(&|$)/);
    expect(tiny.requests[1]?.body).not.toContain('code_verifier');
  });

  it('L18 puts no secret into the URL that the person may copy', async () => {
    const { context, opened } = consenting();
    const client = clientWith({ kind: 'client_secret_post', secret: new Secret('canary') });
    await signInWithCode(context, flow({ client, openid: true }));
    expect(opened[0]).not.toContain('canary');
    const verifier = new URLSearchParams(tiny.requests[0]?.body).get('code_verifier') ?? '';
    expect(opened[0]).not.toContain(verifier);
    expect(new URL(opened[0] ?? '').searchParams.get('scope')).toBe('openid read write');
  });

  it.each<[string, Partial<CodeFlow>, string]>([
    [
      'a token endpoint over http',
      {
        server: serverAt(new URL('https://as.example'), {
          tokenEndpoint: 'http://as.example/token',
        }),
      },
      'server.insecure',
    ],
    [
      'a page that is a script',
      {
        server: serverAt(new URL('https://as.example'), {
          authorizationEndpoint: 'javascript:alert(1)',
        }),
      },
      'server.insecure',
    ],
    [
      'a key that cannot sign',
      {
        client: clientWith({
          kind: 'private_key_jwt',
          key: new Secret('no key'),
          algorithm: 'ES256',
          keyId: null,
        }),
      },
      'oauth.invalid-key',
    ],
  ])('L16 finds %s before the browser opens', async (_, changes, code) => {
    const { context, opened } = consenting();
    expect(await codeOf(signInWithCode(context, flow(changes)))).toBe(code);
    expect(opened).toEqual([]);
    expect(tiny.requests).toEqual([]);
  });

  it('refuses a server that demands a pushed request and has no place for it', async () => {
    const { context, opened } = consenting();
    const server = serverAt(tiny.url, { requiresPushedAuthorizationRequests: true });
    expect(await codeOf(signInWithCode(context, flow({ server })))).toBe('server.invalid-response');
    expect(opened).toEqual([]);
  });

  it('asks the token endpoint that the redirect names, if the template knows it', async () => {
    const tokenEndpointFrom = ({ hostname = '' }: Readonly<Record<string, string>>): string => {
      if (hostname !== 'eu') throw new AppError('server.wrong-host');
      return `${tiny.url.origin}/eu/token`;
    };
    const changes = { keepFromRedirect: ['hostname'], tokenEndpointFrom };
    const tokens = await signInWithCode(consenting('&hostname=eu').context, flow(changes));
    expect(tokens.extra).toEqual({ hostname: 'eu' });
    expect(tiny.requests[0]?.target).toBe('/eu/token');
    const elsewhere = signInWithCode(consenting('&hostname=attacker').context, flow(changes));
    expect(await codeOf(elsewhere)).toBe('server.wrong-host');
    expect(tiny.requests).toHaveLength(1);
  });

  it('works without a listener: the person pastes the code that the provider shows', async () => {
    const test = createSignInContext();
    const redirect = { kind: 'paste', redirectUri: null } as const;
    const signingIn = signInWithCode(test.context, flow({ redirect }));
    await expect.poll(() => test.opened.length).toBe(1);
    test.paste('the-code');
    expect((await signingIn).accessToken.expose()).toBe('a');
    expect(test.opened[0]).not.toContain('redirect_uri');
    const sent = new URLSearchParams(tiny.requests[0]?.body);
    expect(sent.get('code')).toBe('the-code');
    expect(sent.has('redirect_uri')).toBe(false);
    expect(sent.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(test.steps).toEqual(['exchange-code']);
  });

  it('L9 keeps two sign-ins at two providers apart, each with its own verifier', async () => {
    const other = await startTinyServer();
    other.answer({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"access_token":"other","token_type":"bearer"}',
    });
    const [one, two] = await Promise.all([
      signInWithCode(consenting().context, flow()),
      signInWithCode(consenting().context, flow({ server: serverAt(other.url) })),
    ]);
    expect([one.accessToken.expose(), two.accessToken.expose()]).toEqual(['a', 'other']);
    const verifiers = [...tiny.requests, ...other.requests].map(({ body }) =>
      new URLSearchParams(body).get('code_verifier'),
    );
    expect(new Set(verifiers).size).toBe(2);
    await other.close();
  });

  it('L14 is cancelled while the code is exchanged', async () => {
    tiny.answer('reset');
    const test = consenting();
    const context = {
      ...test.context,
      step: (id: string) => {
        if (id === 'exchange-code') test.cancel();
      },
    };
    expect(await codeOf(signInWithCode(context, flow()))).toBe('operation.cancelled');
    expect(tiny.requests).toEqual([]);
  });
});
