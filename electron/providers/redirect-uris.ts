/**
 * Redirect URIs with fixed ports, for providers that take exactly what was registered with them.
 * Templates hold theirs in `templates/*.json`.
 *
 * Every port is below 32768, where no system begins to hand out ports by itself (Linux does there,
 * others at 49152). Where there are several, a port that is taken leads to the next.
 */

/** StorX takes http redirects on 127.0.0.1 only by exact text. */
export const storxRedirectUris = [
  'http://127.0.0.1:28521/callback',
  'http://127.0.0.1:21521/callback',
  'http://127.0.0.1:25521/callback',
] as const;

/** Of its own, so that redirects meant for other providers never arrive here. */
export const alloyRedirectUris = [
  'http://127.0.0.1:28541/callback',
  'http://127.0.0.1:21541/callback',
  'http://127.0.0.1:25541/callback',
] as const;

/** As the templates that ship name them. */
export const templateRedirectUris = [
  'http://127.0.0.1:28531/callback',
  'http://127.0.0.1:21531/callback',
  'http://127.0.0.1:25531/callback',
] as const;

/** For identity providers that compare the port too. */
export const webIdentityRedirectUris = [
  'http://127.0.0.1:28521/callback',
  'http://127.0.0.1:21521/callback',
] as const;
