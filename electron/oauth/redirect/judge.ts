import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../diagnostics/secret.ts';
import type { RedirectParameters } from './parameters.ts';
import type { PlausibleAnswer } from './plausible-answer.ts';

export type StatePolicy = 'required' | 'may-be-dropped';

type ExpectedRedirect = {
  /** Null when a broker keeps its state to itself, so that there is nothing to compare with. */
  readonly state: string | null;
  readonly policy: StatePolicy;
  readonly issuer?: { readonly issuer: string; readonly required: boolean } | null;
  /** Asked of an answer without our state, where it came by itself; a person may bring any. */
  readonly plausible?: PlausibleAnswer | null;
};

export type RedirectJudgement =
  | {
      readonly kind: 'accepted';
      readonly value: Secret;
      readonly stateVerified: boolean;
      readonly others: Readonly<Record<string, string>>;
    }
  /** Our own state, in a redirect of a server that we did not ask. */
  | { readonly kind: 'mixed-up' }
  | { readonly kind: 'failed'; readonly errorCode: string }
  | { readonly kind: 'refused'; readonly code: 'oauth.bad-redirect' | 'oauth.wrong-state' };

/**
 * Decides what a redirect does to the attempt: brings its result, fails it, or is refused while the
 * wait goes on.
 *
 * A wrong state is refused always. A missing one is refused when the provider is known to return it.
 * Where it `may-be-dropped`, a result without it is accepted as unverified, for the caller to make
 * up for it: a grant is reviewed by the person before it is stored; a code is worth nothing with our
 * PKCE verifier if it was made for another, where the server checks that (RFC 9700 section 4.7), and
 * the account must be named, so that the list shows a stranger's. An `error=` without it ends the
 * attempt as well. Either has to look like an answer of that provider: a grant that reads as one, a
 * code of plausible form, an error code that the provider has. The price that remains: a page that
 * knows as much can end an attempt, as it could by closing the tab. The alternative, waiting ten
 * minutes after StorX has said no, is worse and protects nothing.
 *
 * A broker may keep its state to itself; then whatever comes is unverified, and the adapter must bind
 * the result to the attempt by other means.
 *
 * With the state in order, the issuer's name must be right as well (RFC 9207 section 2.4). A redirect
 * that bears our state and another issuer shows that the person was led to a server other than the
 * one that was chosen (RFC 9700 section 4.4), so the attempt is over; without our state it is noise.
 */
export const judgeRedirect = (
  parameters: RedirectParameters,
  expected: ExpectedRedirect,
): RedirectJudgement => {
  if (parameters.kind === 'bad') return { kind: 'refused', code: 'oauth.bad-redirect' };
  const { state, policy } = expected;
  const stateVerified =
    parameters.state !== null && state !== null && isSame(parameters.state, state);
  const acceptable =
    stateVerified || state === null || (parameters.state === null && policy === 'may-be-dropped');
  if (!acceptable) return { kind: 'refused', code: 'oauth.wrong-state' };
  const { plausible = null } = expected;
  if (!stateVerified && plausible !== null && !isPlausible(parameters, plausible)) {
    return { kind: 'refused', code: 'oauth.bad-redirect' };
  }
  const { others = {} } = parameters;
  if (isOtherIssuer(others.iss, expected.issuer ?? null)) {
    return stateVerified ? { kind: 'mixed-up' } : { kind: 'refused', code: 'oauth.bad-redirect' };
  }
  return parameters.kind === 'error'
    ? { kind: 'failed', errorCode: parameters.errorCode }
    : { kind: 'accepted', value: parameters.value, stateVerified, others };
};

const isPlausible = (
  parameters: Exclude<RedirectParameters, { kind: 'bad' }>,
  { isResult, errorCodes }: PlausibleAnswer,
): boolean =>
  parameters.kind === 'error' ? errorCodes.has(parameters.errorCode) : isResult(parameters.value);

/** Compares as plain text; RFC 9207 section 2.4 rules out anything cleverer. */
const isOtherIssuer = (
  given: string | undefined,
  expected: { readonly issuer: string; readonly required: boolean } | null,
): boolean => {
  if (expected === null) return false;
  return given === undefined ? expected.required : given !== expected.issuer;
};

/** Hashes first, so that neither length nor content shows in the time taken. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
