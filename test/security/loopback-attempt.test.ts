import { describe, expect, it } from 'vitest';
import { AppError } from '../../electron/diagnostics/errors.ts';
import type { Secret } from '../../electron/diagnostics/secret.ts';
import { startAuthorization } from '../../electron/oauth/flow/attempt.ts';
import { ProviderRedirectError } from '../../electron/oauth/redirect/provider-error.ts';
import { systemRandom } from '../../electron/platform/random.ts';
import { createClock } from '../support/fakes/clock.ts';
import { createRandom } from '../support/fakes/random.ts';
import { freePort, get, isListening } from '../support/network/raw-socket.ts';
import { codeOf, startAttempt } from '../support/oauth/start-attempt.ts';

const tenMinutesMs = 600_000;
const dropped = {
  request: {
    statePolicy: 'may-be-dropped',
    resultParameter: 'access_grant',
    plausible: {
      isResult: (value: Secret) => value.expose().startsWith('1'),
      errorCodes: new Set(['access_denied', '']),
    },
  },
} as const;

/** Runs until every callback that was due has been called, without waiting for time. */
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let isSettled = false;
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return isSettled;
};

describe('authorization attempt', () => {
  it('L2 takes the genuine redirect, delivers the page, and closes the port', async () => {
    const { attempt, port, state } = await startAttempt();
    const answer = await get(port, `/callback?code=abc&state=${state}`);
    expect(answer.status).toBe(200);
    expect(answer.body.trimEnd().endsWith('</html>')).toBe(true);
    const result = await attempt.result;
    expect(result.value.expose()).toBe('abc');
    expect(result).toMatchObject({ stateVerified: true, redirectUri: attempt.redirectUri });
    expect(await isListening(port)).toBe(false);
  });

  it('L2 listens before the URL is built, and builds it before the browser opens', async () => {
    const port = await freePort();
    const seen: string[] = [];
    const { attempt, cancel } = await startAttempt({
      ports: [port],
      request: {
        buildUrl: async ({ redirectUri }) => {
          seen.push(`build ${await isListening(port)} ${redirectUri}`);
          return new URL('https://provider.example/authorize');
        },
      },
      open: async (url) => {
        seen.push(`open ${url.href}`);
        return true;
      },
    });
    expect(await attempt.browserOpened).toBe(true);
    expect(seen).toEqual([
      `build true http://127.0.0.1:${port}/callback`,
      'open https://provider.example/authorize',
    ]);
    cancel();
    expect(await codeOf(attempt.result)).toBe('operation.cancelled');
  });

  it('L2 sends a state of 256 bits, new for each attempt', async () => {
    const one = await startAttempt({ random: systemRandom });
    const two = await startAttempt({ random: systemRandom });
    expect(Buffer.from(one.state, 'base64url')).toHaveLength(32);
    expect(one.state).not.toBe(two.state);
    one.cancel();
    two.cancel();
  });

  it('shows the URL to nobody by accident, and its host to everybody', async () => {
    const { attempt, cancel, state } = await startAttempt();
    expect(JSON.stringify(attempt)).not.toContain(state);
    expect(attempt.host).toBe('provider.example');
    cancel();
  });

  it.each([
    ['missing', 'code=abc'],
    ['empty', 'code=abc&state='],
    ['wrong', 'code=abc&state=AAAA'],
    ['a prefix of ours', 'code=abc&state=$PREFIX'],
    ['doubled, once right', 'code=abc&state=$STATE&state=x'],
    ['doubled, both right', 'code=abc&state=$STATE&state=$STATE'],
    ['missing from an error', 'error=access_denied'],
    ['wrong in an error', 'error=access_denied&state=AAAA'],
  ])('L5 refuses a state that is %s with the same answer and keeps waiting', async (_, query) => {
    const { attempt, port, state } = await startAttempt();
    const target = query.replaceAll('$STATE', state).replace('$PREFIX', state.slice(0, -1));
    const answer = await get(port, `/callback?${target}`);
    const other = await get(port, '/callback?anything');
    expect(answer.status).toBe(400);
    expect(answer.text.replace(/date: .*/i, '')).toBe(other.text.replace(/date: .*/i, ''));
    expect(await settled(attempt.result)).toBe(false);
    await get(port, `/callback?code=good&state=${state}`);
    expect((await attempt.result).value.expose()).toBe('good');
  });

  it('L5 accepts a dropped state where the provider drops it, and says so', async () => {
    const { attempt, port } = await startAttempt(dropped);
    await get(port, '/callback?access_grant=1abc');
    expect(await attempt.result).toMatchObject({ stateVerified: false });
  });

  it('L20 goes on waiting when what has no state is no answer either', async () => {
    const { attempt, port } = await startAttempt(dropped);
    for (const junk of ['access_grant=junk', 'error=boo', 'error=%3Cb%3E', 'code=REJECTED']) {
      expect((await get(port, `/callback?${junk}`)).status).toBe(400);
    }
    expect(await settled(attempt.result)).toBe(false);
    await get(port, '/callback?access_grant=1abc');
    expect((await attempt.result).value.expose()).toBe('1abc');
  });

  it('L20 takes a code without state only if it looks like one', async () => {
    const { attempt, port } = await startAttempt({ request: { statePolicy: 'may-be-dropped' } });
    for (const junk of ['code=x', 'code=%3Cscript%3E123456', 'code=two+words', 'error=']) {
      expect((await get(port, `/callback?${junk}`)).status).toBe(400);
    }
    await get(port, '/callback?code=4%2F0AbCdEf-x_y');
    expect((await attempt.result).value.expose()).toBe('4/0AbCdEf-x_y');
  });

  it('L20 ends at an empty word of a provider that sends one', async () => {
    const { attempt, port } = await startAttempt(dropped);
    expect((await get(port, '/callback?error=')).body).toContain('did not work');
    expect(await codeOf(attempt.result)).toBe('oauth.provider-error');
  });

  it('L5 refuses a wrong state even where it may be dropped', async () => {
    const { attempt, port, state } = await startAttempt(dropped);
    expect((await get(port, '/callback?access_grant=1abc&state=x')).status).toBe(400);
    expect((await get(port, '/callback?error=access_denied&state=x')).status).toBe(400);
    expect(await settled(attempt.result)).toBe(false);
    await get(port, `/callback?access_grant=1abc&state=${state}`);
    expect(await attempt.result).toMatchObject({ stateVerified: true });
  });

  it('L5 takes nothing before the browser was sent, when no state could tell it apart', async () => {
    const port = await freePort();
    let early = 0;
    const { attempt, cancel } = await startAttempt({
      ports: [port],
      request: {
        ...dropped.request,
        buildUrl: async () => {
          early = (await get(port, '/callback?access_grant=planted')).status;
          return new URL('https://provider.example/');
        },
      },
    });
    expect(early).toBe(400);
    expect(await settled(attempt.result)).toBe(false);
    cancel();
  });

  it.each(['access_denied', 'REJECTED'])('L6 reports error=%s as a denial', async (word) => {
    const { attempt, port, state } = await startAttempt();
    const answer = await get(port, `/callback?error=${word}&state=${state}`);
    expect(answer.body).toContain('Nothing was connected');
    expect(await codeOf(attempt.result)).toBe('oauth.denied');
    expect(await isListening(port)).toBe(false);
  });

  it('L6 hands any other error word to the adapter, capped and cleaned', async () => {
    const { attempt, port, state } = await startAttempt();
    const hostile = encodeURIComponent(`<b>client</b> ${'x'.repeat(200)}`);
    const answer = await get(
      port,
      `/callback?error=${hostile}&error_description=%3Cb%3Ehello&state=${state}`,
    );
    expect(answer.body).toContain('did not work');
    const error = await attempt.result.catch((thrown: unknown) => thrown);
    if (!(error instanceof ProviderRedirectError)) throw new Error('not a redirect error');
    expect(error.code).toBe('oauth.provider-error');
    expect(error.errorCode).toMatch(/^_b_client__b__x{50}$/);
    expect(JSON.stringify(error)).not.toContain('hello');
    expect(await isListening(port)).toBe(false);
  });

  it('L8 refuses a replay of the good redirect', async () => {
    const { attempt, port, state } = await startAttempt();
    const target = `/callback?code=abc&state=${state}`;
    const answers = await Promise.all([get(port, target), get(port, target).catch(() => null)]);
    expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(1);
    await attempt.result;
    await expect(get(port, target)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(() => attempt.submitAddress(`http://127.0.0.1:${port}${target}`)).toThrow(AppError);
  });

  it('L9 does not mix two attempts that run side by side', async () => {
    const one = await startAttempt({ ...dropped, random: createRandom('one') });
    const two = await startAttempt({ ...dropped, random: createRandom('two') });
    const query = `/callback?access_grant=1a&state=${one.state}`;
    expect((await get(two.port, query)).status).toBe(400);
    expect((await get(two.port, query, { Host: `127.0.0.1:${one.port}` })).status).toBe(421);
    expect(await settled(two.attempt.result)).toBe(false);
    await get(one.port, query);
    expect((await one.attempt.result).value.expose()).toBe('1a');
    two.cancel();
  });

  it('L13 reports a taken port and starts nothing', async () => {
    const holder = await startAttempt();
    const clock = createClock();
    const second = startAttempt({ ports: [holder.port], clock });
    expect(await codeOf(second)).toBe('oauth.port-in-use');
    expect(clock.pendingTimers()).toBe(0);
    holder.cancel();
  });

  it('L14 times out exactly at the limit', async () => {
    const clock = createClock();
    const { attempt, port } = await startAttempt({ clock });
    expect(attempt.deadlineEpochMs).toBe(clock.nowEpochMs() + tenMinutesMs);
    clock.advance(tenMinutesMs - 1);
    expect(await settled(attempt.result)).toBe(false);
    clock.advance(1);
    expect(await codeOf(attempt.result)).toBe('oauth.timeout');
    expect(await isListening(port)).toBe(false);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('L14 accepts a redirect one millisecond before the limit', async () => {
    const clock = createClock();
    const { attempt, port, state } = await startAttempt({ clock });
    clock.advance(tenMinutesMs - 1);
    await get(port, `/callback?code=abc&state=${state}`);
    expect((await attempt.result).value.expose()).toBe('abc');
  });

  it('L14 notices on waking that the deadline passed in sleep', async () => {
    const clock = createClock();
    const { attempt, port } = await startAttempt({ clock });
    clock.sleep(tenMinutesMs);
    clock.advance(15_000);
    expect(await codeOf(attempt.result)).toBe('oauth.timeout');
    expect(await isListening(port)).toBe(false);
  });

  it('L14 refuses a redirect that arrives before the wake-up was noticed', async () => {
    const clock = createClock();
    const { attempt, port, state } = await startAttempt({ clock });
    clock.sleep(tenMinutesMs + 1);
    expect((await get(port, `/callback?code=abc&state=${state}`)).status).toBe(400);
    expect(await codeOf(attempt.result)).toBe('oauth.timeout');
  });

  it('N8 keeps its deadline when the wall clock is set back a day', async () => {
    const clock = createClock();
    const { attempt } = await startAttempt({ clock });
    clock.setNowEpochMs(clock.nowEpochMs() - 24 * 3600 * 1000);
    clock.advance(tenMinutesMs - 1);
    expect(await settled(attempt.result)).toBe(false);
    clock.advance(1);
    expect(await codeOf(attempt.result)).toBe('oauth.timeout');
  });

  it('L14 cancels once, however often it is asked', async () => {
    const clock = createClock();
    const { attempt, port, cancel } = await startAttempt({ clock });
    cancel();
    cancel();
    clock.advance(tenMinutesMs);
    expect(await codeOf(attempt.result)).toBe('operation.cancelled');
    expect(await isListening(port)).toBe(false);
    expect(await attempt.reopenBrowser()).toBe(false);
    expect(() => attempt.submitAddress('?code=1')).toThrow(
      expect.objectContaining({ code: 'operation.unknown' }),
    );
    expect(clock.pendingTimers()).toBe(0);
  });

  it('L14 cancels while the URL is still being built', async () => {
    const port = await freePort();
    const opened: string[] = [];
    const controller = new AbortController();
    const starting = startAuthorization({
      request: {
        redirect: { kind: 'fixed-ports', redirectUris: [`http://127.0.0.1:${port}/callback`] },
        statePolicy: 'required',
        resultParameter: 'code',
        pageHost: 'provider.example',
        buildUrl: () => {
          queueMicrotask(() => controller.abort());
          return new Promise(() => undefined);
        },
      },
      browser: { open: async (url) => opened.push(url.href) > 0 },
      clock: createClock(),
      random: createRandom(),
      signal: controller.signal,
    });
    expect(await codeOf(starting)).toBe('operation.cancelled');
    expect(await isListening(port)).toBe(false);
    expect(opened).toEqual([]);
  });

  it('L14 the redirect wins over a cancel that comes after it', async () => {
    const { attempt, port, state, cancel } = await startAttempt();
    const answer = get(port, `/callback?code=abc&state=${state}`);
    attempt.result.finally(cancel).catch(() => undefined);
    expect((await answer).status).toBe(200);
    expect((await attempt.result).value.expose()).toBe('abc');
    cancel();
    expect((await attempt.result).value.expose()).toBe('abc');
  });

  it('L14 ends once when a pasted address, a redirect and a cancel race', async () => {
    const { attempt, port, state, cancel } = await startAttempt();
    const racing = get(port, `/callback?code=browser&state=${state}`).catch(() => null);
    attempt.submitAddress(`code=pasted&state=${state}`);
    cancel();
    expect((await attempt.result).value.expose()).toBe('pasted');
    expect((await racing)?.status ?? 0).not.toBe(200);
    expect(await isListening(port)).toBe(false);
  });

  it.each([
    'http://provider.example/authorize',
    'http://localhost:8000/authorize',
    'http://127.0.0.1.evil.example/authorize',
    'https://user:password@provider.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('L16 refuses to open %s and closes the port', async (href) => {
    const port = await freePort();
    const opened: string[] = [];
    const starting = startAttempt({
      ports: [port],
      request: { buildUrl: async () => new URL(href) },
      open: async (url) => opened.push(url.href) > 0,
    });
    expect(await codeOf(starting)).toBe('server.insecure');
    expect(await isListening(port)).toBe(false);
    expect(opened).toEqual([]);
  });

  it.each([
    'https://provider.example.evil.example/authorize',
    'https://sub.provider.example/authorize',
    'https://provider.example:8443/authorize',
  ])('L17 refuses to open %s, which is not the page that was asked for', async (href) => {
    const opened: string[] = [];
    const starting = startAttempt({
      request: { buildUrl: async () => new URL(href) },
      open: async (url) => opened.push(url.href) > 0,
    });
    expect(await codeOf(starting)).toBe('server.wrong-host');
    expect(opened).toEqual([]);
  });

  it('L17 tells the opener which host to hold the page to', async () => {
    const hosts: string[] = [];
    const open = async (_url: URL, host: string) => hosts.push(host) > 0;
    const { attempt, cancel } = await startAttempt({ open });
    await attempt.reopenBrowser();
    expect(hosts).toEqual(['provider.example', 'provider.example']);
    cancel();
    await codeOf(attempt.result);
  });

  it('L14 closes the port when the URL cannot be built', async () => {
    const port = await freePort();
    const buildUrl = (): never => {
      throw new AppError('input.invalid');
    };
    const starting = startAttempt({ ports: [port], request: { buildUrl } });
    expect(await codeOf(starting)).toBe('input.invalid');
    expect(await isListening(port)).toBe(false);
  });

  it('L18 goes on when the browser does not open, for the URL can be copied', async () => {
    const { attempt, port, state } = await startAttempt({
      open: () => Promise.reject(new Error('no browser')),
    });
    expect(await attempt.browserOpened).toBe(false);
    expect(await attempt.reopenBrowser()).toBe(false);
    expect(attempt.url.expose()).toContain(state);
    attempt.submitAddress(`  "${attempt.redirectUri}?code=pasted&state=${state}"\n`);
    expect(await attempt.result).toMatchObject({ stateVerified: true });
    expect(await isListening(port)).toBe(false);
  });

  it('sends the browser to the same URL again', async () => {
    const { attempt, opened, cancel } = await startAttempt();
    expect(await attempt.reopenBrowser()).toBe(true);
    expect(opened).toEqual([attempt.url.expose(), attempt.url.expose()]);
    cancel();
  });

  it.each([
    ['oauth.bad-redirect', 'hello'],
    ['oauth.bad-redirect', 'https://provider.example/?code=1'],
    ['oauth.bad-redirect', 'code='],
    ['oauth.wrong-state', 'code=1'],
    ['oauth.wrong-state', 'code=1&state=x'],
    ['oauth.wrong-state', 'error=access_denied'],
  ])('L5 a pasted address is refused as %s (%s) and the wait goes on', async (code, text) => {
    const { attempt, state } = await startAttempt();
    expect(() => attempt.submitAddress(text)).toThrow(expect.objectContaining({ code }));
    expect(await settled(attempt.result)).toBe(false);
    attempt.submitAddress(`?code=1&state=${state}`);
    expect((await attempt.result).value.expose()).toBe('1');
  });

  it('L6 a pasted denial ends the attempt', async () => {
    const { attempt } = await startAttempt(dropped);
    attempt.submitAddress('?error=access_denied');
    expect(await codeOf(attempt.result)).toBe('oauth.denied');
  });
});
