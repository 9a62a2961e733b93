import { AccessGrantError } from './access-grant-error.ts';

const packetTypes = {
  endOfSection: 0,
  location: 1,
  identifier: 2,
  verificationId: 4,
  signature: 6,
};
const tailBytes = 32;

export type Macaroon = {
  /** Names the parent API key. */
  readonly head: Uint8Array;
  readonly caveats: readonly MacaroonCaveat[];
  /** The signature. It is part of the credential: show a hash of it, never itself. */
  readonly tail: Uint8Array;
};

type MacaroonCaveat = {
  readonly identifier: Uint8Array;
  /** A caveat that another service would have to discharge. Storj makes none. */
  readonly thirdParty: boolean;
};

type Packet = { readonly type: number; readonly data: Uint8Array };

/**
 * Parses a macaroon in libmacaroons' second binary format. All byte fields are views into `bytes`.
 *
 * The signature cannot be checked without the project's secret, which only the satellite has.
 * Throws `AccessGrantError` with `bad-macaroon`. Source: storj/common `macaroon/serialize.go`; unlike
 * it, bytes after the signature are refused, because nothing writes them.
 */
export const parseMacaroon = (bytes: Uint8Array): Macaroon => {
  const packets = createPacketReader(bytes);
  if (packets.readByte() !== 2) throw bad();

  const head = withoutLocation(packets.readSection());
  const [identifier, ...extra] = head;
  if (identifier?.type !== packetTypes.identifier || extra.length > 0) throw bad();

  const caveats: MacaroonCaveat[] = [];
  for (;;) {
    const section = packets.readSection();
    if (section.length === 0) break;
    caveats.push(readCaveat(section));
  }

  const signature = packets.readPacket();
  if (signature.type !== packetTypes.signature) throw bad();
  if (signature.data.length !== tailBytes || !packets.isAtEnd()) throw bad();
  return { head: identifier.data, caveats, tail: signature.data };
};

const bad = () => new AccessGrantError('bad-macaroon');

const withoutLocation = (section: readonly Packet[]): readonly Packet[] =>
  section[0]?.type === packetTypes.location ? section.slice(1) : section;

const readCaveat = (section: readonly Packet[]): MacaroonCaveat => {
  const [identifier, verificationId, ...extra] = withoutLocation(section);
  if (identifier?.type !== packetTypes.identifier || extra.length > 0) throw bad();
  if (verificationId !== undefined && verificationId.type !== packetTypes.verificationId) {
    throw bad();
  }
  return { identifier: identifier.data, thirdParty: verificationId !== undefined };
};

const createPacketReader = (bytes: Uint8Array) => {
  let at = 0;

  const readByte = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw bad();
    at += 1;
    return byte;
  };

  /** Unsigned LEB128, at most 0x7fffffff as in the reference reader. */
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 128 ** 4; scale *= 128) {
      const byte = readByte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > 0x7fff_ffff) throw bad();
        return value;
      }
    }
    throw bad();
  };

  const readPacket = (): Packet => {
    const type = readVarint();
    if (type === packetTypes.endOfSection) return { type, data: bytes.subarray(at, at) };
    const length = readVarint();
    if (length > bytes.length - at) throw bad();
    const data = bytes.subarray(at, at + length);
    at += length;
    return { type, data };
  };

  /** The order of types within a section is checked by whoever takes the section apart. */
  const readSection = (): readonly Packet[] => {
    const section: Packet[] = [];
    for (;;) {
      const packet = readPacket();
      if (packet.type === packetTypes.endOfSection) return section;
      section.push(packet);
    }
  };

  return { readByte, readPacket, readSection, isAtEnd: () => at === bytes.length };
};
