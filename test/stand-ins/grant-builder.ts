import { createHmac } from 'node:crypto';
import { base58CheckEncode } from './base58check.ts';

export { verifyAccessGrant } from './grant-verifier.ts';

/** Restrictions of one macaroon caveat. Times are epoch seconds and may have a fraction. */
export type CaveatSpec = {
  readonly disallowReads?: boolean | undefined;
  readonly disallowWrites?: boolean | undefined;
  readonly disallowLists?: boolean | undefined;
  readonly disallowDeletes?: boolean | undefined;
  readonly allowedPaths?:
    | readonly { readonly bucket: string; readonly encryptedPathPrefix?: Uint8Array | undefined }[]
    | undefined;
  readonly notBefore?: number | undefined;
  readonly notAfter?: number | undefined;
  readonly maxObjectTtlSeconds?: number | undefined;
  readonly nonce?: Uint8Array | undefined;
  /** Appended as they are, for fields that a reader must skip. */
  readonly extraBytes?: Uint8Array | undefined;
};

type StoreEntrySpec = {
  readonly bucket: string;
  readonly unencryptedPath: string;
  readonly encryptedPath: Uint8Array;
  readonly key?: Uint8Array | undefined;
};

/** Ways to build a grant that a reader must refuse, or one in another legal form. */
type GrantFaults = {
  readonly version?: number | undefined;
  readonly omitSatellite?: boolean | undefined;
  readonly omitApiKey?: boolean | undefined;
  readonly omitEncryptionAccess?: boolean | undefined;
  readonly macaroonVersion?: number | undefined;
  readonly wrongTail?: boolean | undefined;
  readonly tailLength?: number | undefined;
  readonly wrongChecksum?: boolean | undefined;
  /** Appended to the outer message, for fields that a reader must skip. */
  readonly extraScopeBytes?: Uint8Array | undefined;
  /** Writes `nanos = 0` as protobufjs does; Go leaves it out. Both are legal. */
  readonly explicitZeroNanos?: boolean | undefined;
};

export type GrantSpec = GrantFaults & {
  readonly satellite: string;
  /** Secret of the parent API key. Default 32 bytes of 5a. */
  readonly secret?: Uint8Array | undefined;
  /** Identifier of the parent API key. Default 00 01 … 1f. */
  readonly head?: Uint8Array | undefined;
  readonly caveats?: readonly CaveatSpec[] | undefined;
  /** Key of the user's data. Default 32 bytes of 07; null leaves it out. */
  readonly defaultKey?: Uint8Array | null | undefined;
  readonly storeEntries?: readonly StoreEntrySpec[] | undefined;
  /** CipherSuite. Default 2, AES-GCM; 0 leaves it out, as old grants do. */
  readonly defaultPathCipher?: number | undefined;
};

export const exampleSecret: Buffer = Buffer.alloc(32, 0x5a);
const exampleHead: Buffer = Buffer.from(Array.from({ length: 32 }, (_, index) => index));

const varint = (value: number | bigint): Buffer => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
};

const varintField = (field: number, value: number | bigint): Buffer =>
  Buffer.concat([varint(field << 3), varint(value)]);

const bytesField = (field: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);

const flag = (field: number, set: boolean | undefined): Buffer =>
  set === true ? varintField(field, 1) : Buffer.alloc(0);

/** Timestamp and Duration share a layout: seconds = 1, nanos = 2. */
const secondsAndNanos = (value: number, explicitZeroNanos: boolean): Buffer => {
  const seconds = Math.floor(value);
  const nanos = Math.round((value - seconds) * 1e9);
  return Buffer.concat([
    seconds === 0 ? Buffer.alloc(0) : varintField(1, seconds),
    nanos === 0 && !explicitZeroNanos ? Buffer.alloc(0) : varintField(2, nanos),
  ]);
};

const encodeCaveat = (caveat: CaveatSpec, explicitZeroNanos: boolean): Buffer => {
  const time = (field: number, value: number | undefined): Buffer =>
    value === undefined
      ? Buffer.alloc(0)
      : bytesField(field, secondsAndNanos(value, explicitZeroNanos));
  return Buffer.concat([
    flag(1, caveat.disallowReads),
    flag(2, caveat.disallowWrites),
    flag(3, caveat.disallowLists),
    flag(4, caveat.disallowDeletes),
    ...(caveat.allowedPaths ?? []).map((path) =>
      bytesField(
        10,
        Buffer.concat([
          bytesField(1, Buffer.from(path.bucket)),
          path.encryptedPathPrefix === undefined
            ? Buffer.alloc(0)
            : bytesField(2, path.encryptedPathPrefix),
        ]),
      ),
    ),
    time(20, caveat.notAfter),
    time(21, caveat.notBefore),
    time(22, caveat.maxObjectTtlSeconds),
    caveat.nonce === undefined ? Buffer.alloc(0) : bytesField(30, caveat.nonce),
    caveat.extraBytes ?? Buffer.alloc(0),
  ]);
};

const hmac = (key: Uint8Array, message: Uint8Array): Buffer =>
  createHmac('sha256', key).update(message).digest();

/** A libmacaroons packet: type, length and value. */
const packet = (type: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(type), varint(value.length), value]);

const endOfSection = Buffer.of(0);

/** Builds the raw serialized macaroon, the "API key" inside a grant. */
const buildMacaroon = (spec: Omit<GrantSpec, 'satellite'>): Buffer => {
  const head = spec.head ?? exampleHead;
  const caveats = (spec.caveats ?? []).map((caveat) =>
    encodeCaveat(caveat, spec.explicitZeroNanos === true),
  );
  let tail = hmac(spec.secret ?? exampleSecret, head);
  for (const caveat of caveats) tail = hmac(tail, caveat);
  if (spec.wrongTail === true) tail = hmac(tail, Buffer.from('wrong'));
  return Buffer.concat([
    Buffer.of(spec.macaroonVersion ?? 2),
    packet(2, head),
    endOfSection,
    ...caveats.flatMap((caveat) => [packet(2, caveat), endOfSection]),
    endOfSection,
    packet(6, tail.subarray(0, spec.tailLength ?? 32)),
  ]);
};

/** Builds an API key as users see it: Base58Check of the bare macaroon. It is no access grant. */
export const buildApiKey = (spec: Omit<GrantSpec, 'satellite'>): string =>
  base58CheckEncode(buildMacaroon(spec), 0);

const encodeEncryptionAccess = (spec: GrantSpec): Buffer => {
  const defaultKey = spec.defaultKey === undefined ? Buffer.alloc(32, 7) : spec.defaultKey;
  const cipher = spec.defaultPathCipher ?? 2;
  return Buffer.concat([
    defaultKey === null ? Buffer.alloc(0) : bytesField(1, defaultKey),
    ...(spec.storeEntries ?? []).map((entry) =>
      bytesField(
        2,
        Buffer.concat([
          bytesField(1, Buffer.from(entry.bucket)),
          bytesField(2, Buffer.from(entry.unencryptedPath)),
          bytesField(3, entry.encryptedPath),
          bytesField(4, entry.key ?? Buffer.alloc(32, 9)),
          varintField(5, 2),
        ]),
      ),
    ),
    cipher === 0 ? Buffer.alloc(0) : varintField(3, cipher),
  ]);
};

/**
 * Builds an access grant with a real structure: Base58Check, protobuf Scope, macaroon v2 with its
 * HMAC chain. Layout: storj/common `pb/scope.proto`, `macaroon/serialize.go`.
 */
export const buildAccessGrant = (spec: GrantSpec): string => {
  const none = Buffer.alloc(0);
  const scope = Buffer.concat([
    spec.omitSatellite === true ? none : bytesField(1, Buffer.from(spec.satellite)),
    spec.omitApiKey === true ? none : bytesField(2, buildMacaroon(spec)),
    spec.omitEncryptionAccess === true ? none : bytesField(3, encodeEncryptionAccess(spec)),
    spec.extraScopeBytes ?? none,
  ]);
  return base58CheckEncode(scope, spec.version ?? 0, {
    wrongChecksum: spec.wrongChecksum === true,
  });
};
