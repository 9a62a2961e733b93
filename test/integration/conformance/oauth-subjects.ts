import type { FaultControls } from '../../stand-ins/loopback-http.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { type Journey, journeys, startFor } from '../../support/worlds/provider-journeys.ts';
import type { Subject } from './subject.ts';

/** Dropbox ends a permission by a call like any other. */
const revocationCall = '/2/auth/token/revoke';

const oauthSubject = (id: string, journey: Journey): Subject => {
  const refreshes = journey.refresh !== 'none';
  const { paths } = oauthProfiles[journey.profile];
  const asksWho = paths.identity !== null;
  return {
    id,
    start: async () => {
      const provider = await startFor(journey);
      const at = (endpoint: 'token' | 'api' | 'revocation'): FaultControls => {
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
        identity: paths.identity === null ? null : { ...at('api'), path: paths.identity },
        ending: journey.revokes
          ? paths.revocation === null
            ? { ...at('api'), path: revocationCall }
            : { ...at('revocation'), path: paths.revocation }
          : null,
        answerDevice: provider.answerDevice,
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
    asks: ['browser'],
    namesIssuer: oauthProfiles[journey.profile].issuer !== null,
    renewsBy: refreshes ? 'refresh' : 'verify',
    afterRefresh:
      journey.refresh === 'rotates'
        ? 'other-token'
        : journey.refresh === 'static'
          ? 'same-token'
          : 'no-refresh',
    revokesAtProvider: journey.revokes,
    asksWho,
    facts: { account: journey.account, tokens: { renewable: refreshes } },
    revoked: {
      by: refreshes ? 'refresh' : 'verify',
      code: 'oauth.sign-in-again',
      needsSignIn: true,
    },
    // Only an ID token says when it ends; other lives are counted from now. A server that was asked
    // before it gave one has told its time.
    ...(oauthProfiles[journey.profile].issuer === null || journey === oidc
      ? {}
      : { clockOff: { exchange: { '+24 h': 'server.clock-skew' } } }),
    shown: ['tokenType', 'scope', 'account', 'hostname', 'server'],
    // A resource's 401 is its word on the token (RFC 6750 section 3.1), and its 403 on the scope.
    otherwise: refreshes
      ? { renewal: { '401': { code: 'oauth.renewal-refused' } } }
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

/** Faults that a wait for the person outlasts: the server is asked again (RFC 8628 section 3.5). */
const outlasted = {
  '429': 'goes-well',
  '429 with Retry-After': 'goes-well',
  '500': 'goes-well',
  '503': 'goes-well',
  'a reset connection': 'goes-well',
  'no answer': 'goes-well',
  'half an answer': 'goes-well',
} as const;

/** The same provider by device code: nothing listens, and the person types a code elsewhere. */
const byDevice = (id: string, over: Partial<Journey> = {}): Subject => {
  const journey = journeys[id];
  if (journey === undefined) throw new Error(`no journey for ${id}`);
  const subject = oauthSubject(id, {
    ...journey,
    ...over,
    form: (provider) => {
      // Each pause is cut to a millisecond; the stand-in must not call that too soon.
      provider.settings.deviceIntervalSeconds = 0.001;
      return { ...journey.form(provider), ...over.form?.(provider), useDeviceCode: true };
    },
  });
  return {
    ...subject,
    way: 'by device code',
    browser: null,
    asks: ['device-code'],
    namesIssuer: false,
    maxPauseMs: 61_000,
    clockOff: {},
    otherwise: { ...subject.otherwise, exchange: outlasted },
  };
};

/** The templates that ship, with their real addresses led to stand-ins. */
export const oauthSubjects: readonly Subject[] = [
  ...Object.entries({ ...journeys, oidc }).map(([id, journey]) => oauthSubject(id, journey)),
  byDevice('onedrive'),
  byDevice('google-drive', {
    form: ({ deviceClient }) => ({
      clientId: deviceClient.clientId,
      clientSecret: deviceClient.clientSecret ?? '',
    }),
  }),
];
