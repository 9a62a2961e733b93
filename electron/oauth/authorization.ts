import type { Secret } from '../diagnostics/secret.ts';
import type { StatePolicy } from './redirect/judge.ts';
import type { PlausibleAnswer } from './redirect/plausible-answer.ts';

export type RedirectPolicy =
  /** Exact URIs registered with the provider; the first free port is used. */
  | { readonly kind: 'fixed-ports'; readonly redirectUris: readonly string[] }
  /**
   * Any free port, for providers that ignore it (RFC 8252 section 7.3). The path is compared byte for
   * byte; empty for a registered URI without one.
   */
  | {
      readonly kind: 'ephemeral';
      readonly host: '127.0.0.1' | 'localhost';
      readonly path: string;
    }
  /**
   * No listener: the person pastes the address or the code that the provider shows. Null sends no
   * redirect URI at all, for providers that then show the code.
   */
  | { readonly kind: 'paste'; readonly redirectUri: string | null };

export type AuthorizationRequest = {
  readonly redirect: RedirectPolicy;
  /**
   * `required`: a redirect without our state is refused and the wait goes on. `may-be-dropped`: the
   * provider does not echo it; a wrong state is still refused, a missing one is reported.
   */
  readonly statePolicy: StatePolicy;
  /** What a redirect without our state must look like to be taken. Default: a code. */
  readonly plausible?: PlausibleAnswer;
  /**
   * `broker`: the URL comes from a broker, with a state of the broker's own. The one in the URL must
   * come back; where the URL shows none, any is taken as unverified. Default: ours.
   */
  readonly stateFrom?: 'us' | 'broker';
  /** Query parameters that end the wait, besides `error`: `access_grant` or `code`. */
  readonly resultParameter: string;
  /**
   * Refuses redirects of another server (RFC 9207): one that names another issuer, and one that names
   * none when it is required.
   */
  readonly expectedIssuer?: { readonly issuer: string; readonly required: boolean } | null;
  /** Names of further redirect parameters to give back. */
  readonly keep?: readonly string[];
  /** Takes the redirect as a form as well (`response_mode=form_post`); it then needs our state. */
  readonly acceptsFormPost?: boolean;
  /**
   * Host, with its port, of the page that the person is sent to; any other is not opened. Null where
   * only a broker knows it.
   */
  readonly pageHost: string | null;
  /** Builds the URL to open once the listener is up. Called once an attempt. */
  readonly buildUrl: (attempt: { redirectUri: string; state: string }) => Promise<URL>;
};

export type AuthorizationResult = {
  /** The value of `resultParameter`. */
  readonly value: Secret;
  /** As it was sent; empty when none was. */
  readonly redirectUri: string;
  /** The state that was sent came back with it. */
  readonly stateVerified: boolean;
  /** Those parameters of `keep` that came. */
  readonly kept: Readonly<Record<string, string>>;
};
