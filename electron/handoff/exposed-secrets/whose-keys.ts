import { createHash } from 'node:crypto';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import { isAppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';

type Pair = { readonly accessKeyId: Secret; readonly secretAccessKey: Secret };

type Whose = {
  /** The account that has these very keys; null when none of those that were read does. */
  readonly ownerOf: (keys: Pair) => ConnectionId | null;
  /** Every account could be read. Otherwise keys without an owner may be of one that could not. */
  readonly isWhole: boolean;
};

const digestOf = ({ accessKeyId, secretAccessKey }: Pair): string =>
  [accessKeyId, secretAccessKey]
    .map((secret) => createHash('sha256').update(secret.expose()).digest('hex'))
    .join();

/**
 * Reads the keys of every account out of the keychain, once, and keeps their SHA-256 alone. A keychain
 * that is locked is asked no second time.
 */
export const readWhose = async (
  connections: Pick<Connections, 'views' | 's3Keys'>,
  isOutage: (error: unknown) => boolean,
): Promise<Whose> => {
  const owners = new Map<string, ConnectionId>();
  let isWhole = true;
  for (const { id, facts } of connections.views()) {
    if (facts.s3 === null) continue;
    try {
      owners.set(digestOf(await connections.s3Keys(id, 'to-show')), id);
    } catch (error) {
      if (!isAppError(error)) throw error;
      isWhole = false;
      if (isOutage(error)) break;
    }
  }
  return { ownerOf: (keys) => owners.get(digestOf(keys)) ?? null, isWhole };
};
