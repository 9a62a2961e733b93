import { builtInProviders } from '../../../electron/providers/registry.ts';
import { noOrganisation } from '../../../shared/organisation.ts';
import {
  type ProviderDescriptor,
  providerDescriptorSchema,
} from '../../../shared/provider-descriptor.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type {
  AppInfo,
  ConnectionView,
  ConsumerView,
  GrantView,
  OperationView,
  Question,
  Snapshot,
} from '../../../shared/schemas.ts';
import { defaultSettings } from '../../../shared/settings.ts';

const id = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const minutes = (count: number): number => count * 60;
const hours = (count: number): number => count * 3600;
const days = (count: number): number => count * 86_400;

export const info = (evaluationRuntime = false): AppInfo => ({
  version: '0.1.0',
  electronVersion: evaluationRuntime ? '33.4.11' : '45.4.1',
  expectedElectronVersion: '45.4.1',
  evaluationRuntime,
  platform: 'linux',
});

export const error = (code: ErrorView['code'], more: Partial<ErrorView> = {}): ErrorView => ({
  code,
  params: {},
  fields: {},
  retryable: true,
  incident: null,
  ...more,
});

export const grant = (more: Partial<GrantView> = {}): GrantView => ({
  satellite: '12EayRS2V1kEsWESU9QMRseFhdxYxKicsiFmxrsLZHeLUtdps3S@us1.storx.io:7777',
  permissions: { read: true, write: true, list: true, delete: false },
  notBeforeEpochSeconds: null,
  notAfterEpochSeconds: nowSeconds() + hours(2),
  maxObjectTtlSeconds: null,
  buckets: [
    { bucket: 'photos', prefix: null },
    { bucket: 'backups', prefix: 'laptop/2026' },
    { bucket: 'archive', prefix: { encryptedBytes: 32 } },
  ],
  fingerprint: '9f2c41d87a03be56',
  warnings: [],
  ...more,
});

type ConnectionParts = Partial<Omit<ConnectionView, 'id' | 'providerId'>> & {
  readonly number: number;
  readonly providerId?: string;
  readonly expiresIn?: number | null;
  readonly grantMore?: Partial<GrantView> | null;
};

export const connection = (parts: ConnectionParts): ConnectionView => {
  const {
    number,
    providerId = 'storx',
    expiresIn = hours(2) + 14 * 60 + 30,
    grantMore,
    ...rest
  } = parts;
  const expires = expiresIn === null ? null : nowSeconds() + expiresIn;
  const view = {
    id: id(number),
    providerId,
    label: `Account ${number}`,
    state: 'active',
    problem: null,
    needsSignIn: false,
    createdAtEpochSeconds: nowSeconds() - days(12),
    updatedAtEpochSeconds: nowSeconds() - minutes(46),
    verifiedAtEpochSeconds: nowSeconds() - minutes(3),
    s3Check: null,
    signInCheck: null,
    renewalPolicy: 'automatic',
    reminder: 'default',
    isFavourite: false,
    tags: [],
    renewalFailure: null,
    facts: {
      account: null,
      expiresAtEpochSeconds: expires,
      neverExpires: expires === null,
      grant: grantMore === null ? null : grant({ notAfterEpochSeconds: expires, ...grantMore }),
      s3: {
        endpoint: 'https://gateway.storx.io',
        region: 'us-1',
        addressing: 'path',
        accessKeyHint: 'juo7',
      },
      renewsItself: false,
      tokens: null,
      broker: null,
    },
    capabilities: { refresh: true, verify: true, reconnect: true, revoke: false },
    ...rest,
  } as unknown as ConnectionView;
  return view.facts.s3 === null || 's3Check' in rest
    ? view
    : {
        ...view,
        s3Check: {
          proof: 'listed',
          bucketCount: 3,
          clockSkewSeconds: 2,
          latencyMs: 84,
          regionAdopted: null,
          writing: null,
        },
      };
};

export const few = (): ConnectionView[] => [
  connection({ number: 1, label: 'Photo archive' }),
  connection({
    number: 2,
    label: 'Team backups',
    expiresIn: minutes(11),
    grantMore: { buckets: null },
  }),
  connection({
    number: 3,
    label: 'Storj personal',
    providerId: 'access-grant',
    expiresIn: null,
    grantMore: {
      satellite: '12L9ZFwhzVpuEKMUNUqkaTLGzwY9G24tbiigLiXpmZWKwmcNDDs@eu1.storj.io:7777',
    },
  }),
  connection({ number: 4, label: 'Old laptop', expiresIn: -hours(5) }),
  connection({
    number: 5,
    label: 'Staging tests',
    providerId: 'storx-token-endpoint',
    needsSignIn: true,
    problem: error('grant.expired'),
  }),
  connection({
    number: 6,
    label: 'Render farm',
    problem: error('server.trouble', { params: { host: 'auth.storx.io' } }),
    expiresIn: days(40),
  }),
];

/** An account that renews itself and has not been able to for a while. */
export const failing = (): ConnectionView => {
  const view = connection({
    number: 7,
    label: 'Nightly backup',
    providerId: 'sts-assume-role',
    expiresIn: minutes(9) + 20,
    grantMore: null,
    renewalFailure: {
      sinceEpochSeconds: nowSeconds() - minutes(7),
      nextTryEpochSeconds: nowSeconds() + minutes(4) + 10,
      error: error('server.unreachable', { params: { host: 'sts.example.com', reason: 'dns' } }),
    },
  });
  return { ...view, facts: { ...view.facts, renewsItself: true } };
};

export const many = (count: number): ConnectionView[] =>
  Array.from({ length: count }, (_, index) =>
    connection({
      number: index + 1,
      label: `Project ${String(index + 1).padStart(4, '0')}`,
      providerId:
        ['storx', 'access-grant', 'storx-token-endpoint', 's3-wasabi'][index % 4] ?? 'storx',
      expiresIn: index % 9 === 8 ? null : (index % 50) * 400 - 900,
    }),
  );

export const awkward = (): ConnectionView[] => [
  connection({
    number: 1,
    label: `A name that goes on and on ${'and on '.repeat(20)}`.trim(),
    problem: error('server.unreachable', {
      params: { host: `${'very-long-subdomain.'.repeat(9)}example.com` },
      incident: 'a81f03',
    }),
    facts: {
      account: `${'long.account.name.'.repeat(8)}@example.com`,
      expiresAtEpochSeconds: nowSeconds() + minutes(50),
      neverExpires: false,
      grant: grant({
        satellite: `12Eay@${'satellite-'.repeat(14)}.example:7777`,
        permissions: { read: true, write: false, list: true, delete: false },
        notBeforeEpochSeconds: nowSeconds() - days(2),
        maxObjectTtlSeconds: days(30),
        buckets: Array.from({ length: 9 }, (_, index) => ({
          bucket: `bucket-${index}-${'x'.repeat(50)}`,
          prefix: index % 2 === 0 ? null : `${'deep/'.repeat(30)}`,
        })),
        warnings: ['bucket-name-slash', 'unknown-restriction'],
      }),
      s3: {
        endpoint: `https://${'gateway-with-a-long-name.'.repeat(6)}example.com`,
        region: 'a-region-with-quite-a-long-name-1',
        addressing: 'path',
        accessKeyHint: 'jwzz',
      },
      renewsItself: false,
      tokens: null,
      broker: null,
    },
  }),
  connection({ number: 2, label: 'أرشيف الصور — النسخ الاحتياطية للعائلة والأصدقاء والمكتب' }),
  connection({ number: 3, label: '👩‍👩‍👧‍👦 Family 🏖️📸🗄️ פרויקט' }),
  connection({ number: 4, label: '<img src=x onerror="document.title=\'owned\'">' }),
  connection({ number: 5, label: '"><script>document.title="owned"</script>' }),
  connection({ number: 6, label: '‮reversed‬ {{7*7}} %s' }),
];

type Steps = OperationView['steps'];

/** Steps of which those before a place are done, and the one there is as given. */
export const stepsAt = (
  at: number,
  ids: readonly Steps[number]['id'][],
  status: Steps[number]['status'] = 'running',
): Steps =>
  ids.map((step, index) => ({
    id: step,
    status: index < at ? 'done' : index === at ? status : 'waiting',
  }));

/** What connecting StorX goes through; 1 is the browser, 2 the review, 5 past the end. */
export const storxSteps = (at: number, status?: Steps[number]['status']): Steps =>
  stepsAt(
    at,
    ['open-listener', 'wait-for-browser', 'review-grant', 'exchange-grant', 'save'],
    status,
  );

export const operation = (
  more: Partial<Omit<OperationView, 'id' | 'providerId' | 'connectionId'>> & {
    readonly number?: number;
    readonly connectionNumber?: number;
    readonly providerId?: string;
  } = {},
): OperationView => {
  const { number = 900, connectionNumber, ...rest } = more;
  return {
    id: id(number),
    kind: 'connect',
    providerId: 'storx',
    connectionId: connectionNumber === undefined ? null : id(connectionNumber),
    status: 'running',
    steps: storxSteps(1),
    prompt: null,
    promptId: 1,
    error: null,
    notice: null,
    ...rest,
  } as unknown as OperationView;
};

export const browserPrompt = (browserOpened = true): OperationView['prompt'] => ({
  kind: 'browser',
  host: 'storx.io',
  redirectUri: 'http://127.0.0.1:28521/callback',
  deadlineEpochSeconds: nowSeconds() + 581,
  browserOpened,
});

export const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  revision: 1,
  keychain: { status: 'ready', error: null, id: 'gnome-keyring' },
  storage: { error: null, readOnly: false },
  connections: [],
  operations: [],
  clipboard: null,
  activity: { written: 0, trouble: null },
  consumers: [],
  wantedProvider: null,
  clockMinutesOff: null,
  wantedConnection: null,
  vault: null,
  desktop: {
    tray: true,
    startAtLogin: 'possible',
    renewalsPaused: false,
    outdated: false,
    quietUntilEpochMs: null,
  },
  settings: defaultSettings,
  organisation: noOrganisation,
  locale: 'en',
  agent: { commandLineRevoked: false, endpointError: null },
  ...more,
});

export const consumers = (): Snapshot['consumers'] => [
  consumer({
    handle: 'command-line',
    name: 'Command line',
    lastUsedAtEpochSeconds: nowSeconds() - 90,
  }),
  consumer({
    handle: 'aws-photos',
    name: 'AWS profile photos',
    connectionIds: [connection({ number: 1 }).id],
    rule: 'ask-for-a-while',
    lastUsedAtEpochSeconds: nowSeconds() - hours(5),
  }),
  consumer({
    handle: 'backup.sh',
    name: 'backup.sh',
    connectionIds: [connection({ number: 2 }).id, connection({ number: 3 }).id],
    rule: 'ask',
    usesEndpoint: true,
  }),
  consumer({
    handle: 'Archivist',
    name: 'Archivist',
    connectionIds: [connection({ number: 1 }).id],
    rule: 'ask',
    assistant: { uploads: { bucket: 'reports', prefix: 'drafts/', replaces: false } },
  }),
];
const consumer = (more: Partial<ConsumerView>): ConsumerView => ({
  handle: 'tool',
  name: 'Tool',
  rule: 'always',
  connectionIds: null,
  usesEndpoint: false,
  assistant: null,
  createdAtEpochSeconds: nowSeconds() - days(3),
  lastUsedAtEpochSeconds: null,
  ...more,
});

export const question = (more: Partial<Question> = {}): Question => ({
  id: id(700),
  consumer: 'AWS profile photos',
  connectionId: connection({ number: 1 }).id,
  account: 'Photo archive',
  wish: null,
  remembered: true,
  deadlineEpochMs: Date.now() + 24_900,
  behind: 0,
  ...more,
});

/** The descriptors that ship, as main sends them. */
export const shippedProviders: readonly ProviderDescriptor[] = builtInProviders.map(
  ({ descriptor }) => providerDescriptorSchema.parse(descriptor),
);
