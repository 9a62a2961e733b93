/**
 * How programs ask the local agent: HTTP/1.1 over a private socket, so that `curl --unix-socket` is a
 * client too. Each request carries its consumer's token in `Authorization: Bearer`, and the host name
 * `stowkey`; anything else is refused.
 *
 * - `GET /v1/credentials/NAME` answers the `credential_process` document of an account; what fails is a
 *   status of 4xx or 5xx and one line of plain text for the person.
 * - `GET /v1/container/NAME` answers the same as SDKs take it from a container's endpoint.
 * - `GET /v1/authorization/NAME` answers one line of plain text: the `Authorization` header that bears an
 *   account's OAuth access token.
 * - `POST /v1/calls/GROUP.NAME` makes a call of `contract.ts`: the argument as JSON, or no body; answers
 *   its envelope as JSON, with status 200 whether or not the call went well.
 * - `GET /v1/about` needs no token: `{ "version": "0.1.0", "window": true }`.
 *
 * What cannot speak to a socket asks `http://127.0.0.1:PORT` for documents alone, once that is switched on.
 */
export const agentHost = 'stowkey';

export const aboutPath = '/v1/about';
const callsPath = '/v1/calls/';
const credentialsPath = '/v1/credentials/';
const containerPath = '/v1/container/';
const authorizationPath = '/v1/authorization/';

export const callPath = (group: string, name: string): string => `${callsPath}${group}.${name}`;
export const credentialsPathOf = (account: string): string =>
  `${credentialsPath}${encodeURIComponent(account)}`;
export const containerPathOf = (account: string): string =>
  `${containerPath}${encodeURIComponent(account)}`;

export const authorizationPathOf = (account: string): string =>
  `${authorizationPath}${encodeURIComponent(account)}`;

/** The header that bears a token (RFC 6750, section 2.1). */
export const authorizationHeader = (token: string): string => `Authorization: Bearer ${token}`;

type DocumentRequest = {
  readonly kind: 'credentials' | 'container' | 'authorization';
  readonly account: string;
};
export type AgentRequest =
  | { readonly kind: 'about' }
  | DocumentRequest
  | { readonly kind: 'call'; readonly group: string; readonly name: string };

/** Reads the target of a request for a document; null for any other, to the letter. */
export const readDocumentTarget = (method: string, target: string): DocumentRequest | null => {
  const [, kind, encoded] =
    /^\/v1\/(credentials|container|authorization)\/([A-Za-z0-9._~!*'()%-]+)$/.exec(target) ?? [];
  if (method !== 'GET' || encoded === undefined) return null;
  try {
    const account = decodeURIComponent(encoded);
    return { kind: kind as DocumentRequest['kind'], account };
  } catch {
    return null;
  }
};

/** Reads the target of a request; null for anything that is none of the paths above, to the letter. */
export const readTarget = (method: string, target: string): AgentRequest | null => {
  if (method === 'GET' && target === aboutPath) return { kind: 'about' };
  const [, group, name] = /^\/v1\/calls\/([a-z]+)\.([A-Za-z]+)$/.exec(target) ?? [];
  if (method !== 'POST' || group === undefined || name === undefined)
    return readDocumentTarget(method, target);
  return { kind: 'call', group, name };
};

/** What `GET /v1/about` answers. */
export type About = {
  readonly version: string;
  /** It can show a window; an agent without a display cannot, and gives way to a program that can. */
  readonly window: boolean;
};
