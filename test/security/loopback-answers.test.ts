import { once } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  get,
  isListening,
  openSocket,
  type RawAnswer,
  readToEnd,
  requestText,
  sendRaw,
} from '../support/network/raw-socket.ts';
import { type StartedAttempt, startAttempt } from '../support/oauth/start-attempt.ts';

const canary = '%3Cscript%3Ecanary%3C/script%3E';
const sentCanary = { 'User-Agent': 'canary', Referer: 'https://canary.example/' };

/** Every answer that the listener can give, each asked for with a canary in all that can hold one. */
const asks: readonly (readonly [
  string,
  number,
  (started: StartedAttempt) => Promise<RawAnswer>,
])[] = [
  [
    'the genuine redirect',
    200,
    ({ port, state }) => get(port, `/callback?code=${canary}&state=${state}`, sentCanary),
  ],
  [
    'a denial',
    200,
    ({ port, state }) =>
      get(
        port,
        `/callback?error=access_denied&error_description=${canary}&error_uri=${canary}&state=${state}`,
        sentCanary,
      ),
  ],
  [
    'a failure',
    200,
    ({ port, state }) =>
      get(port, `/callback?error=${canary}&error_description=${canary}&state=${state}`, sentCanary),
  ],
  [
    'another state',
    400,
    ({ port }) => get(port, `/callback?code=${canary}&state=${canary}`, sentCanary),
  ],
  [
    'a foreign origin',
    403,
    ({ port, state }) =>
      get(port, `/callback?code=${canary}&state=${state}`, {
        ...sentCanary,
        Origin: 'https://canary.example',
      }),
  ],
  [
    'a preflight',
    405,
    ({ port }) =>
      sendRaw(
        port,
        requestText(
          port,
          `/callback?${canary}`,
          { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'canary' },
          'OPTIONS',
        ),
      ),
  ],
  ['another path', 404, ({ port }) => get(port, `/${canary}?${canary}`, sentCanary)],
  [
    'another host',
    421,
    ({ port }) => get(port, `/callback?${canary}`, { ...sentCanary, Host: 'canary.example' }),
  ],
];

describe('what the listener answers', () => {
  it.each(asks)(
    'L12 %s: a fixed page, %i, that reflects nothing and may load nothing',
    async (_, status, ask) => {
      const started = await startAttempt();
      started.attempt.result.catch(() => {});
      const answer = await ask(started);
      expect(answer.status).toBe(status);
      expect(answer.text).not.toContain('canary');
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
      expect(answer.headers.has('location')).toBe(false);
      expect(answer.headers.has('refresh')).toBe(false);
      started.cancel();
    },
  );

  it.each(asks)(
    'L11 %s: no answer (%i) ever lets another origin read it',
    async (_, _status, ask) => {
      const started = await startAttempt();
      started.attempt.result.catch(() => {});
      const { headers } = await ask(started);
      expect(
        [...headers.keys()].filter((name) => /^access-control|^timing-allow/.test(name)),
      ).toEqual([]);
      started.cancel();
    },
  );
});

const isWaiting = async ({ attempt }: StartedAttempt): Promise<boolean> => {
  let isSettled = false;
  attempt.result.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return !isSettled;
};

describe('what the listener is sent', () => {
  it.each([
    ['the code twice', 'code=a&code=a'],
    ['two codes', 'code=a&code=b'],
    ['a code and an error', 'code=a&error=access_denied'],
    ['invalid UTF-8', 'code=%ff'],
    ['an overlong encoding', 'code=%c0%af'],
    ['half an escape', 'code=a&x=%'],
    ['a NUL', 'code=a%00'],
    ['10,000 parameters', `code=a${'&a=b'.repeat(10_000)}`],
    ['33 parameters', `code=a${Array.from({ length: 33 }, (_, at) => `&p${at}=`).join('')}`],
    ['1 MB', `code=a&x=${'y'.repeat(1_000_000)}`],
  ])('L7 %s, with our state, is refused and the wait goes on', async (_, query) => {
    const started = await startAttempt();
    const { attempt, port, state } = started;
    const answer = await get(port, `/callback?${query}&state=${state}`).catch(() => null);
    expect([0, 400]).toContain(answer?.status ?? 0);
    expect(await isWaiting(started)).toBe(true);
    await get(port, `/callback?code=good&state=${state}`);
    expect((await attempt.result).value.expose()).toBe('good');
    expect(await isListening(port)).toBe(false);
  });

  it.each([
    ['a request line', 'GET /callback?x='],
    ['a header', 'GET /callback HTTP/1.1\r\nX: '],
    ['headers', 'GET /callback HTTP/1.1\r\n'],
    ['a body', 'GET /callback HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n'],
  ])('L7 %s without end is cut off, so that memory is bounded', async (what, beginning) => {
    const started = await startAttempt();
    const { attempt, port, state } = started;
    const socket = await openSocket(port);
    const ended = readToEnd(socket);
    socket.write(beginning);
    const piece = what === 'headers' ? 'X: y\r\n'.repeat(10_000) : 'y'.repeat(65_536);
    const pour = async (): Promise<void> => {
      while (!socket.destroyed && socket.writable) {
        if (!socket.write(piece))
          await Promise.race([once(socket, 'drain'), ended]).catch(() => {});
      }
    };
    await Promise.all([pour(), ended]);
    // What lay in the system's buffers for a loopback connection, and far from endless.
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * 1024);
    await get(port, `/callback?code=good&state=${state}`);
    expect((await attempt.result).value.expose()).toBe('good');
  });
});

describe('a denial', () => {
  it.each([
    ['short', 'canary'],
    ['with markup', '%3Cb%3Ecanary%3C/b%3E'],
    ['of 2,000 characters', `canary${'x'.repeat(2_000)}`],
  ])('L6 shows nothing of its description: %s', async (_, description) => {
    const { attempt, port, state } = await startAttempt();
    const query = `error=access_denied&error_description=${description}&state=${state}`;
    const answer = await get(port, `/callback?${query}`);
    expect(answer.text).not.toContain('canary');
    const error = await attempt.result.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'oauth.denied' });
    expect(inspect(error, { depth: 10 })).not.toContain('canary');
    expect(await isListening(port)).toBe(false);
  });
});
