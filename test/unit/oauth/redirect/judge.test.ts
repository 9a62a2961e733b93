import { timingSafeEqual } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { judgeRedirect } from '../../../../electron/oauth/redirect/judge.ts';

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
