import { randomBytes, randomInt } from 'node:crypto';
import type { Exchange, Reply } from './loopback-http.ts';
import { isForm } from './oauth-authorize.ts';
import { oauthConsentPage, oauthErrorPage, oauthNotice } from './oauth-pages.ts';
import type { Account, OAuthClient, OAuthProfile, OAuthSettings } from './oauth-profile.ts';

type DeviceRequest = {
  readonly userCode: string;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly issuedAtEpochMs: number;
  status: 'pending' | 'denied' | 'done' | Account;
  lastPollAtEpochMs: number;
  intervalSeconds: number;
};

type DevicePoll =
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'access_denied'
  | 'invalid_grant';

type Dependencies = {
  readonly profile: OAuthProfile;
  readonly settings: OAuthSettings;
  readonly accounts: readonly Account[];
  readonly nowEpochMs: () => number;
};

/** Consonants only, so that no word comes of it (RFC 8628 section 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const fourLetters = (): string =>
  Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');

const inOneForm = (userCode: string): string => userCode.toUpperCase().replace(/[^A-Z]/g, '');

/** Holds device codes (RFC 8628): asked for, typed by the person, polled for. */
export const createDeviceRequests = (dependencies: Dependencies) => {
  const { profile, settings, accounts, nowEpochMs } = dependencies;
  const requests = new Map<string, DeviceRequest>();

  const find = (userCode: string): DeviceRequest | undefined =>
    [...requests.values()].find((each) => inOneForm(each.userCode) === inOneForm(userCode));
  const isOver = (request: DeviceRequest): boolean =>
    nowEpochMs() - request.issuedAtEpochMs >= settings.deviceCodeLifetimeSeconds * 1000;

  const settle = (
    userCode: string,
    decision: 'approve' | 'deny',
    email = settings.account,
  ): boolean => {
    const request = find(userCode);
    const account = accounts.find((each) => each.email === email);
    if (request?.status !== 'pending' || isOver(request) || account === undefined) return false;
    request.status = decision === 'approve' ? account : 'denied';
    return true;
  };

  return {
    issue: (client: OAuthClient, scopes: readonly string[]) => {
      const deviceCode = randomBytes(32).toString('base64url');
      const userCode = `${fourLetters()}-${fourLetters()}`;
      requests.set(deviceCode, {
        userCode,
        client,
        scopes,
        issuedAtEpochMs: nowEpochMs(),
        status: 'pending',
        lastPollAtEpochMs: Number.NEGATIVE_INFINITY,
        intervalSeconds: settings.deviceIntervalSeconds,
      });
      return { deviceCode, userCode };
    },

    /** RFC 8628 section 3.5. */
    poll: (
      client: OAuthClient,
      deviceCode: string,
    ): DevicePoll | { readonly account: Account; readonly scopes: readonly string[] } => {
      const request = requests.get(deviceCode);
      if (request === undefined || request.client !== client || request.status === 'done') {
        return 'invalid_grant';
      }
      if (isOver(request)) return 'expired_token';
      const now = nowEpochMs();
      const isTooSoon = now - request.lastPollAtEpochMs < request.intervalSeconds * 1000;
      request.lastPollAtEpochMs = now;
      if (isTooSoon || settings.deviceSlowDowns > 0) {
        settings.deviceSlowDowns = Math.max(0, settings.deviceSlowDowns - 1);
        request.intervalSeconds += 5;
        return 'slow_down';
      }
      if (request.status === 'pending') return 'authorization_pending';
      if (request.status === 'denied') return 'access_denied';
      const account = request.status;
      request.status = 'done';
      return { account, scopes: request.scopes };
    },

    /** Answers as the person would, without a page. False when there is nothing to answer. */
    settle,

    page: ({ url }: Exchange): Reply => {
      const userCode = url.searchParams.get('user_code') ?? '';
      const request = find(userCode);
      return oauthConsentPage({
        provider: profile.name,
        requestId: '',
        action: url.pathname,
        clientName: request?.client.name ?? 'An application',
        returnsTo: 'the application, by itself',
        scopes: request?.scopes ?? [],
        granular: false,
        accounts,
        chosenEmail: settings.account,
        userCode,
      });
    },

    answer: (exchange: Exchange): Reply => {
      if (!isForm(exchange)) return { status: 415, refusal: 'content type' };
      const form = new URLSearchParams(exchange.body.toString());
      const decision = form.get('decision') === 'approve' ? 'approve' : 'deny';
      const email = form.get('account') ?? settings.account;
      return settle(form.get('user_code') ?? '', decision, email)
        ? oauthNotice(profile.name, 'Done', '<p>You can close this page.</p>')
        : oauthErrorPage(profile.name, 'invalid_code', 'This code is not valid any more.');
    },
  };
};
export type DeviceRequests = ReturnType<typeof createDeviceRequests>;
