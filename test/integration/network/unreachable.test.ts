import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createAuthority,
  type ServerIdentity,
  selfSignedFor,
  trustAuthority,
} from '../../support/network/certificates.ts';
import { freePort } from '../../support/network/raw-socket.ts';
import { answer, closeToxic, saying } from '../../support/network/toxic-server.ts';
import { type Connected, startConnected } from './connected.ts';

let connected: Connected;
beforeEach(async () => {
  connected = await startConnected();
});
afterEach(async () => {
  await connected.close();
  await closeToxic();
});

const tokens = '{"access_token":"stolen","token_type":"bearer","refresh_token":"stolen"}';
/** Refreshes by way of `url`, which must fail and cost nothing; after that the same token is good. */
const requireKept = async (
  url: URL,
  code: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const before = connected.items();
  connected.lead(url);
  const view = await connected.refresh();
  expect(view).toMatchObject({ status: 'failed', error: { code, params } });
  connected.requireUntouched(before);
  connected.lead(null);
  expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
};

const unreachable = 'server.unreachable';

describe('a network that fails costs no token', () => {
  it('N2 a name that does not resolve', async () => {
    await requireKept(new URL('https://nothing.invalid'), unreachable, { reason: 'dns' });
  });

  it('N2 a port where nothing listens', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}`);
    await requireKept(url, unreachable, { reason: 'refused' });
  });

  it('N2 a reset in the middle of the body', async () => {
    const half = answer(tokens).slice(0, -20);
    const { url, received } = await saying(half, { resets: true });
    await requireKept(url, unreachable, { reason: 'reset' });
    expect(received).toHaveLength(1);
  });

  it('N2 a body that ends too soon', async () => {
    const { url } = await saying(answer(tokens).slice(0, -20));
    await requireKept(url, unreachable, { reason: 'reset' });
  });

  it.each([
    ['text/html', '<!doctype html><html><body>Welcome to the hotel</body></html>'],
    ['text/plain', '<html><body>Welcome to the hotel</body></html>'],
    ['application/json', '\n <!DOCTYPE HTML><title>Sign in</title>'],
  ])('N2 the page of a captive portal with status 200, as %s', async (type, page) => {
    const { url } = await saying(answer(page, '200 OK', type));
    await requireKept(url, 'server.wrong-host', {});
  });

  it('N2 a proxy that wants to know who asks (407)', async () => {
    const { url } = await saying(answer('', '407 Proxy Authentication Required'));
    await requireKept(url, unreachable, {});
  });
});

describe('a TLS server that is not who it should be costs no token, and is told nothing', async () => {
  const authority = await createAuthority();
  const hourMs = 3600_000;
  const now = Date.now();
  let distrust = (): void => {};
  beforeEach(() => {
    distrust = trustAuthority(authority.cert);
  });
  afterEach(() => distrust());

  it('N2 the test itself: a good certificate is accepted and its tokens are taken', async () => {
    const { url } = await saying(answer(tokens), {
      identity: await authority.issue('127.0.0.1'),
    });
    connected.lead(url);
    expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
    expect(connected.fields()).toMatchObject({ accessToken: 'stolen', refreshToken: 'stolen' });
  });

  it.each<[string, () => Promise<ServerIdentity>]>([
    [
      'an expired certificate',
      () =>
        authority.issue('127.0.0.1', { fromEpochMs: now - 48 * hourMs, toEpochMs: now - hourMs }),
    ],
    [
      'a certificate that is not valid yet',
      () =>
        authority.issue('127.0.0.1', { fromEpochMs: now + hourMs, toEpochMs: now + 48 * hourMs }),
    ],
    ['a certificate for another host', () => authority.issue('api.box.com.evil.example')],
    ['a certificate that signs itself', () => selfSignedFor('127.0.0.1')],
    [
      'a certificate of an authority nobody knows',
      async () => (await createAuthority()).issue('127.0.0.1'),
    ],
  ])('N2 %s', async (_, identity) => {
    const { url, received } = await saying(answer(tokens), {
      identity: await identity(),
    });
    await requireKept(url, unreachable, { reason: 'tls' });
    expect(received).toEqual([]);
  });

  it('N2 a server that speaks no TLS', async () => {
    const { url, received } = await saying(answer(tokens));
    await requireKept(new URL(url.href.replace('http:', 'https:')), unreachable, {
      reason: 'not-tls',
    });
    expect(received.join('')).not.toContain('refresh_token');
  });
});
