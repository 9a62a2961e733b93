import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../diagnostics/secret.ts';
import type { RedirectParameters } from './redirect-parameters.ts';

export type StatePolicy = 'required' | 'may-be-dropped';

export type RedirectJudgement =
  | { readonly kind: 'accepted'; readonly value: Secret; readonly stateVerified: boolean }
  | { readonly kind: 'failed'; readonly word: string }
  | { readonly kind: 'refused'; readonly code: 'oauth.bad-redirect' | 'oauth.wrong-state' };

/**
 * Decides what a redirect does to the attempt: brings its result, fails it, or is refused while the
 * wait goes on.
 *
 * A wrong state is refused always. A missing one is refused when the provider is known to return it.
 * Where it `may-be-dropped`, a result without it is accepted as unverified (the person reviews it
 * before it is stored), and an `error=` without it ends the attempt. The price of the latter: any
 * page or program that can send the browser to the port can end an attempt, as it could by closing
 * the tab. The alternative, waiting ten minutes after StorX has said no, is worse and protects
 * nothing.
 */
export const judgeRedirect = (
  parameters: RedirectParameters,
  expected: { readonly state: string; readonly policy: StatePolicy },
): RedirectJudgement => {
  if (parameters.kind === 'bad') return { kind: 'refused', code: 'oauth.bad-redirect' };
  const stateVerified = parameters.state !== null && isSame(parameters.state, expected.state);
  const acceptable =
    stateVerified || (parameters.state === null && expected.policy === 'may-be-dropped');
  if (!acceptable) return { kind: 'refused', code: 'oauth.wrong-state' };
  return parameters.kind === 'error'
    ? { kind: 'failed', word: parameters.word }
    : { kind: 'accepted', value: parameters.value, stateVerified };
};

/** Hashes first, so that neither length nor content shows in the time taken. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
