import {
  bytesOf,
  messageOf,
  ProtobufError,
  type ProtobufField,
  readFields,
  varintOf,
} from './protobuf-reader.ts';

export type AllowedPath = {
  /** Byte-exact text, one character a byte: bucket names are bytes on the wire. */
  readonly bucket: string;
  /** Byte-exact text of the encrypted prefix; empty means the whole bucket. */
  readonly encryptedPrefix: string;
};

export type Caveat = {
  readonly disallows: {
    readonly read: boolean;
    readonly write: boolean;
    readonly list: boolean;
    readonly delete: boolean;
  };
  readonly notBeforeEpochSeconds: number | null;
  readonly notAfterEpochSeconds: number | null;
  readonly maxObjectTtlSeconds: number | null;
  /** Empty means that the caveat does not limit paths. */
  readonly allowedPaths: readonly AllowedPath[];
  /** Holds a restriction that this reader does not know, so the grant may allow less than shown. */
  readonly hasUnknownFields: boolean;
};

const fieldNumbers = {
  disallowReads: 1,
  disallowWrites: 2,
  disallowLists: 3,
  disallowDeletes: 4,
  allowedPaths: 10,
  notAfter: 20,
  notBefore: 21,
  maxObjectTtl: 22,
};
// 5 to 9 and 11 to 15 restrict object lock and notifications, 30 is a nonce: known, not shown.
const knownButUnused = new Set([5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 30]);
const known = new Set([...Object.values(fieldNumbers), ...knownButUnused]);

/**
 * Reads one caveat. Throws `ProtobufError`.
 *
 * A fraction of a second is rounded towards the shorter life (end down, start up): the wall clock
 * is compared in whole seconds, and a grant shown as valid must be valid. Source: storj/common
 * `macaroon/types.proto`.
 */
export const parseCaveat = (bytes: Uint8Array): Caveat => {
  const fields = readFields(bytes);
  const notBefore = readTimestamp(fields, fieldNumbers.notBefore);
  const notAfter = readTimestamp(fields, fieldNumbers.notAfter);
  return {
    disallows: {
      read: varintOf(fields, fieldNumbers.disallowReads) !== 0n,
      write: varintOf(fields, fieldNumbers.disallowWrites) !== 0n,
      list: varintOf(fields, fieldNumbers.disallowLists) !== 0n,
      delete: varintOf(fields, fieldNumbers.disallowDeletes) !== 0n,
    },
    notBeforeEpochSeconds: notBefore && notBefore.seconds + (notBefore.nanos > 0 ? 1 : 0),
    notAfterEpochSeconds: notAfter?.seconds ?? null,
    maxObjectTtlSeconds: readDuration(fields, fieldNumbers.maxObjectTtl),
    allowedPaths: bytesOf(fields, fieldNumbers.allowedPaths).map(readAllowedPath),
    hasUnknownFields: fields.some((field) => !known.has(field.number)),
  };
};

/** Keeps bytes exactly, one character a byte, so that they can be compared and sorted. */
export const byteText = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : Buffer.from(bytes).toString('latin1');

const readAllowedPath = (bytes: Uint8Array): AllowedPath => {
  const fields = readFields(bytes);
  return {
    bucket: byteText(bytesOf(fields, 1).at(-1)),
    encryptedPrefix: byteText(bytesOf(fields, 2).at(-1)),
  };
};

const readSecondsAndNanos = (
  fields: readonly ProtobufField[],
  number: number,
  secondsLimits: { readonly minimum: bigint; readonly maximum: bigint },
): { readonly seconds: number; readonly nanos: number } | null => {
  const message = messageOf(fields, number);
  if (message === undefined) return null;
  const seconds = BigInt.asIntN(64, varintOf(message, 1));
  const nanos = BigInt.asIntN(64, varintOf(message, 2));
  if (seconds < secondsLimits.minimum || seconds > secondsLimits.maximum) {
    throw new ProtobufError('time out of range');
  }
  if (nanos < 0n || nanos > 999_999_999n) throw new ProtobufError('nanoseconds out of range');
  return { seconds: Number(seconds), nanos: Number(nanos) };
};

// The ranges of google.protobuf.Timestamp (years 1 to 9999) and of a Duration that is not negative.
const readTimestamp = (fields: readonly ProtobufField[], number: number) =>
  readSecondsAndNanos(fields, number, { minimum: -62_135_596_800n, maximum: 253_402_300_799n });

const readDuration = (fields: readonly ProtobufField[], number: number): number | null => {
  const duration = readSecondsAndNanos(fields, number, { minimum: 0n, maximum: 315_576_000_000n });
  return duration && duration.seconds + duration.nanos / 1e9;
};
