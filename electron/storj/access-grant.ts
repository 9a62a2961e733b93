import { type GrantWarning, grantWarnings } from '../../shared/grant-warnings.ts';
import { AccessGrantError } from './access-grant-error.ts';
import { decodeBase58Check } from './base58-check.ts';
import { byteText, type Caveat, parseCaveat } from './caveat.ts';
import { type CombinedCaveats, combineCaveats } from './combine-caveats.ts';
import {
  type EncryptionAccess,
  readEncryptionAccess,
  truncatedSha256,
} from './encryption-access.ts';
import { type GrantBucket, toGrantBucket } from './grant-buckets.ts';
import { type Macaroon, parseMacaroon } from './macaroon.ts';
import {
  lastBytesOf,
  messageOf,
  ProtobufError,
  type ProtobufField,
  readFields,
} from './protobuf-reader.ts';

/** What an access grant says about itself. Holds nothing that could use it. */
export type AccessGrant = {
  /** `<node id>@host:port` or `host:port`, printable ASCII; may end in `?noise_pub=…`. */
  readonly satelliteAddress: string;
  readonly permissions: CombinedCaveats['permissions'];
  /** Epoch seconds; null when valid from the start of time. */
  readonly notBefore: number | null;
  /** Epoch seconds; null when the grant names no expiry. */
  readonly notAfter: number | null;
  readonly maxObjectTtlSeconds: number | null;
  /** Null means every bucket; empty means that no bucket is left. */
  readonly buckets: readonly GrantBucket[] | null;
  /** First 16 hex digits of the SHA-256 of the macaroon's tail. */
  readonly fingerprint: string;
  /** First 16 hex digits of the SHA-256 of the default encryption key; null when there is none. */
  readonly encryptionKeyHash: string | null;
  readonly warnings: readonly GrantWarning[];
};

const fieldNumbers = { satelliteAddress: 1, apiKey: 2, encryptionAccess: 3 };

/**
 * Reads what a Storj or StorX access grant allows, offline.
 *
 * White space and quotes around the text are ignored. Throws `AccessGrantError` and nothing else.
 * The signature cannot be checked here, so a forged grant parses; the access service refuses it.
 * The decoded bytes hold the keys to the person's files and are wiped before this returns; the text
 * itself is a string, which JavaScript cannot wipe. Layout: storj/common `pb/scope.proto`.
 */
export const parseAccessGrant = (text: string): AccessGrant => {
  const { version, payload } = decodeBase58Check(trimPasted(text));
  try {
    if (version !== 0) throw new AccessGrantError('version');
    return readScope(payload);
  } catch (error) {
    if (error instanceof ProtobufError) throw whatItIsInstead(payload);
    throw error;
  } finally {
    payload.fill(0);
  }
};

/** Strips what comes along when a grant is copied out of a terminal, a mail or a JSON file. */
export const trimPasted = (text: string): string => {
  const quotes = '"\'`';
  const trimmed = text.trim();
  // Loops, because a pattern anchored at the end takes quadratic time on a run of quotes.
  let start = 0;
  let end = trimmed.length;
  while (start < end && quotes.includes(trimmed.charAt(start))) start += 1;
  while (end > start && quotes.includes(trimmed.charAt(end - 1))) end -= 1;
  return trimmed.slice(start, end).trim();
};

const readScope = (payload: Uint8Array): AccessGrant => {
  const scope = readFields(payload);
  const satelliteAddress = readSatelliteAddress(scope);
  const apiKey = lastBytesOf(scope, fieldNumbers.apiKey);
  if (apiKey === undefined || apiKey.length === 0) throw new AccessGrantError('missing-api-key');
  const encryptionFields = messageOf(scope, fieldNumbers.encryptionAccess);
  if (encryptionFields === undefined) throw new AccessGrantError('missing-encryption-access');
  const encryption = readEncryptionAccess(encryptionFields);
  const macaroon = parseMacaroon(apiKey);
  const caveats = readCaveats(macaroon);
  const { allowedPaths, ...combined } = combineCaveats(caveats);
  return {
    satelliteAddress,
    ...combined,
    buckets: allowedPaths?.map((path) => toGrantBucket(path, encryption)) ?? null,
    fingerprint: truncatedSha256(macaroon.tail),
    encryptionKeyHash: encryption.defaultKeyHash,
    warnings: findWarnings({
      combined: { allowedPaths, ...combined },
      macaroon,
      caveats,
      encryption,
    }),
  };
};

/**
 * Takes printable ASCII only. It is what the person decides by when a grant arrives, so it must not
 * hold line breaks, direction marks or look-alikes.
 */
const readSatelliteAddress = (scope: readonly ProtobufField[]): string => {
  const address = byteText(lastBytesOf(scope, fieldNumbers.satelliteAddress));
  if (address === '') {
    const known: readonly number[] = Object.values(fieldNumbers);
    const looksLikeGrant = scope.some((field) => known.includes(field.number));
    throw new AccessGrantError(looksLikeGrant ? 'missing-satellite' : 'not-a-grant');
  }
  if (!/^[\x21-\x7e]{1,512}$/.test(address)) throw new AccessGrantError('not-a-grant');
  return address;
};

const readCaveats = (macaroon: Macaroon): readonly Caveat[] => {
  try {
    return macaroon.caveats.map((caveat) => parseCaveat(caveat.identifier));
  } catch (error) {
    if (error instanceof ProtobufError) throw new AccessGrantError('bad-macaroon');
    throw error;
  }
};

/** Tells a bare API key, which people paste by mistake, from other Base58Check text. */
const whatItIsInstead = (payload: Uint8Array): AccessGrantError => {
  try {
    parseMacaroon(payload);
    return new AccessGrantError('api-key');
  } catch {
    return new AccessGrantError('not-a-grant');
  }
};

const findWarnings = (parts: {
  readonly combined: CombinedCaveats;
  readonly macaroon: Macaroon;
  readonly caveats: readonly Caveat[];
  readonly encryption: EncryptionAccess;
}): readonly GrantWarning[] => {
  const { permissions, notBefore, notAfter, allowedPaths } = parts.combined;
  const nothingAllowed = !Object.values(permissions).includes(true);
  const applies: Readonly<Record<GrantWarning, boolean>> = {
    'nothing-allowed': nothingAllowed,
    'no-list': !permissions.list && !nothingAllowed,
    'no-bucket-left': allowedPaths?.length === 0,
    'never-valid': notBefore !== null && notAfter !== null && notBefore > notAfter,
    'bucket-name-slash': allowedPaths?.some((path) => path.bucket.endsWith('/')) ?? false,
    'no-encryption-key':
      parts.encryption.defaultKeyHash === null && parts.encryption.entries.length === 0,
    'unknown-restriction':
      parts.caveats.some((caveat) => caveat.hasUnknownFields) ||
      parts.macaroon.caveats.some((caveat) => caveat.thirdParty),
  };
  return grantWarnings.filter((warning) => applies[warning]);
};
