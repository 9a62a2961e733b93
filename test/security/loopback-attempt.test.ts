import { describe, expect, it } from 'vitest';
import { get, isListening } from '../support/raw-socket.ts';
import { codeOf, startAttempt } from '../support/start-attempt.ts';

describe('authorization attempt', () => {
  it('L2 takes the genuine redirect, then the port is closed', async () => {
    const { attempt, port, state } = await startAttempt();
    const answer = await get(port, `/callback?code=abc&state=${state}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('</html>');
    const result = await attempt.result;
    expect(result.value.expose()).toBe('abc');
    expect(result).toMatchObject({ stateVerified: true, redirectUri: attempt.redirectUri });
    expect(await isListening(port)).toBe(false);
  });

  it('L6 reports a denial', async () => {
    const { attempt, port, state } = await startAttempt();
    await get(port, `/callback?error=access_denied&state=${state}`);
    expect(await codeOf(attempt.result)).toBe('oauth.denied');
    expect(await isListening(port)).toBe(false);
  });
});
