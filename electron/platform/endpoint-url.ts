import type { FieldProblem } from '../../shared/result.ts';
import { addressKind } from './address-policy.ts';
import { isLoopbackLiteral, isPrivateHttp } from './http-errors.ts';

type EndpointResult =
  | { readonly ok: true; readonly url: URL }
  | {
      readonly ok: false;
      readonly problem: Extract<FieldProblem, 'not-a-url' | 'not-https' | 'bad-format'>;
    };

/**
 * Checks a service's base address: https (or http to literal loopback), a host, perhaps a port,
 * and nothing else.
 *
 * `bad-format`: a path, a query, userinfo, or an address that no storage service has. Link-local and
 * metadata addresses are refused because a signed request sent there would tell a cloud machine's
 * metadata service about the keys, and nothing else answers there. Private networks are allowed:
 * people run storage of their own in them, over plain http (`privateHttp`) only where they said so.
 */
export const parseEndpoint = (
  text: string,
  { privateHttp = false }: { readonly privateHttp?: boolean } = {},
): EndpointResult => {
  if (!URL.canParse(text)) return { ok: false, problem: 'not-a-url' };
  const url = new URL(text);
  const mayBePlain =
    (url.protocol === 'http:' && isLoopbackLiteral(url.hostname)) ||
    (privateHttp && isPrivateHttp(url));
  if (url.protocol !== 'https:' && !mayBePlain) return { ok: false, problem: 'not-https' };
  const bare = url.pathname === '/' && url.search === '' && url.hash === '';
  const isForbidden = addressKind(url.hostname) === 'forbidden';
  if (!bare || url.username !== '' || url.password !== '' || isForbidden) {
    return { ok: false, problem: 'bad-format' };
  }
  return { ok: true, url: new URL(url.origin) };
};
