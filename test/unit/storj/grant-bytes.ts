import { createHash, createHmac } from 'node:crypto';

/** Encodes the layers of a grant one by one, so that a test can get any of them wrong. */

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

type Bytes = Uint8Array | readonly number[];

export const concat = (...parts: readonly Bytes[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const base58 = (bytes: Uint8Array): string => {
  let value = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = alphabet.charAt(Number(value % 58n)) + text;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
};

export const base58Check = (payload: Uint8Array, version = 0): string => {
  const body = concat([version], payload);
  return base58(concat(body, sha256(sha256(body)).subarray(0, 4)));
};

export const varint = (value: number | bigint): Uint8Array => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
};

export const numberField = (number: number, value: number | bigint): Uint8Array =>
  concat(varint(number << 3), varint(value));

export const bytesField = (number: number, value: Bytes): Uint8Array =>
  concat(varint((number << 3) | 2), varint(value.length), value);

export const timeField = (number: number, seconds: number | bigint, nanos = 0): Uint8Array =>
  bytesField(number, concat(numberField(1, seconds), nanos === 0 ? [] : numberField(2, nanos)));

export const pathField = (bucket: string, encryptedPrefix: Bytes = []): Uint8Array =>
  bytesField(
    10,
    concat(
      bytesField(1, ascii(bucket)),
      encryptedPrefix.length === 0 ? [] : bytesField(2, encryptedPrefix),
    ),
  );

export const packet = (type: number, data: Bytes): Uint8Array =>
  concat(varint(type), varint(data.length), data);

export const head = Uint8Array.from({ length: 32 }, (_, i) => i);
export const key = new Uint8Array(32).fill(0x77);

export const macaroon = (caveats: readonly Bytes[] = []): Uint8Array => {
  const hmac = (secret: Uint8Array, data: Bytes): Uint8Array =>
    createHmac('sha256', secret).update(Uint8Array.from(data)).digest();
  const tail = caveats.reduce<Uint8Array>(hmac, hmac(new Uint8Array(32).fill(0x5a), head));
  return concat(
    [2],
    packet(2, head),
    [0],
    ...caveats.flatMap((caveat) => [packet(2, caveat), [0]]),
    [0],
    packet(6, tail),
  );
};

export const storeEntry = (entry: {
  readonly bucket: string;
  readonly unencryptedPath: string;
  readonly encryptedPath: Bytes;
  readonly key?: Bytes;
}): Uint8Array =>
  bytesField(
    2,
    concat(
      bytesField(1, ascii(entry.bucket)),
      bytesField(2, ascii(entry.unencryptedPath)),
      bytesField(3, entry.encryptedPath),
      bytesField(4, entry.key ?? key),
    ),
  );

export const scope = (parts: {
  readonly satellite?: Bytes;
  readonly apiKey?: Bytes;
  readonly encryption?: Bytes;
}): Uint8Array =>
  concat(
    parts.satellite === undefined ? [] : bytesField(1, parts.satellite),
    parts.apiKey === undefined ? [] : bytesField(2, parts.apiKey),
    parts.encryption === undefined ? [] : bytesField(3, parts.encryption),
  );

export const defaultEncryption = concat(bytesField(1, key), numberField(3, 2));

/** A whole grant with the given caveats. */
export const grant = (
  caveats: readonly Bytes[] = [],
  encryption: Bytes = defaultEncryption,
  satellite: Bytes = ascii('1node@satellite.example:7777'),
): string => base58Check(scope({ satellite, apiKey: macaroon(caveats), encryption }));
