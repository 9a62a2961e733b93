import { timingSafeEqual } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { judgeRedirect } from '../../../../electron/oauth/redirect/judge.ts';
import type { RedirectParameters } from '../../../../electron/oauth/redirect/parameters.ts';
import { plausibleCode } from '../../../../electron/oauth/redirect/plausible-answer.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

const ours = 'S'.repeat(43);
const judge = (state: string) =>
  judgeRedirect(
    { kind: 'result', value: new Secret('code'), state },
    { state: ours, policy: 'required' },
  );

describe('the state of a redirect', () => {
  beforeEach(() => void vi.mocked(timingSafeEqual).mockClear());

  it.each([
    ['ours', ours, 'accepted'],
    ['nothing', '', 'refused'],
    ['one character', 'S', 'refused'],
    ['all but the last character', ours.slice(0, -1), 'refused'],
    ['ours and one more', `${ours}S`, 'refused'],
    ['another from the first character on', `T${ours.slice(1)}`, 'refused'],
    ['another in the last character', `${ours.slice(1)}T`, 'refused'],
    ['a thousand times as long', ours.repeat(1_000), 'refused'],
  ])('L5 is compared in the same time whatever it is: %s', (_, state, kind) => {
    expect(judge(state).kind).toBe(kind);
    // Once, whole, and over digests of one length: neither length nor content shortens it.
    expect(
      vi.mocked(timingSafeEqual).mock.calls.map((pair) => pair.map((each) => each.byteLength)),
    ).toEqual([[32, 32]]);
  });
});

describe('L20 a redirect without state', () => {
  const judged = (parameters: RedirectParameters): string =>
    judgeRedirect(parameters, {
      state: ours,
      policy: 'may-be-dropped',
      plausible: plausibleCode,
    }).kind;

  it.each([
    ['aB0_.~+/=:*!|-', 'accepted'],
    ['12345678', 'accepted'],
    ['a'.repeat(2_048), 'accepted'],
    ['1234567', 'refused'],
    ['a'.repeat(2_049), 'refused'],
    ['<12345678', 'refused'],
    ['12345678>', 'refused'],
    ['1234 5678', 'refused'],
  ])('with the code %s is %s', (code, kind) => {
    expect(judged({ kind: 'result', value: new Secret(code), state: null })).toBe(kind);
  });

  // RFC 6749 section 4.1.2.1 and OIDC Core section 3.1.2.6, as far as a request like ours can meet them.
  it.each([
    'invalid_request',
    'unauthorized_client',
    'access_denied',
    'unsupported_response_type',
    'invalid_scope',
    'server_error',
    'temporarily_unavailable',
    'interaction_required',
    'login_required',
    'account_selection_required',
    'consent_required',
  ])('with the error code %s ends the wait', (errorCode) => {
    expect(judged({ kind: 'error', errorCode, state: null })).toBe('failed');
  });

  it.each(['', 'boo', 'ACCESS_DENIED', 'access_denied '])(
    'with the error code %j does not',
    (errorCode) => {
      expect(judged({ kind: 'error', errorCode, state: null })).toBe('refused');
    },
  );
});
