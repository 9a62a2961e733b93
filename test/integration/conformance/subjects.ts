import { alloyRedirectUris, storxRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { startAlloy } from '../../stand-ins/alloy.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import type { FaultControls } from '../../stand-ins/loopback-http.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { parseScopes } from '../../stand-ins/storx-scopes.ts';
import { startStsService } from '../../stand-ins/sts-service.ts';
import { oauthSubjects } from './oauth-subjects.ts';
import type { Party, Subject } from './subject.ts';

const noReroute = (): null => null;
const noCalls = { identity: null, ending: null, answerDevice: null } as const;

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
  ...noCalls,
  liveGrants: () => null,
  close: world.close,
});

const grantFacts = { account: null, grant: { permissions: { read: true } } };
/** Other keys help, a sign-in would not. */
/** Signed requests are good for a quarter of an hour around the server's time. */
const signed = { '-24 h': 's3.clock-skew', '+24 h': 's3.clock-skew' } as const;
const signedRequests = { exchange: signed, renewal: signed };

const revokedKeys = { by: 'verify', code: 's3.invalid-access-key', needsSignIn: false } as const;
const grantTraits = {
  namesIssuer: false,
  renewsBy: 'refresh',
  afterRefresh: 'other-keys',
  // Grants end where they were made; no adapter is given a way to do that.
  revokesAtProvider: false,
  asksWho: false,
  facts: grantFacts,
  revoked: revokedKeys,
  shown: ['endpoint', 'issuedAtEpochSeconds'],
  tries: { exchange: 3, renewal: 3 },
  otherwise: {},
} as const;

const startStorx = () => startWorld({ options: { redirectUris: [...storxRedirectUris] } });
const storxClient = ({ client }: StandInWorld): FormInput => ({
  clientId: client.clientId,
  clientSecret: client.clientSecret,
  redirectUris: [...storxRedirectUris],
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
const subjects: readonly Subject[] = [
  {
    ...grantTraits,
    id: 'storx',
    // The site answers in the browser, so its time is not known; the words name the clock.
    clockOff: {
      exchange: { '-24 h': 'storx.client_secret_expired', '-5 min': 'storx.client_secret_expired' },
    },
    asks: ['browser', 'review-grant'],
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
    clockOff: { exchange: { '-24 h': 'server.clock-skew', '-5 min': 'server.clock-skew' } },
    asks: ['browser', 'secret', 'review-grant'],
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
    asks: [],
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
  ...oauthSubjects,
  {
    id: 'alloy',
    asks: ['browser'],
    namesIssuer: false,
    browser: 'code',
    // The broker keeps the tokens: there is nothing to renew or prove, only to connect again.
    renewsBy: 'reconnect',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    asksWho: false,
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
        ...noCalls,
        liveGrants: () => null,
        close: broker.close,
      };
    },
  },
  {
    id: 's3-minio',
    clockOff: signedRequests,
    asks: [],
    namesIssuer: false,
    browser: null,
    // Keys of one's own are what they are: only proven.
    renewsBy: 'verify',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    asksWho: false,
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
        ...noCalls,
        liveGrants: () => null,
        close: s3.close,
      };
    },
  },
  {
    id: 's3-aws',
    clockOff: signedRequests,
    asks: [],
    namesIssuer: false,
    browser: null,
    renewsBy: 'verify',
    afterRefresh: 'no-refresh',
    revokesAtProvider: false,
    asksWho: false,
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
        ...noCalls,
        liveGrants: () => null,
        close: sts.close,
      };
    },
  },
  {
    id: 'sts-assume-role',
    clockOff: signedRequests,
    asks: [],
    namesIssuer: false,
    browser: null,
    renewsBy: 'refresh',
    afterRefresh: 'other-keys',
    revokesAtProvider: false,
    asksWho: false,
    facts: { account: 'backup/stowkey (123456789012)', renewsItself: true },
    revoked: {
      by: 'refresh',
      code: 'oauth.sign-in-again',
      needsSignIn: true,
      mendedElsewhere: true,
    },
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
        ...noCalls,
        liveGrants: () => null,
        close: async () => {
          await Promise.all([s3.close(), sts.close()]);
        },
      };
    },
  },
];

/** For `describe.each`. */
export const namedSubjects = subjects.map(
  (subject) =>
    [subject.way === undefined ? subject.id : `${subject.id} ${subject.way}`, subject] as const,
);
