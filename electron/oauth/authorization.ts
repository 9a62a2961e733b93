import type { Secret } from '../diagnostics/secret.ts';
import type { StatePolicy } from './judge-redirect.ts';

export type RedirectPolicy = {
  /** Exact URIs registered with the provider; the first free port is used. */
  readonly kind: 'fixed-ports';
  readonly redirectUris: readonly string[];
};

export type AuthorizationRequest = {
  readonly redirect: RedirectPolicy;
  /**
   * `required`: a redirect without our state is refused and the wait goes on. `may-be-dropped`: the
   * provider does not echo it; a wrong state is still refused, a missing one is reported.
   */
  readonly statePolicy: StatePolicy;
  /** Query parameters that end the wait, besides `error`: `access_grant` or `code`. */
  readonly resultParameter: string;
  /** Builds the URL to open once the listener is up. Called once an attempt. */
  readonly buildUrl: (attempt: { redirectUri: string; state: string }) => Promise<URL>;
};

export type AuthorizationResult = {
  /** The value of `resultParameter`. */
  readonly value: Secret;
  readonly redirectUri: string;
  /** Our state came back with it. */
  readonly stateVerified: boolean;
};
