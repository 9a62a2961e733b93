import { BlockList, isIP } from 'node:net';

/**
 * Where a host leads, as far as it shows without asking a resolver.
 *
 * `forbidden`: nothing that anybody connects to answers there, but metadata services of cloud
 * machines do, and loopback under another address. `shared`: a carrier's own network (RFC 6598), not
 * the internet and not the person's.
 */
type AddressKind = 'public' | 'shared' | 'private' | 'this-computer' | 'forbidden';

/** Sorts a hostname as `URL` normalises it. IPv4 inside IPv6 counts as the IPv4 that it is. */
export const addressKind = (hostname: string): AddressKind => {
  const host = withoutBrackets(hostname).replace(/\.$/, '');
  const family = isIP(host);
  if (family === 0) {
    if (/^(.+\.)?localhost$/.test(host) || hostsFileNames.has(host)) return 'this-computer';
    return metadataNames.has(host) ? 'forbidden' : 'public';
  }
  const inside = family === 6 ? ipv4Inside(host) : null;
  if (inside !== null) return addressKind(inside);
  const found = networks.find(({ list }) => list.check(host, family === 4 ? 'ipv4' : 'ipv6'));
  return found?.kind ?? 'public';
};

/** Tells whether a host is an IPv4 address that is written as an IPv6 one. */
export const isDisguised = (hostname: string): boolean => {
  const host = withoutBrackets(hostname);
  return isIP(host) === 6 && ipv4Inside(host) !== null;
};

/** Tells an address from a name; takes the hostname as `URL` normalises it. */
export const isAddress = (hostname: string): boolean => isIP(withoutBrackets(hostname)) !== 0;

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Gives the IPv4 address that an IPv6 one stands for: mapped or compatible (RFC 4291 section 2.5.5),
 * translated (RFC 2765 section 2.1), NAT64 (RFC 6052, RFC 8215) or 6to4 (RFC 3056). Null for any other.
 */
const ipv4Inside = (ipv6: string): string | null => {
  const groups = groupsOf(ipv6);
  const begins = (...start: readonly number[]): boolean =>
    start.every((group, index) => groups[index] === group);
  const last = groups.slice(6);
  if (begins(0x2002)) return dotted(groups.slice(1, 3));
  if (begins(0x64, 0xff9b, 0, 0, 0, 0) || begins(0x64, 0xff9b, 1)) return dotted(last);
  if (begins(0, 0, 0, 0, 0, 0xffff) || begins(0, 0, 0, 0, 0xffff, 0)) return dotted(last);
  // `::` and `::1` are addresses of their own.
  const isOwn = groups[6] === 0 && (groups[7] ?? 0) <= 1;
  return begins(0, 0, 0, 0, 0, 0) && !isOwn ? dotted(last) : null;
};

/** The eight groups of an address as `URL` writes it: hexadecimal, with at most one `::`. */
const groupsOf = (ipv6: string): readonly number[] => {
  const [head = [], tail = []] = ipv6
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const dotted = (groups: readonly number[]): string =>
  groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');

/** What the hosts files of common systems call loopback, besides `localhost`. */
const hostsFileNames: ReadonlySet<string> = new Set([
  'localhost.localdomain',
  'localhost4',
  'localhost4.localdomain4',
  'localhost6',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
]);

const metadataNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);

const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4'); // "this network": connects to loopback on Linux
forbidden.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local, with most metadata services
forbidden.addAddress('100.100.100.200', 'ipv4'); // Alibaba Cloud's metadata service
forbidden.addAddress('168.63.129.16', 'ipv4'); // Azure's host, with its wire server
forbidden.addAddress('192.0.0.192', 'ipv4'); // Oracle Cloud's metadata service of old
forbidden.addSubnet('224.0.0.0', 3, 'ipv4'); // multicast, reserved, broadcast
forbidden.addAddress('::', 'ipv6');
forbidden.addSubnet('2001::', 32, 'ipv6'); // Teredo: leads to IPv4 addresses that it hides inside
forbidden.addSubnet('fe80::', 10, 'ipv6'); // link-local
forbidden.addAddress('fd00:ec2::254', 'ipv6'); // Amazon EC2's metadata service
forbidden.addAddress('fd20:ce::254', 'ipv6'); // Google Cloud's
forbidden.addAddress('fd00:c1::a9fe:a9fe', 'ipv6'); // Oracle Cloud's
forbidden.addSubnet('ff00::', 8, 'ipv6'); // multicast

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** RFC 1918, RFC 4193, and what it replaced (RFC 3879). */
const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fec0::', 10, 'ipv6');

const sharedNetworks = new BlockList();
sharedNetworks.addSubnet('100.64.0.0', 10, 'ipv4');

/** The first that holds an address decides. */
const networks: readonly { readonly kind: AddressKind; readonly list: BlockList }[] = [
  { kind: 'forbidden', list: forbidden },
  { kind: 'this-computer', list: loopback },
  { kind: 'private', list: privateNetworks },
  { kind: 'shared', list: sharedNetworks },
];
