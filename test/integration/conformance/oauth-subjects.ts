import type { FaultControls } from '../../stand-ins/loopback-http.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { type Journey, journeys, startFor } from '../../support/provider-journeys.ts';
import type { Subject } from './subject.ts';

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

/** The templates that ship, with their real addresses led to stand-ins. */
export const oauthSubjects: readonly Subject[] = Object.entries({ ...journeys, oidc }).map(
  ([id, journey]) => oauthSubject(id, journey),
);
