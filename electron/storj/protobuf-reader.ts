/** Says that bytes are not a protobuf message, or hold a known field in the wrong wire type. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

export type ProtobufField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: 'fixed' };

/**
 * Reads every field of a protobuf message, in order.
 *
 * Byte values are views into `bytes`, so wiping `bytes` wipes them. Throws `ProtobufError` for
 * anything cut short, groups (never used in these formats) and field numbers out of range.
 * Encoding: protobuf.dev/programming-guides/encoding.
 */
export const readFields = (bytes: Uint8Array): readonly ProtobufField[] => {
  const fields: ProtobufField[] = [];
  let at = 0;

  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new ProtobufError('cut short');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value >= 1n << 64n) throw new ProtobufError('varint too long');
        return value;
      }
    }
    throw new ProtobufError('varint too long');
  };

  const take = (length: bigint): Uint8Array => {
    if (length > BigInt(bytes.length - at)) throw new ProtobufError('cut short');
    const start = at;
    at += Number(length);
    return bytes.subarray(start, at);
  };

  while (at < bytes.length) {
    const tag = readVarint();
    if (tag < 8n || tag >= 1n << 32n) throw new ProtobufError('field number');
    const number = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0:
        fields.push({ number, kind: 'varint', value: readVarint() });
        break;
      case 1:
        take(8n);
        fields.push({ number, kind: 'fixed' });
        break;
      case 2:
        fields.push({ number, kind: 'bytes', value: take(readVarint()) });
        break;
      case 5:
        take(4n);
        fields.push({ number, kind: 'fixed' });
        break;
      default:
        throw new ProtobufError('wire type');
    }
  }
  return fields;
};

/** Gives every value of a length-delimited field, in order. */
export const bytesOf = (fields: readonly ProtobufField[], number: number): readonly Uint8Array[] =>
  fields
    .filter((field) => field.number === number)
    .map((field) => {
      if (field.kind !== 'bytes') throw new ProtobufError('wire type of a known field');
      return field.value;
    });

/** Gives the last value of a length-delimited field, as proto3 asks; undefined when absent. */
export const lastBytesOf = (
  fields: readonly ProtobufField[],
  number: number,
): Uint8Array | undefined => bytesOf(fields, number).at(-1);

/** Gives the last value of a varint field; 0 when absent, which proto3 does not tell apart. */
export const varintOf = (fields: readonly ProtobufField[], number: number): bigint => {
  let value = 0n;
  for (const field of fields) {
    if (field.number !== number) continue;
    if (field.kind !== 'varint') throw new ProtobufError('wire type of a known field');
    value = field.value;
  }
  return value;
};

/**
 * Reads an embedded message; undefined when absent. Occurrences are merged, field by field, as
 * the encoding guide demands: one that comes twice must not hide what the first one said.
 */
export const messageOf = (
  fields: readonly ProtobufField[],
  number: number,
): readonly ProtobufField[] | undefined => {
  const occurrences = bytesOf(fields, number);
  return occurrences.length === 0 ? undefined : occurrences.flatMap(readFields);
};
