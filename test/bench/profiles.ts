import { createHash, randomUUID } from 'node:crypto';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { keychainServiceName, profilePaths } from '../../electron/platform/paths.ts';
import { currentVersion } from '../../electron/storage/metadata/limits.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { Keyring } from '../support/desktop/keyring.ts';
import { connectionRecord } from '../support/worlds/connection-records.ts';

/**
 * Prepares a profile with that many active connections and the sentinel that belongs to it.
 *
 * The connections have no secrets in the keychain: a start reads none, whether they are there or not.
 */
export const makeProfile = async (
  folder: string,
  connectionCount: number,
  keyring: Keyring,
): Promise<{ readonly keychainService: string; readonly ids: readonly ConnectionId[] }> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const realPath = await realpath(folder);
  const sentinel = randomUUID();
  const keychainService = keychainServiceName({ kind: 'custom', realPath });
  await keyring.setItem(keychainService, 'sentinel', sentinel);
  const connections = Array.from({ length: connectionCount }, (_, index) => fullRecord(index));
  const file = { version: currentVersion, sentinel, connections };
  await writeFile(profilePaths(realPath).metadataFile, JSON.stringify(file), { mode: 0o600 });
  return { keychainService, ids: connections.map(({ id }) => id) };
};

/** A connection with everything that one to StorX has. */
const fullRecord = (index: number) => {
  const digest = createHash('sha256').update(String(index)).digest('hex');
  return connectionRecord({
    label: `Account ${String(index + 1).padStart(4, '0')}`,
    settings: {
      clientId: randomUUID(),
      redirectUris: [28521, 28522, 28523].map((port) => `http://127.0.0.1:${port}/callback`),
      scopes: ['read', 'write', 'list', 'delete'],
      jwtLifetimeMinutes: 5,
      region: 'us-east-1',
      environment: 'production',
    },
    facts: {
      account: null,
      // Far enough that no countdown runs.
      expiresAtEpochSeconds: 2_200_000_000 + index,
      grant: {
        satellite: '12EayRS2V1kEsWESU9QMRseFhdxYxKicsiFmxrsLZHeLUtdps3S@satellite.example:7777',
        permissions: { read: true, write: true, list: true, delete: index % 2 === 0 },
        notBeforeEpochSeconds: null,
        notAfterEpochSeconds: 2_200_000_000 + index,
        maxObjectTtlSeconds: null,
        buckets: [{ bucket: `bucket-${index}`, prefix: null }],
        fingerprint: digest.slice(0, 16),
        warnings: [],
      },
      s3: {
        endpoint: 'https://gateway.storx.io',
        region: 'us-east-1',
        addressing: 'path',
        accessKeyHint: 'jw3q',
      },
      neverExpires: false,
      renewsItself: false,
      tokens: null,
      broker: null,
    },
  });
};
