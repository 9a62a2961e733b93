import { describe, expect, it } from 'vitest';
import { discoverServer } from '../../../../electron/oauth/server/discovery.ts';
import type { HttpClient } from '../../../../electron/platform/interfaces.ts';
import type { TinyReply } from '../../../support/network/tiny-server.ts';
import { json, tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../../support/oauth/start-attempt.ts';

const tiny = tinyServerPerTest();

const { context } = createSignInContext();
const missing: TinyReply = { status: 404 };
const metadata = (changes: object = {}, issuer = tiny.url.origin): object => ({
  issuer,
  authorization_endpoint: `${tiny.url.origin}/a`,
  token_endpoint: `${tiny.url.origin}/t`,
  ...changes,
});
const targets = (): readonly string[] => tiny.requests.map(({ target }) => target);

/** Answers for hosts that are not on this computer. */
const discoverAt = (issuer: string, body: object) => {
  const http: HttpClient = async () => ({
    status: 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    body: JSON.stringify(body),
  });
  return discoverServer(createSignInContext({ http }).context, issuer);
};

describe('discovery', () => {
  it('reads every endpoint and what the server demands', async () => {
    tiny.answer(
      json(
        metadata({
          jwks_uri: `${tiny.url.origin}/k`,
          device_authorization_endpoint: `${tiny.url.origin}/d`,
          require_pushed_authorization_requests: true,
          pushed_authorization_request_endpoint: `${tiny.url.origin}/p`,
          authorization_response_iss_parameter_supported: true,
          revocation_endpoint: null,
        }),
      ),
    );
    expect(await discoverServer(context, tiny.url.origin)).toEqual({
      issuer: tiny.url.origin,
      authorizationEndpoint: `${tiny.url.origin}/a`,
      tokenEndpoint: `${tiny.url.origin}/t`,
      revocationEndpoint: null,
      deviceAuthorizationEndpoint: `${tiny.url.origin}/d`,
      userinfoEndpoint: null,
      registrationEndpoint: null,
      pushedAuthorizationRequestEndpoint: `${tiny.url.origin}/p`,
      requiresPushedAuthorizationRequests: true,
      announcesIssuer: true,
      jwksUri: `${tiny.url.origin}/k`,
    });
    expect(targets()).toEqual(['/.well-known/openid-configuration']);
  });

  it('looks behind the path of the issuer (OIDC), then in front of it (RFC 8414)', async () => {
    const issuer = `${tiny.url.origin}/realms/one`;
    tiny.answer(missing, json(metadata({}, issuer)));
    expect((await discoverServer(context, issuer)).issuer).toBe(issuer);
    expect(targets()).toEqual([
      '/realms/one/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/realms/one',
    ]);
  });

  it('gives the issuer as the server writes it, which is what redirects are compared with', async () => {
    tiny.answer(json(metadata({}, `${tiny.url.origin}/`)));
    expect((await discoverServer(context, tiny.url.origin)).issuer).toBe(`${tiny.url.origin}/`);
  });

  it.each<[string, string, object]>([
    ['another host', 'https://as.example', { issuer: 'https://attacker.example' }],
    ['another path', 'https://as.example/a', { issuer: 'https://as.example/b' }],
    ['a slash more', 'https://as.example/a', { issuer: 'https://as.example/a/' }],
    ['http', 'https://as.example', { issuer: 'http://as.example' }],
  ])('refuses a document of another issuer: %s', async (_, issuer, changes) => {
    const discovering = discoverAt(issuer, { ...metadata({}, issuer), ...changes });
    expect(await codeOf(discovering)).toBe('oauth.wrong-issuer');
  });

  it.each<[string, object, string]>([
    ['http', { token_endpoint: 'http://as.example/t' }, 'server.insecure'],
    ['this computer', { token_endpoint: 'http://127.0.0.1:9/t' }, 'server.insecure'],
    ['this computer, with TLS', { jwks_uri: 'https://[::1]/k' }, 'server.insecure'],
    ['this computer, by name', { token_endpoint: 'https://localhost/t' }, 'server.insecure'],
    ['metadata services', { token_endpoint: 'https://169.254.169.254/t' }, 'server.insecure'],
    ['a link-local host', { jwks_uri: 'https://[fe80::1]/k' }, 'server.insecure'],
    ['userinfo', { authorization_endpoint: 'https://a@as.example/' }, 'server.insecure'],
    ['a script', { authorization_endpoint: 'javascript:alert(1)' }, 'server.insecure'],
    ['no address', { userinfo_endpoint: '/userinfo' }, 'server.invalid-response'],
    ['a number', { revocation_endpoint: 1 }, 'server.invalid-response'],
    ['nothing to sign in at', { authorization_endpoint: undefined }, 'server.invalid-response'],
    ['no token endpoint', { token_endpoint: undefined }, 'server.invalid-response'],
    ['no issuer', { issuer: undefined }, 'server.invalid-response'],
  ])('L16 refuses endpoints that are no good: %s', async (_, changes, code) => {
    const good = {
      issuer: 'https://as.example',
      authorization_endpoint: 'https://as.example/a',
      token_endpoint: 'https://as.example/t',
    };
    expect(await codeOf(discoverAt('https://as.example', { ...good, ...changes }))).toBe(code);
  });

  it.each([
    'no address',
    'http://as.example',
    'http://localhost:1',
    'https://a:b@as.example',
    'https://as.example?x=1',
    'https://as.example#x',
  ])('asks nobody about %s', async (issuer) => {
    expect(await codeOf(discoverServer(context, issuer))).toBe('input.invalid');
  });

  it.each<[string, TinyReply, string, number]>([
    ['a page', { status: 200, body: '<html>' }, 'server.wrong-host', 2],
    ['a redirect', { status: 302, headers: { location: '/x' } }, 'server.wrong-host', 2],
    ['a list', json([]), 'server.wrong-host', 2],
    ['403', json({}, 403), 'server.wrong-host', 2],
    ['500', { status: 500 }, 'server.trouble', 1],
    ['429', { status: 429 }, 'server.rate-limited', 1],
    ['a reset', 'reset', 'server.unreachable', 1],
  ])('tells %s from a document', async (_, reply, code, asked) => {
    tiny.answer(reply);
    expect(await codeOf(discoverServer(context, tiny.url.origin))).toBe(code);
    expect(tiny.requests).toHaveLength(asked);
  });
});
