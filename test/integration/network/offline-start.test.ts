import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { createServices, type Services } from '../../../electron/services.ts';
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import { emptyFacts } from '../../../electron/storage/metadata/schema.ts';
import { connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import type { Snapshot } from '../../../shared/schemas.ts';
import { createClipboard } from '../../support/fakes/clipboard.ts';
import { createKeytar } from '../../support/fakes/keytar.ts';
import { quietLogger } from '../../support/fakes/logger.ts';
import { nothingManaged } from '../../support/fakes/managed.ts';
import { cheapVaultKey } from '../../support/fakes/vault-key.ts';
import { freePort } from '../../support/network/raw-socket.ts';
import { serviceOptions } from '../../support/worlds/service-options.ts';
import { startConnected } from './connected.ts';

let folder: string;
let services: Services;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-offline-'));
});
afterEach(async () => {
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});

const path = (): string => join(folder, 'connections.json');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Accounts as the last run left them: one that runs on, one that needs the person, one that is due. */
const saved = [
  { label: 'Runs on', needsSignIn: false, expiresInSeconds: 3600 },
  { label: 'Needs a sign-in', needsSignIn: true, expiresInSeconds: -3600 },
  { label: 'Ran out meanwhile', needsSignIn: false, expiresInSeconds: -60 },
] as const;

const save = async (): Promise<void> => {
  const store = await openMetadataStore({ path: path(), clock: systemClock });
  for (const { label, needsSignIn, expiresInSeconds } of saved) {
    await store.put({
      id: connectionIdSchema.parse(randomUUID()),
      providerId: providerIdSchema.parse('google-drive'),
      label,
      state: 'active',
      generation: 1,
      createdAtEpochSeconds: nowSeconds() - 7200,
      updatedAtEpochSeconds: nowSeconds() - 7200,
      verifiedAtEpochSeconds: null,
      refusedRenewals: 0,
      s3Check: null,
      signInCheck: null,
      needsSignIn,
      problem: needsSignIn ? { code: 'oauth.sign-in-again', params: {} } : null,
      renewalPolicy: 'automatic',
      reminder: 'default',
      isFavourite: false,
      tags: [],
      toldExpiry: null,
      settings: {},
      nextSettings: null,
      facts: {
        ...emptyFacts,
        account: 'ada@stand-in.test',
        tokens: {
          scopes: [],
          accessTokenExpiresAtEpochSeconds: nowSeconds() + expiresInSeconds,
          renewable: true,
          stateVerified: true,
        },
      },
    });
  }
};

/** Starts without a network, on a keychain that never answers, and counts what is asked of both. */
const startOffline = async () => {
  const asked: string[] = [];
  const keytar = createKeytar();
  keytar.onCall((call) => {
    asked.push(`keychain: ${call}`);
    return new Promise<never>(() => {});
  });
  const pushed: Snapshot[] = [];
  services = await createServices(
    {
      clock: systemClock,
      random: systemRandom,
      http: async ({ url }) => {
        asked.push(`network: ${url.host}`);
        throw new AppError('server.unreachable', { params: { host: url.host, reason: 'offline' } });
      },
      openPath: async () => true,
      findRoutes: async () => [{ kind: 'direct' }],
      browser: {
        open: async (url) => {
          asked.push(`browser: ${url.host}`);
          return true;
        },
      },
      saveFile: async () => null,
      chooseFolder: async () => null,
      openFile: async () => null,
      managed: nothingManaged,
      clipboard: createClipboard(),
      openKeychain: (options) =>
        createKeytarStore({ ...options, keytar: keytar.api, secretService: keytar.secretService }),
      deriveVaultKey: cheapVaultKey,
      logger: quietLogger,
    },
    { ...serviceOptions(folder), push: (snapshot) => pushed.push(snapshot) },
  );
  return { asked, pushed, snapshot: () => services.handlers.app.snapshot() as Snapshot };
};

describe('a start without a network', () => {
  it('N14 shows the list as it was last known, before anything is asked of the keychain or the network', async () => {
    await save();
    const before = await readFile(path(), 'utf8');
    const { asked, snapshot } = await startOffline();
    const { connections, operations, keychain, storage } = snapshot();
    expect(
      connections.map(({ label, state, needsSignIn, facts }) => ({
        label,
        state,
        needsSignIn,
        account: facts.account,
      })),
    ).toEqual(
      saved.map(({ label, needsSignIn }) => ({
        label,
        state: 'active',
        needsSignIn,
        account: 'ada@stand-in.test',
      })),
    );
    expect(operations).toEqual([]);
    expect(keychain).toEqual({ id: 'secret-service', status: 'checking', error: null });
    expect(storage).toEqual({ error: null, readOnly: false });
    expect(asked).toEqual([]);
    expect(await readFile(path(), 'utf8')).toBe(before);
  });

  it('N14 renews what ran out without a word, and leaves it as it was when that fails', async () => {
    let skewMs = 0;
    const connected = await startConnected({ skewMs: () => skewMs });
    const { app, asked } = connected;
    try {
      const before = connected.items();
      skewMs = 2 * 3600 * 1000;
      connected.lead(new URL(`http://127.0.0.1:${await freePort()}`));
      await app.restart();
      const [sent, called, opened] = [asked(), app.keytar.calls.length, app.opened.length];
      expect(app.snapshot().connections).toMatchObject([{ label: 'Mine', state: 'active' }]);
      expect([asked(), app.keytar.calls.length]).toEqual([sent, called]);

      services = app.services();
      services.renewal.schedule();
      const prompts: unknown[] = [];
      await app.until(({ operations }) => {
        prompts.push(...operations.flatMap(({ prompt }) => (prompt === null ? [] : [prompt])));
        return asked() > sent && operations.length === 0 ? true : undefined;
      });
      expect(prompts).toEqual([]);
      expect(app.opened).toHaveLength(opened);
      connected.requireUntouched(before);
    } finally {
      await connected.close();
    }
  });
});
