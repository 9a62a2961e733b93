import { createHmac, timingSafeEqual } from 'node:crypto';
import { base58CheckDecode } from './base58check.ts';

type DecodedCaveat = {
  readonly disallowReads: boolean;
  readonly disallowWrites: boolean;
  readonly disallowLists: boolean;
  readonly disallowDeletes: boolean;
  readonly allowedPaths: readonly { readonly bucket: string; readonly prefix: Buffer }[];
  readonly notBeforeEpochMs: number | null;
  readonly notAfterEpochMs: number | null;
};

export type DecodedGrant = {
  readonly satellite: string;
  readonly head: Buffer;
  readonly caveats: readonly DecodedCaveat[];
  readonly defaultKey: Buffer | null;
  readonly storeEntries: readonly {
    readonly bucket: string;
    readonly unencryptedPath: string;
    readonly encryptedPath: Buffer;
  }[];
};

/** Says why a grant was refused, in the words of Storj's Go code. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
  readonly reason: 'format' | 'satellite' | 'expiry' | 'signature';

  constructor(reason: GrantRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Reads forward through bytes and throws a plain RangeError past the end. */
const cursor = (bytes: Buffer) => {
  let at = 0;
  const take = (count: number): Buffer => {
    if (count > bytes.length - at) throw new RangeError('unexpected end of data');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1).readUInt8(0);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('varint too long');
  };
  const length = (): number => {
    const value = varint();
    if (value > 0x7fffffffn) throw new RangeError('length out of range');
    return Number(value);
  };
  return { take, varint, length, rest: () => bytes.length - at };
};

type Field = { readonly number: number; readonly value: bigint | Buffer };

const readFields = (bytes: Buffer): readonly Field[] => {
  const reader = cursor(bytes);
  const fields: Field[] = [];
  while (reader.rest() > 0) {
    const tag = reader.varint();
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (number === 0) throw new RangeError('illegal field number');
    if (wire === 0) fields.push({ number, value: reader.varint() });
    else if (wire === 1) reader.take(8);
    else if (wire === 2) fields.push({ number, value: reader.take(reader.length()) });
    else if (wire === 5) reader.take(4);
    else throw new RangeError('illegal wire type');
  }
  return fields;
};

const allBytes = (fields: readonly Field[], number: number): readonly Buffer[] =>
  fields.flatMap((field) =>
    field.number === number && Buffer.isBuffer(field.value) ? [field.value] : [],
  );
const lastBytes = (fields: readonly Field[], number: number): Buffer | undefined =>
  allBytes(fields, number).at(-1);
const lastNumber = (fields: readonly Field[], number: number): bigint =>
  (fields.findLast((field) => field.number === number && typeof field.value === 'bigint')?.value as
    | bigint
    | undefined) ?? 0n;

const epochMs = (timestamp: Buffer | undefined): number | null => {
  if (timestamp === undefined) return null;
  const fields = readFields(timestamp);
  const seconds = Number(BigInt.asIntN(64, lastNumber(fields, 1)));
  return seconds * 1000 + Math.floor(Number(lastNumber(fields, 2)) / 1e6);
};

const readCaveat = (bytes: Buffer): DecodedCaveat => {
  const fields = readFields(bytes);
  const set = (number: number): boolean => lastNumber(fields, number) !== 0n;
  return {
    disallowReads: set(1),
    disallowWrites: set(2),
    disallowLists: set(3),
    disallowDeletes: set(4),
    allowedPaths: allBytes(fields, 10).map((path) => {
      const inner = readFields(path);
      return {
        bucket: (lastBytes(inner, 1) ?? Buffer.alloc(0)).toString(),
        prefix: lastBytes(inner, 2) ?? Buffer.alloc(0),
      };
    }),
    notAfterEpochMs: epochMs(lastBytes(fields, 20)),
    notBeforeEpochMs: epochMs(lastBytes(fields, 21)),
  };
};

type Macaroon = {
  readonly head: Buffer;
  readonly caveats: readonly Buffer[];
  readonly tail: Buffer;
};

const readMacaroon = (bytes: Buffer): Macaroon => {
  const reader = cursor(bytes);
  if (reader.take(1).readUInt8(0) !== 2) throw new RangeError('invalid macaroon version');
  /** Reads packets up to the end of the section; types must rise. */
  const section = (): ReadonlyMap<number, Buffer> => {
    const packets = new Map<number, Buffer>();
    let last = 0;
    for (;;) {
      const type = reader.length();
      if (type === 0) return packets;
      if (type <= last) throw new RangeError('fields out of order');
      last = type;
      packets.set(type, reader.take(reader.length()));
    }
  };
  const head = section().get(2);
  if (head === undefined) throw new RangeError('missing identifier');
  const caveats: Buffer[] = [];
  for (let packets = section(); packets.size > 0; packets = section()) {
    const caveat = packets.get(2);
    if (caveat === undefined) throw new RangeError('missing caveat identifier');
    caveats.push(caveat);
  }
  if (reader.length() !== 6) throw new RangeError('missing signature');
  const tail = reader.take(reader.length());
  if (tail.length !== 32) throw new RangeError('bad signature length');
  if (reader.rest() !== 0) throw new RangeError('data after the signature');
  return { head, caveats, tail };
};

const attempt = <T>(what: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof GrantRefused) throw error;
    const detail = error instanceof Error ? error.message : 'unknown';
    throw new GrantRefused('format', `${what}: ${detail}`);
  }
};

const decode = (text: string): { readonly grant: DecodedGrant; readonly macaroon: Macaroon } => {
  const outer = base58CheckDecode(text);
  if (outer === null || outer.version !== 0) {
    throw new GrantRefused('format', 'invalid access grant format');
  }
  const scope = attempt('unable to unmarshal access grant', () => readFields(outer.payload));
  const satellite = lastBytes(scope, 1)?.toString() ?? '';
  if (satellite === '') {
    throw new GrantRefused('format', 'access grant is missing satellite address');
  }
  const { macaroon, caveats } = attempt('access grant has malformed api key', () => {
    const parsed = readMacaroon(lastBytes(scope, 2) ?? Buffer.alloc(0));
    return { macaroon: parsed, caveats: parsed.caveats.map(readCaveat) };
  });
  const encryption = attempt('access grant has malformed encryption access', () => {
    const message = lastBytes(scope, 3);
    if (message === undefined) throw new RangeError('missing');
    const fields = readFields(message);
    const key = lastBytes(fields, 1);
    if (key !== undefined && key.length !== 0 && key.length !== 32) {
      throw new RangeError('invalid default key in encryption access');
    }
    const storeEntries = allBytes(fields, 2).map((entry) => {
      const inner = readFields(entry);
      if (lastBytes(inner, 4)?.length !== 32) {
        throw new RangeError('invalid key in encryption access entry');
      }
      return {
        bucket: lastBytes(inner, 1)?.toString() ?? '',
        unencryptedPath: lastBytes(inner, 2)?.toString() ?? '',
        encryptedPath: lastBytes(inner, 3) ?? Buffer.alloc(0),
      };
    });
    return { defaultKey: key === undefined || key.length === 0 ? null : key, storeEntries };
  });
  return { grant: { satellite, head: macaroon.head, caveats, ...encryption }, macaroon };
};

const hasGoodTail = (macaroon: Macaroon, secret: Uint8Array): boolean => {
  let tail = createHmac('sha256', secret).update(macaroon.head).digest();
  for (const caveat of macaroon.caveats) {
    tail = createHmac('sha256', tail).update(caveat).digest();
  }
  return timingSafeEqual(tail, macaroon.tail);
};

/** Says when the grant ends: the earliest end of all caveats, null when none has one. */
export const grantEndEpochMs = (grant: DecodedGrant): number | null => {
  const ends = grant.caveats.flatMap((caveat) => caveat.notAfterEpochMs ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
};

type VerifyOptions = {
  readonly nowEpochMs?: number | undefined;
  /** Node URLs without query; null allows every satellite. */
  readonly allowedSatellites?: readonly string[] | null | undefined;
};

/**
 * Verifies an access grant as an access service would, and the HMAC chain as the satellite would.
 *
 * `secret` is the parent API key's secret, or a look-up by head that answers null for an unknown
 * key. Throws `GrantRefused`.
 */
export const verifyAccessGrant = (
  text: string,
  secret: Uint8Array | ((head: Buffer) => Uint8Array | null),
  { nowEpochMs = Date.now(), allowedSatellites = null }: VerifyOptions = {},
): DecodedGrant => {
  const { grant, macaroon } = decode(text);
  const address = grant.satellite.replace(/\?.*$/, '');
  if (allowedSatellites !== null && !allowedSatellites.includes(address)) {
    throw new GrantRefused('satellite', `disallowed satellite: ${JSON.stringify(grant.satellite)}`);
  }
  const end = grantEndEpochMs(grant);
  if (end !== null && end - nowEpochMs < 60_000) {
    throw new GrantRefused('expiry', 'expiration cannot be shorter than a minute');
  }
  const key = typeof secret === 'function' ? secret(grant.head) : secret;
  if (key === null || !hasGoodTail(macaroon, key)) {
    throw new GrantRefused(
      'signature',
      'access grant has malformed api key: macaroon unauthorized',
    );
  }
  return grant;
};
