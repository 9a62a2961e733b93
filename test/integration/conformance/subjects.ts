import { alloyRedirectUris } from '../../../electron/providers/alloy.ts';
import { redirectUris } from '../../../electron/providers/storx-client.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import type { ErrorCode } from '../../../shared/result.ts';
import { startAlloy } from '../../stand-ins/alloy.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import type { FaultControls } from '../../stand-ins/loopback-http.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { parseScopes } from '../../stand-ins/storx-scopes.ts';
import { startStsService } from '../../stand-ins/sts-service.ts';
import { type Journey, journeys, startFor } from '../../support/provider-journeys.ts';
import type { FaultName } from './faults.ts';

/** The provider as it stands, with what a test needs to connect to it and to spoil it. */
export type Party = {
  readonly form: FormInput;
  readonly reroute: (url: URL) => URL | null;
  /** Spoils what turns the person's consent or keys into credentials. */
  readonly exchange: FaultControls;
  /** Spoils what `renewsBy` asks. */
  readonly renewal: FaultControls;
  /** Takes the permission away at the provider; null where it has no such thing. */
  readonly revoke: (() => void) | null;
  /** Names another issuer at the redirect; null where the provider names none. */
  readonly nameOtherIssuer: (() => void) | null;
  /** Permissions that still stand at the provider; null where it keeps no count. */
  readonly liveGrants: () => number | null;
  readonly close: () => Promise<void>;
};

/** One adapter or template, and what is true of it. */
export type Subject = {
  /** The provider's id. */
  readonly id: string;
  readonly start: () => Promise<Party>;
  /** The parameter that the redirect brings; null where no browser takes part. */
  readonly browser: 'code' | 'access_grant' | null;
  /** What fetches or proves credentials of a connection again. */
  readonly renewsBy: 'refresh' | 'verify' | 'reconnect';
  /** Whether the provider says at the redirect who it is (RFC 9207). */
  readonly namesIssuer: boolean;
  /** What becomes of the stored refresh token, or of the keys where there is none. */
  readonly afterRefresh: 'other-token' | 'same-token' | 'other-keys' | 'no-refresh';
  readonly revokesAtProvider: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  /** What a taken permission looks like, and whether a sign-in is asked for. */
  readonly revoked: {
    readonly by: 'refresh' | 'verify';
    readonly code: ErrorCode;
    readonly needsSignIn: boolean;
  } | null;
  /** Stored with the secrets, and shown on purpose. */
  readonly shown: readonly string[];
  /** How often a server in trouble is asked; once unless told. */
  readonly tries?: { readonly exchange: number; readonly renewal: number };
  /** Faults that mean something else here than elsewhere. */
  readonly otherwise: {
    readonly exchange?: Partial<Record<FaultName, Expected>>;
    readonly renewal?: Partial<Record<FaultName, Expected>>;
  };
};

/** The error that a fault leads to; `signIn` marks the provider's own last word. */
export type Expected = { readonly code: ErrorCode; readonly signIn?: true } | 'goes-well';

const oauthSubject = (id: string, journey: Journey): Subject => {
  const refreshes = journey.refresh !== 'none';
  return {
    id,
    start: async () => {
      const provider = await startFor(journey);
      const at = (endpoint: 'token' | 'api'): FaultControls => {
        const spoil = <K extends keyof FaultControls>(name: K): FaultControls[K] =>
          ((...parts: never[]) => {
            provider.settings.faultsAt = endpoint;
            (provider.faults[name] as (...all: never[]) => void)(...parts);
          }) as FaultControls[K];
        return {
          failNextWith: spoil('failNextWith'),
          delayNext: spoil('delayNext'),
          redirectNext: spoil('redirectNext'),
          answerHtmlNext: spoil('answerHtmlNext'),
          answerNext: spoil('answerNext'),
          resetNext: spoil('resetNext'),
          stallNext: spoil('stallNext'),
          endlessNext: spoil('endlessNext'),
          stallBodyNext: spoil('stallBodyNext'),
          clearFaults: spoil('clearFaults'),
        };
      };
      return {
        form: journey.form(provider),
        reroute: provider.toStandIn,
        exchange: at('token'),
        renewal: at(refreshes ? 'token' : 'api'),
        revoke: provider.revokeFromOutside,
        nameOtherIssuer:
          provider.profile.issuer === null
            ? null
            : () => {
                provider.settings.issuerReturn = 'other';
              },
        liveGrants: provider.liveGrants,
        close: provider.close,
      };
    },
    browser: 'code',
    namesIssuer: oauthProfiles[journey.profile].issuer !== null,
    renewsBy: refreshes ? 'refresh' : 'verify',
    afterRefresh:
      journey.refresh === 'rotates'
        ? 'other-token'
        : journey.refresh === 'static'
          ? 'same-token'
          : 'no-refresh',
    revokesAtProvider: journey.revokes,
    facts: { account: journey.account, tokens: { renewable: refreshes } },
    revoked: {
      by: refreshes ? 'refresh' : 'verify',
      code: 'oauth.sign-in-again',
      needsSignIn: true,
    },
    shown: ['tokenType', 'scope', 'account', 'hostname', 'server'],
    // A resource's 401 is its word on the token (RFC 6750 section 3.1), and its 403 on the scope.
    otherwise: refreshes
      ? {}
      : {
          renewal: {
            '401': { code: 'oauth.sign-in-again', signIn: true },
            '403': { code: 'oauth.invalid-scope' },
          },
        },
  };
};

/** The template for any OpenID Connect server, with one that keeps to the letter. */
const oidc: Journey = {
  profile: 'oidc',
  form: ({ origin, client }) => ({
    issuer: origin,
    registerClient: false,
    clientId: client.clientId,
    clientSecret: client.clientSecret ?? '',
    authentication: 'client_secret_basic',
    keepClientSecret: true,
    useDeviceCode: false,
    redirectPolicy: 'ephemeral-ip',
    scopes: ['email', 'offline_access'],
  }),
  account: 'ada@stand-in.test',
  refresh: 'rotates',
  revokes: true,
};

const noReroute = (): null => null;

/** What the three ways to a grant have in common: the access service makes the keys. */
const grantParty = (
  world: StandInWorld,
  form: FormInput,
  exchange: FaultControls = world.accessService.faults,
): Party => ({
  form,
  reroute: noReroute,
  exchange,
  renewal: world.accessService.faults,
  // Of a revoked API key the gateway says what it says of good keys that may not list buckets, so
  // only keys that it does not know any more are the last word.
  revoke: () => world.ledger.s3Keys.clear(),
  nameOtherIssuer: null,
  liveGrants: () => null,
  close: world.close,
});

const grantFacts = { account: null, grant: { permissions: { read: true } } };
/** Other keys help, a sign-in would not. */
const revokedKeys = { by: 'verify', code: 's3.invalid-access-key', needsSignIn: false } as const;
const grantTraits = {
  namesIssuer: false,
  renewsBy: 'refresh',
  afterRefresh: 'other-keys',
  // Grants end where they were made; no adapter is given a way to do that.
  revokesAtProvider: false,
  facts: grantFacts,
  revoked: revokedKeys,
  shown: ['endpoint', 'issuedAtEpochSeconds'],
  tries: { exchange: 3, renewal: 3 },
  otherwise: {},
} as const;

const startStorx = () => startWorld({ options: { redirectUris: [...redirectUris] } });
const storxClient = ({ client }: StandInWorld): FormInput => ({
  clientId: client.clientId,
  clientSecret: client.clientSecret,
  redirectUris: [...redirectUris],
  scopes: ['read', 'write', 'list', 'delete'],
  bucket: '',
  jwtLifetimeMinutes: 5,
  region: 'us-east-1',
  keepClientSecret: true,
});

/** The broker's guide gives 401 this one meaning. */
const invalidApiKey = { '401': { code: 'alloy.invalid-key' } } as const;

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const roleArn = 'arn:aws:iam::123456789012:role/team/backup';
const region = 'eu-central-1';

/** Every adapter and template whose provider has a stand-in. */
export const subjects: readonly Subject[] = [
  {
    ...grantTraits,
    id: 'storx',
    browser: 'access_grant',
    start: async () => {
      const world = await startStorx();
      return grantParty(world, {
        ...storxClient(world),
        environment: 'custom',
        integrationUrl: world.storx.integrationUrl,
        accessServiceUrl: world.accessService.url,
      });
    },
  },
  {
    ...grantTraits,
    id: 'storx-token-endpoint',
    browser: 'code',
    // A code is good for one use.
    tries: { exchange: 1, renewal: 3 },
    start: async () => {
      const world = await startStorx();
      const form = {
        ...storxClient(world),
        consentUrl: world.storx.consentUrl,
        tokenUrl: world.storx.tokenUrl,
        accessServiceUrl: world.accessService.url,
      };
      return grantParty(world, form, world.storx.faults);
    },
  },
  {
    ...grantTraits,
    id: 'access-grant',
    browser: null,
    start: async () => {
      const world = await startStorx();
      return grantParty(world, {
        accessGrant: world.ledger.issueGrant({
          name: 'made in the console',
          scopes: parseScopes(['read', 'write', 'list', 'delete']),
          passphrase: 'correct horse',
          lifetimeSeconds: null,
          bucketSlashBug: false,
        }),
        network: 'custom',
        accessServiceUrl: world.accessService.url,
        region: 'us-east-1',
      });
    },
  },
  ...Object.entries({ ...journeys, oidc }).map(([id, journey]) => oauthSubject(id, journey)),
  {
    id: 'alloy',
    namesIssuer: false,
    browser: 'code',
    // The broker keeps the tokens: there is nothing to renew or prove, only to connect again.
    renewsBy: 'reconnect',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    facts: { broker: { connector: 'notion' } },
    revoked: null,
    shown: ['connectionId'],
    otherwise: { exchange: invalidApiKey, renewal: invalidApiKey },
    start: async () => {
      const broker = await startAlloy({ settings: { stateInUrl: true } });
      return {
        form: {
          apiKey: broker.apiKey,
          connector: 'notion',
          redirectUri: alloyRedirectUris[0] ?? '',
          apiVersion: '2025-09',
          baseUrl: broker.origin,
        },
        reroute: noReroute,
        exchange: broker.faults,
        renewal: broker.faults,
        revoke: null,
        nameOtherIssuer: null,
        liveGrants: () => null,
        close: broker.close,
      };
    },
  },
  {
    id: 's3-minio',
    namesIssuer: false,
    browser: null,
    // Keys of one's own are what they are: only proven.
    renewsBy: 'verify',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    facts: { account: null, s3: { accessKeyHint: 'AKIA' } },
    revoked: revokedKeys,
    shown: [],
    otherwise: {},
    start: async () => {
      const ledger = createLedger('1@satellite.test:7777', Date.now);
      const s3 = await startS3Service({ ledger, log: () => {}, region });
      ledger.addKeys({ accessKeyId, secretAccessKey });
      return {
        form: { endpoint: s3.endpoint, region, addressing: 'path', accessKeyId, secretAccessKey },
        reroute: noReroute,
        exchange: s3.faults,
        renewal: s3.faults,
        revoke: () => ledger.s3Keys.clear(),
        nameOtherIssuer: null,
        liveGrants: () => null,
        close: s3.close,
      };
    },
  },
  {
    id: 's3-aws',
    namesIssuer: false,
    browser: null,
    renewsBy: 'verify',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    facts: { account: 'alice (123456789012)', s3: { accessKeyHint: 'AKIA' } },
    revoked: revokedKeys,
    shown: ['account'],
    otherwise: {},
    start: async () => {
      const ledger = createLedger('1@satellite.test:7777', Date.now);
      const sts = await startStsService({ ledger, log: () => {}, region });
      sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
      return {
        form: { region, stsEndpoint: sts.endpoint, accessKeyId, secretAccessKey },
        reroute: noReroute,
        exchange: sts.faults,
        renewal: sts.faults,
        revoke: () => sts.removeUser(accessKeyId),
        nameOtherIssuer: null,
        liveGrants: () => null,
        close: sts.close,
      };
    },
  },
  {
    id: 'sts-assume-role',
    namesIssuer: false,
    browser: null,
    renewsBy: 'refresh',
    afterRefresh: 'other-keys',
    revokesAtProvider: false,
    facts: { account: 'backup/stowkey (123456789012)', renewsItself: true },
    // A sign-in would not help: other long-term keys do.
    revoked: { by: 'refresh', code: 's3.invalid-access-key', needsSignIn: false },
    shown: ['account', 'expiresAtEpochSeconds'],
    otherwise: {},
    start: async () => {
      const ledger = createLedger('1@satellite.test:7777', Date.now);
      const log = (): void => {};
      const s3 = await startS3Service({ ledger, log, region });
      const sts = await startStsService({ ledger, log, region });
      sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
      sts.addRole({ arn: roleArn, users: ['alice'] });
      return {
        form: {
          service: 'custom',
          region,
          endpoint: s3.endpoint,
          stsEndpoint: sts.endpoint,
          accessKeyId,
          secretAccessKey,
          roleArn,
          sessionName: 'stowkey',
          durationMinutes: 30,
        },
        reroute: noReroute,
        exchange: sts.faults,
        renewal: sts.faults,
        revoke: () => sts.removeUser(accessKeyId),
        nameOtherIssuer: null,
        liveGrants: () => null,
        close: async () => {
          await Promise.all([s3.close(), sts.close()]);
        },
      };
    },
  },
];
