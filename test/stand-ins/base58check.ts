import { createHash } from 'node:crypto';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const checksumOf = (bytes: Buffer): Buffer => {
  const once = createHash('sha256').update(bytes).digest();
  return createHash('sha256').update(once).digest().subarray(0, 4);
};

const base58Encode = (bytes: Buffer): string => {
  let number = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = alphabet.charAt(Number(number % 58n)) + text;
    number /= 58n;
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + text;
};

const base58Decode = (text: string): Buffer | null => {
  let number = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit === -1) return null;
    number = number * 58n + BigInt(digit);
  }
  const hex = number === 0n ? '' : number.toString(16);
  const body = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const ones = text.length - text.replace(/^1+/, '').length;
  return Buffer.concat([Buffer.alloc(ones), body]);
};

/** Encodes payload and version as Bitcoin's Base58Check, optionally with a wrong checksum. */
export const base58CheckEncode = (
  payload: Buffer,
  version: number,
  { wrongChecksum = false }: { readonly wrongChecksum?: boolean } = {},
): string => {
  const body = Buffer.concat([Buffer.of(version), payload]);
  const checksum = Buffer.from(checksumOf(body));
  if (wrongChecksum) checksum.writeUInt8(checksum.readUInt8(3) ^ 1, 3);
  return base58Encode(Buffer.concat([body, checksum]));
};

/** Decodes Base58Check; null when a character, the length or the checksum is wrong. */
export const base58CheckDecode = (
  text: string,
): { readonly version: number; readonly payload: Buffer } | null => {
  const bytes = base58Decode(text);
  if (bytes === null || bytes.length < 5) return null;
  const body = bytes.subarray(0, -4);
  if (!checksumOf(body).equals(bytes.subarray(-4))) return null;
  return { version: body.readUInt8(0), payload: body.subarray(1) };
};
