import { BlockList, isIP } from 'node:net';
import type { FieldProblem } from '../../shared/result.ts';
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
  if (!bare || url.username !== '' || url.password !== '' || isForbiddenHost(url.hostname)) {
    return { ok: false, problem: 'bad-format' };
  }
  return { ok: true, url: new URL(url.origin) };
};

const isForbiddenHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const family = isIP(host);
  if (family === 0) return metadataNames.has(host);
  return forbiddenAddresses.check(host, family === 4 ? 'ipv4' : 'ipv6');
};

const metadataNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
]);

// IPv4 rules match IPv4-mapped IPv6 addresses as well.
const forbiddenAddresses = new BlockList();
forbiddenAddresses.addSubnet('0.0.0.0', 8, 'ipv4'); // "this network": connects to loopback on Linux
forbiddenAddresses.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local, with most metadata services
forbiddenAddresses.addAddress('100.100.100.200', 'ipv4'); // Alibaba Cloud's metadata service
forbiddenAddresses.addSubnet('224.0.0.0', 3, 'ipv4'); // multicast, reserved, broadcast
forbiddenAddresses.addAddress('::', 'ipv6');
forbiddenAddresses.addSubnet('fe80::', 10, 'ipv6'); // link-local
forbiddenAddresses.addAddress('fd00:ec2::254', 'ipv6'); // Amazon EC2's metadata service
forbiddenAddresses.addSubnet('ff00::', 8, 'ipv6'); // multicast
