import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../support/fakes/random.ts';
import { get, isListening, requestText, sendRaw } from '../support/network/raw-socket.ts';
import { codeOf, type StartedAttempt, startAttempt } from '../support/oauth/start-attempt.ts';

const hasIpv6 = await new Promise<boolean>((resolve) => {
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(0, '::1', () => server.close(() => resolve(true)));
});

const anyPort = (host: '127.0.0.1' | 'localhost', path = '/callback') =>
  ({ redirect: { kind: 'ephemeral', host, path } }) as const;

/** Looks, after everything that was under way has been dealt with, whether the wait goes on. */
const isWaiting = async ({ attempt }: StartedAttempt): Promise<boolean> => {
  const waiting = Symbol();
  const now = new Promise((resolve) => setImmediate(resolve, waiting));
  return (await Promise.race([attempt.result.catch(() => null), now])) === waiting;
};

describe('a redirect to any free port', () => {
  it('L1 listens on 127.0.0.1 alone, on another port each time, with the path as it is', async () => {
    const one = await startAttempt({ request: anyPort('127.0.0.1', '/a/b/') });
    const two = await startAttempt({ request: anyPort('127.0.0.1', '/a/b/') });
    expect(one.attempt.redirectUri).toBe(`http://127.0.0.1:${one.port}/a/b/`);
    expect(one.port).not.toBe(two.port);
    expect(await isListening(one.port, '::1')).toBe(false);
    await get(one.port, `/a/b/?code=abc&state=${one.state}`);
    expect((await one.attempt.result).redirectUri).toBe(one.attempt.redirectUri);
    two.cancel();
  });

  it('keeps a path that was left out left out', async () => {
    const started = await startAttempt({ request: anyPort('127.0.0.1', '') });
    expect(started.attempt.redirectUri).toBe(`http://127.0.0.1:${started.port}`);
    await get(started.port, `/?code=abc&state=${started.state}`);
    expect((await started.attempt.result).value.expose()).toBe('abc');
  });

  it.skipIf(!hasIpv6)(
    'L1 listens for localhost on both loopback addresses, and on no other',
    async () => {
      const started = await startAttempt({ request: anyPort('localhost') });
      const { port, state } = started;
      expect(started.attempt.redirectUri).toBe(`http://localhost:${port}/callback`);
      expect(await isListening(port, '127.0.0.1')).toBe(true);
      expect(await isListening(port, '::1')).toBe(true);
      expect(await isListening(port, '127.0.0.2')).toBe(false);
      for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
        const thief = createServer();
        thief.listen({ port, host });
        const [error] = await once(thief, 'error');
        expect(error).toMatchObject({ code: 'EADDRINUSE' });
      }
      const good = { Host: `localhost:${port}` };
      await get(port, `/callback?code=abc&state=${state}`, good);
      expect((await started.attempt.result).value.expose()).toBe('abc');
      expect(await isListening(port, '127.0.0.1')).toBe(false);
      expect(await isListening(port, '::1')).toBe(false);
    },
  );

  it.each(['127.0.0.1', '[::1]', 'localhost.attacker.test', 'LOCALHOST.', ''])(
    'L3 takes for localhost no other Host, such as "%s"',
    async (host) => {
      const started = await startAttempt({ request: anyPort('localhost') });
      const { port, state } = started;
      const headers = { Host: `${host}:${port}` };
      expect((await get(port, `/callback?code=abc&state=${state}`, headers)).status).toBe(421);
      expect(await isWaiting(started)).toBe(true);
      started.cancel();
    },
  );

  it('L13 names a fixed port of localhost that is taken', async () => {
    const holder = await startAttempt({ request: anyPort('127.0.0.1') });
    const redirectUris = [`http://localhost:${holder.port}/callback`];
    const second = startAttempt({ request: { redirect: { kind: 'fixed-ports', redirectUris } } });
    expect(await codeOf(second)).toBe('oauth.port-in-use');
    holder.cancel();
  });
});

describe('two sign-ins side by side', () => {
  it('L9 never mix: each takes its own redirect, whatever is shown to the other', async () => {
    const one = await startAttempt({
      request: anyPort('127.0.0.1'),
      random: createRandom('one'),
    });
    const two = await startAttempt({
      request: anyPort('localhost'),
      random: createRandom('two'),
    });
    const localhost = { Host: `localhost:${two.port}` };
    const forOne = `/callback?code=one&state=${one.state}`;
    const forTwo = `/callback?code=two&state=${two.state}`;
    expect((await get(two.port, forOne, localhost)).status).toBe(400);
    expect((await get(one.port, forTwo)).status).toBe(400);
    expect(() => two.attempt.submitAddress(`${one.attempt.redirectUri}?code=x`)).toThrow();
    expect([await isWaiting(one), await isWaiting(two)]).toEqual([true, true]);
    await Promise.all([get(one.port, forOne), get(two.port, forTwo, localhost)]);
    expect((await one.attempt.result).value.expose()).toBe('one');
    expect((await two.attempt.result).value.expose()).toBe('two');
  });
});

describe("the issuer's name", () => {
  const issuer = 'https://honest.example';
  const encoded = encodeURIComponent(issuer);
  const expecting = (required: boolean) => ({
    request: { ...anyPort('127.0.0.1'), expectedIssuer: { issuer, required } },
  });

  it.each([
    ['is another', '&iss=https%3A%2F%2Fattacker.example', false],
    ['differs by a slash', `&iss=${encoded}%2F`, false],
    ['is missing though announced', '', true],
    ['is empty though announced', '&iss=', true],
    ['is another, in an error', '&iss=https%3A%2F%2Fattacker.example&error=x', false],
  ])('L10 ends the attempt when it %s', async (_, iss, required) => {
    const { attempt, port, state } = await startAttempt(expecting(required));
    const query = iss.includes('error') ? `state=${state}${iss}` : `code=abc&state=${state}${iss}`;
    const answer = await get(port, `/callback?${query}`);
    expect(answer.body).toContain('did not work');
    expect(await codeOf(attempt.result)).toBe('oauth.wrong-issuer');
    expect(await isListening(port)).toBe(false);
  });

  it('L10 is only looked at in a redirect with our state: anybody can send the rest', async () => {
    const started = await startAttempt({
      request: { ...expecting(true).request, statePolicy: 'may-be-dropped' },
    });
    const { port, state, attempt } = started;
    const other = 'iss=https%3A%2F%2Fattacker.example';
    expect((await get(port, `/callback?code=abc&${other}`)).status).toBe(400);
    expect((await get(port, `/callback?code=abc&state=wrong&${other}`)).status).toBe(400);
    expect(await isWaiting(started)).toBe(true);
    await get(port, `/callback?code=abc&state=${state}&iss=${encoded}`);
    expect((await attempt.result).value.expose()).toBe('abc');
  });

  it('may be missing where it is not announced', async () => {
    const { attempt, port, state } = await startAttempt(expecting(false));
    await get(port, `/callback?code=abc&state=${state}`);
    expect((await attempt.result).stateVerified).toBe(true);
  });
});

describe('further parameters', () => {
  it('are given back by name, and no others', async () => {
    const { attempt, port, state } = await startAttempt({
      request: { ...anyPort('127.0.0.1'), keep: ['hostname', 'locationid'] },
    });
    await get(port, `/callback?code=a&state=${state}&hostname=eapi.pcloud.com&iss=x&more=1`);
    expect((await attempt.result).kept).toEqual({ hostname: 'eapi.pcloud.com' });
  });
});

describe('a redirect as a form', () => {
  const asForm = { request: { ...anyPort('127.0.0.1'), acceptsFormPost: true } };
  const browserHeaders = {
    Origin: 'https://provider.example',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const post = (
    port: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
    target = '/callback',
  ) => {
    const all: Record<string, string> = {
      'Content-Length': String(Buffer.byteLength(body)),
      ...browserHeaders,
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    return sendRaw(port, requestText(port, target, sent, 'POST') + body);
  };

  it('L11 is taken from the cross-site navigation that a browser makes of it', async () => {
    const { attempt, port, state } = await startAttempt(asForm);
    const answer = await post(port, `code=a%2Bb+c&state=${state}`);
    expect(answer.status).toBe(200);
    expect((await attempt.result).value.expose()).toBe('a+b c');
    expect(await isListening(port)).toBe(false);
  });

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['a script', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }, 403],
    ['a script without CORS', { 'Sec-Fetch-Mode': 'no-cors' }, 403],
    ['a frame', { 'Sec-Fetch-Dest': 'iframe' }, 403],
    ['something that does not say', { 'Sec-Fetch-Mode': '' }, 403],
    ['something without an origin', { Origin: '' }, 403],
    ['JSON', { 'Content-Type': 'application/json' }, 400],
    ['plain text', { 'Content-Type': 'text/plain' }, 400],
    ['multipart', { 'Content-Type': 'multipart/form-data; boundary=x' }, 400],
    ['no type', { 'Content-Type': '' }, 400],
    [
      'a type that only begins alike',
      { 'Content-Type': 'application/x-www-form-urlencodedx' },
      400,
    ],
    ['another Host', { Host: 'attacker.test' }, 421],
  ])('L11 is refused from %s, and the wait goes on', async (_, headers, status) => {
    const started = await startAttempt(asForm);
    const { port, state } = started;
    expect((await post(port, `code=a&state=${state}`, headers)).status).toBe(status);
    expect(await isWaiting(started)).toBe(true);
    started.cancel();
  });

  it('L5 always needs our state, even from a provider that may drop it', async () => {
    const started = await startAttempt({
      request: { ...asForm.request, statePolicy: 'may-be-dropped' },
    });
    expect((await post(started.port, 'code=a')).status).toBe(400);
    expect((await post(started.port, 'code=a&state=wrong')).status).toBe(400);
    expect(await isWaiting(started)).toBe(true);
    started.cancel();
  });

  it('L7 is refused when it is long, unmeasured, or in two places', async () => {
    const started = await startAttempt(asForm);
    const { port, state } = started;
    const good = `code=a&state=${state}`;
    const long = `${good}&x=${'a'.repeat(9_000)}`;
    expect((await post(port, long)).status).toBe(400);
    const chunked = { 'Content-Length': '', 'Transfer-Encoding': 'chunked' };
    expect((await post(port, '0\r\n\r\n', chunked)).status).toBe(400);
    expect((await post(port, good, {}, '/callback?code=b')).status).toBe(400);
    expect((await post(port, `${good}\xe9`)).status).toBe(400);
    expect(await isWaiting(started)).toBe(true);
    expect((await post(port, good)).status).toBe(200);
    expect((await started.attempt.result).value.expose()).toBe('a');
  });

  it('L4 is refused where none was asked for', async () => {
    const started = await startAttempt({ request: anyPort('127.0.0.1') });
    const answer = await post(started.port, `code=a&state=${started.state}`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
    expect(await isWaiting(started)).toBe(true);
    started.cancel();
  });
});

describe('a redirect that is pasted', () => {
  const pasting = (redirectUri: string | null) => ({
    request: { redirect: { kind: 'paste', redirectUri } as const },
  });

  it.each(['4/0AX4XfWh_abc-DEF', ' abc==\n', '"a:b|c~d"', 'code=abc', '?code=abc&x=1'])(
    'is taken as the code by itself from %j, and called unverified',
    async (text) => {
      const { attempt } = await startAttempt(pasting(null));
      attempt.submitAddress(text);
      const result = await attempt.result;
      expect(result.value.expose()).toMatch(/^(4\/0AX4XfWh_abc-DEF|abc==|a:b\|c~d|abc)$/);
      expect(result).toMatchObject({ stateVerified: false, redirectUri: '' });
    },
  );

  it('is taken as an address, with its state', async () => {
    const { attempt, state } = await startAttempt(pasting('https://app.example/done'));
    attempt.submitAddress(`https://app.example/done?code=abc&state=${state}`);
    expect(await attempt.result).toMatchObject({
      stateVerified: true,
      redirectUri: 'https://app.example/done',
    });
  });

  it.each([
    ['another address', 'https://attacker.example/done?code=abc', 'oauth.bad-redirect'],
    ['a wrong state', 'https://app.example/done?code=abc&state=wrong', 'oauth.wrong-state'],
    ['words', 'no code here', 'oauth.bad-redirect'],
    ['nothing', '  ', 'oauth.bad-redirect'],
    ['an address without code', 'https://app.example/done', 'oauth.bad-redirect'],
  ])('L5 is refused with %s, and the wait goes on', async (_, text, code) => {
    const started = await startAttempt(pasting('https://app.example/done'));
    expect(() => started.attempt.submitAddress(text)).toThrow(expect.objectContaining({ code }));
    expect(await isWaiting(started)).toBe(true);
    started.cancel();
  });

  it('L5 needs the state when a listener waits for it: a bare code is no redirect', async () => {
    const started = await startAttempt({ request: anyPort('127.0.0.1') });
    expect(() => started.attempt.submitAddress('abc==')).toThrow();
    expect(() => started.attempt.submitAddress('code=abc')).toThrow(
      expect.objectContaining({ code: 'oauth.wrong-state' }),
    );
    started.cancel();
  });
});
