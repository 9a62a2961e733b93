import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { reconcile } from '../../../electron/connections/reconcile.ts';
import { createVault } from '../../../electron/connections/vault.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { openKeytarStore, overSecretService } from '../../../electron/keychain/load-keytar.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import type { Credential } from '../../../electron/providers/adapter.ts';
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { plainAdapter } from '../fakes/plain-adapter.ts';

/**
 * One life of the program over a folder and the keychain of its environment: `crash-worker.ts act`
 * connects, refreshes and disconnects without end until somebody kills it; `check` starts again,
 * reconciles, and prints what is there.
 */

const [, , mode = '', folder = '', id = ''] = process.argv;
const connectionId = connectionIdSchema.parse(id);

const adapter = plainAdapter;

const credential = (marker: string): Credential => ({
  settings: {},
  // Long enough for several chunks, so that a kill can fall between them.
  fields: { marker: new Secret(marker), accessGrant: new Secret('g'.repeat(6_000)) },
});

const metadata = await openMetadataStore({
  path: join(folder, 'connections.json'),
  clock: systemClock,
});
const secrets = openKeytarStore({
  ...overSecretService(systemClock),
  service: 'Crash-Stowkey',
  clock: systemClock,
  random: { token: (bytes) => randomBytes(bytes).toString('base64url') },
  sentinel: {
    expected: () => metadata.state().sentinel,
    remember: (value) => metadata.rememberSentinel(value),
  },
});
const vault = createVault({ metadata, secrets, clock: systemClock });

if (mode === 'act') {
  process.send?.('ready');
  for (let round = 0; ; round += 1) {
    await vault.create({
      id: connectionId,
      adapter,
      label: 'one',
      credential: credential(`created-${round}`),
    });
    await vault.rotate(connectionId, adapter, credential(`rotated-${round}`));
    await vault.remove(connectionId);
  }
}

await secrets.check();
await reconcile({
  metadata,
  secrets,
  adapterOf: () => adapter,
  disconnect: vault.remove,
  isBusy: () => false,
});
const [record] = metadata.state().connections;
const stored = record === undefined ? null : await vault.open(record.id);
process.stdout.write(
  JSON.stringify({
    connections: metadata.state().connections.length,
    state: record?.state ?? null,
    shown: record?.facts.account ?? null,
    stored: stored?.fields.marker?.expose() ?? null,
  }),
);
if (record !== undefined) await vault.remove(record.id);
// The connection to the bus would keep it alive.
process.exit();
