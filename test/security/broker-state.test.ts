import { afterEach, describe, expect, it } from 'vitest';
import { navigate } from '../support/oauth/plain-browser.ts';
import { codeOf, type StartedAttempt, startAttempt } from '../support/oauth/start-attempt.ts';

/** A broker makes the address that is opened, and the state in it. */

let started: StartedAttempt | null = null;
afterEach(() => started?.cancel());

const startFor = async (address: string): Promise<StartedAttempt> => {
  started = await startAttempt({
    request: {
      stateFrom: 'broker',
      pageHost: null,
      keep: ['state'],
      buildUrl: async () => new URL(address),
    },
  });
  started.attempt.result.catch(() => undefined);
  return started;
};

const arrive = async ({ attempt }: StartedAttempt, query: string): Promise<number> =>
  (await navigate(`${attempt.redirectUri}?${query}`)).status;

describe('a state that a broker made', () => {
  it('L5 must come back when the address shows it', async () => {
    const attempt = await startFor('https://broker.example/authorize?state=theirs');
    for (const query of ['code=x', 'code=x&state=', 'code=x&state=other', 'error=access_denied']) {
      expect(await arrive(attempt, query)).toBe(400);
    }
    expect(await arrive(attempt, 'code=x&state=theirs')).toBe(200);
    expect(await attempt.attempt.result).toMatchObject({
      stateVerified: true,
      kept: { state: 'theirs' },
    });
  });

  it('L20 is given back as unverified, with what looks like a code, when the address shows none', async () => {
    const attempt = await startFor('https://broker.example/authorize?userId=1');
    expect(await arrive(attempt, 'code=x&state=whatever')).toBe(400);
    expect(await arrive(attempt, 'code=4vkBc0de&state=whatever')).toBe(200);
    expect(await attempt.attempt.result).toMatchObject({
      stateVerified: false,
      kept: { state: 'whatever' },
    });
  });

  it('L8 is of use once', async () => {
    const attempt = await startFor('https://broker.example/authorize?state=theirs');
    expect(await arrive(attempt, 'code=x&state=theirs')).toBe(200);
    expect(await codeOf(arrive(attempt, 'code=x&state=theirs'))).toBe('ECONNREFUSED');
  });

  it('is not needed for a refusal when the address shows none', async () => {
    const attempt = await startFor('https://broker.example/authorize?userId=1');
    expect(await arrive(attempt, 'error=access_denied')).toBe(200);
    await expect(attempt.attempt.result).rejects.toMatchObject({ code: 'oauth.denied' });
  });
});
