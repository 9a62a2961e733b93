/**
 * How programs ask the local agent: HTTP/1.1 over a private socket, so that `curl --unix-socket` is a
 * client too. Each request carries its consumer's token in `Authorization: Bearer`, and the host name
 * `stowkey`; anything else is refused.
 *
 * - `GET /v1/credentials/NAME` answers the `credential_process` document of an account; what fails is a
 *   status of 4xx or 5xx and one line of plain text for the person.
 * - `POST /v1/calls/GROUP.NAME` makes a call of `contract.ts`: the argument as JSON, or no body; answers
 *   its envelope as JSON, with status 200 whether or not the call went well.
 * - `GET /v1/about` needs no token: `{ "version": "0.1.0", "window": true }`.
 */
export const agentHost = 'stowkey';

export const aboutPath = '/v1/about';
const callsPath = '/v1/calls/';
const credentialsPath = '/v1/credentials/';

export const callPath = (group: string, name: string): string => `${callsPath}${group}.${name}`;
export const credentialsPathOf = (account: string): string =>
  `${credentialsPath}${encodeURIComponent(account)}`;

export type AgentRequest =
  | { readonly kind: 'about' }
  | { readonly kind: 'credentials'; readonly account: string }
  | { readonly kind: 'call'; readonly group: string; readonly name: string };

/** Reads the target of a request; null for anything that is none of the paths above, to the letter. */
export const readTarget = (method: string, target: string): AgentRequest | null => {
  if (method === 'GET' && target === aboutPath) return { kind: 'about' };
  if (method === 'GET' && target.startsWith(credentialsPath)) {
    const encoded = target.slice(credentialsPath.length);
    if (!/^(?:[A-Za-z0-9._~!*'()-]|%[0-9A-Fa-f]{2})+$/.test(encoded)) return null;
    try {
      return { kind: 'credentials', account: decodeURIComponent(encoded) };
    } catch {
      return null;
    }
  }
  const [, group, name] = /^\/v1\/calls\/([a-z]+)\.([A-Za-z]+)$/.exec(target) ?? [];
  if (method !== 'POST' || group === undefined || name === undefined) return null;
  return { kind: 'call', group, name };
};

/** What `GET /v1/about` answers. */
export type About = {
  readonly version: string;
  /** It can show a window; an agent without a display cannot, and gives way to a program that can. */
  readonly window: boolean;
};
