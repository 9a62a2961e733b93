import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connections, createConnections } from '../../../electron/connections/connections.ts';
import {
  type ConnectionEvent,
  createConnectionEvents,
} from '../../../electron/connections/events.ts';
import { createKeychainWatch } from '../../../electron/connections/keychain-watch.ts';
import { createOperations } from '../../../electron/connections/operations.ts';
import { createRenewalFailures } from '../../../electron/connections/renewal-failures.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import { startAuthorization } from '../../../electron/oauth/flow/attempt.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import type {
  Credential,
  ProviderAdapter,
  ProviderContext,
  VerifyReport,
} from '../../../electron/providers/adapter.ts';
import { createRegistry } from '../../../electron/providers/registry.ts';
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createClock } from '../fakes/clock.ts';
import { createKeytar } from '../fakes/keytar.ts';
import { plainAdapter } from '../fakes/plain-adapter.ts';

const providerId = providerIdSchema.parse('plain');

/** One turn of the event loop, which lets everything in memory run as far as it can. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A promise that the test settles. */
export const later = <T = void>() => {
  const settle = { resolve: (_: T): void => {}, reject: (_: unknown): void => {} };
  const promise = new Promise<T>((resolve, reject) => {
    settle.resolve = resolve;
    settle.reject = reject;
  });
  return { promise, ...settle };
};

/** Credentials of `account`; `token` tells one generation from the next. */
export const credentialOf = (token: string, account = 'ada', endsAt?: number): Credential => ({
  settings: {},
  fields: {
    accessToken: new Secret(token),
    marker: new Secret(account),
    ...(endsAt === undefined ? {} : { endsAt: new Secret(String(endsAt)) }),
  },
});

/** What the provider does; a test replaces one to hold it up or to make it fail. */
type Acts = {
  connect: (context: ProviderContext, input: FormInput) => Promise<Credential>;
  refresh: (context: ProviderContext, current: Credential) => Promise<Credential>;
  verify: (context: ProviderContext, current: Credential) => Promise<VerifyReport>;
  reauthorize: (context: ProviderContext, current: Credential) => Promise<Credential>;
  revoke: (context: ProviderContext, current: Credential) => Promise<void>;
};

/**
 * Everything about connections over a real list on disk and a keychain in memory, with one provider
 * whose every answer the test gives.
 */
export const startConnections = async (options: { readonly refreshes?: boolean } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-connections-'));
  const keytar = createKeytar();
  const clock = createClock();
  const random = systemRandom;
  const nowSeconds = (): number => Math.floor(clock.nowEpochMs() / 1000);
  const acts: Acts = {
    connect: async () => credentialOf('first'),
    refresh: async () => credentialOf('renewed'),
    verify: async () => ({ verifiedAtEpochSeconds: nowSeconds() }),
    reauthorize: async () => credentialOf('again'),
    revoke: async () => {},
  };
  const { refreshes = true } = options;
  const adapter: ProviderAdapter = {
    ...plainAdapter,
    descriptor: {
      ...plainAdapter.descriptor,
      fields: [
        { kind: 'url', name: 'server', label: 'Server', required: false },
        { kind: 'text', name: 'user', label: 'User', required: false },
        { kind: 'secret', name: 'first', label: 'First', required: true },
        { kind: 'secret', name: 'second', label: 'Second', required: false },
      ],
    },
    prepare: (input) => (context) => acts.connect(context, input),
    worksOnce: ({ fields }) => fields.accessToken?.expose().startsWith('once') === true,
    prefill: (text) => JSON.parse(text) as FormInput,
    ...(refreshes ? { refresh: (context, current) => acts.refresh(context, current) } : {}),
    verify: (context, current) => acts.verify(context, current),
    reauthorize: (context, current) => acts.reauthorize(context, current),
    revoke: (context, current) => acts.revoke(context, current),
    describe: (current) => {
      const { endsAt } = current.fields;
      return {
        ...plainAdapter.describe(current),
        tokens: {
          scopes: [],
          accessTokenExpiresAtEpochSeconds: endsAt === undefined ? null : Number(endsAt.expose()),
          renewable: refreshes,
        },
      };
    },
  };

  let provider = adapter;
  let changed: () => void = () => {};
  const metadata = await openMetadataStore({ path: join(folder, 'connections.json'), clock });
  const keychain = createKeychainWatch({
    isVault: false,
    store: createKeytarStore({
      keytar: keytar.api,
      secretService: keytar.secretService,
      service: 'Test-Stowkey',
      clock,
      random,
      sentinel: {
        expected: () => metadata.state().sentinel,
        remember: (value) => metadata.rememberSentinel(value),
      },
    }),
    inUse: true,
    onChange: () => changed(),
    report: () => {},
  });
  const operations = createOperations({
    random,
    onChange: () => changed(),
    report: () => null,
  });
  const happened: ConnectionEvent[] = [];
  const events = createConnectionEvents(() => {});
  events.listen((event) => happened.push(event));
  const renewalFailures = createRenewalFailures({
    clock,
    listen: events.listen,
    onChange: () => changed(),
  });
  const connections: Connections = createConnections({
    renewalFailures,
    usualReminder: () => 'lifetime',
    requireProvider: () => {},
    metadata,
    keychain,
    providers: createRegistry([], () => [provider]),
    operations,
    emit: events.emit,
    clock,
    random,
    http: () => Promise.reject(new Error('nobody is asked')),
    browser: { open: async () => true },
    startAuthorization,
    mintClientSecret: () => Promise.reject(new Error('unused')),
  });

  const view = (id: OperationId) => operations.views().find((each) => each.id === id);
  const record = (id: ConnectionId) => metadata.state().connections.find((each) => each.id === id);
  const begin = (input: FormInput = {}, draft: string | null = null): OperationId =>
    connections.connect({ providerId, label: 'Mine', input, draft }).operationId;

  return {
    acts,
    clock,
    keytar,
    /** Every event there was. */
    happened,
    listen: events.listen,
    metadata,
    keychain,
    operations,
    connections,
    providerId,
    nowSeconds,
    view,
    record,
    begin,
    /** Puts another provider in its place under the same name, as an import may. */
    replaceProvider: () => {
      provider = { ...adapter };
    },
    /** Connects an account and gives its id. */
    connect: async (): Promise<ConnectionId> => {
      const operation = begin();
      await operations.ended(operation);
      const id = view(operation)?.connectionId;
      if (id === null || id === undefined) throw new Error('not connected');
      return id;
    },
    /** Resolves once the operation asks something of that kind. */
    asked: async (id: OperationId, kind: string): Promise<void> => {
      while (view(id)?.prompt?.kind !== kind) {
        if (view(id)?.status !== 'running') throw new Error(`ended without asking ${kind}`);
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
    answer: (id: OperationId, kind: 'accept' | 'refuse' | 'replace'): void =>
      operations.answer(id, view(id)?.promptId ?? 0, { kind }),
    /** The token that the keychain holds now. */
    token: async (id: ConnectionId): Promise<string> =>
      (await connections.accessToken(id)).expose(),
    close: async (): Promise<void> => {
      await operations.cancelAll();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type ConnectionsWorld = Awaited<ReturnType<typeof startConnections>>;
