import { randomBytes } from 'node:crypto';
import type {
  Account,
  Bearer,
  Grant,
  OAuthClient,
  OAuthProfile,
  OAuthSettings,
} from './oauth-profile.ts';

type CodeRecord = {
  readonly client: OAuthClient;
  readonly account: Account;
  readonly scopes: readonly string[];
  /** Null when the request named none. */
  readonly redirectUri: string | null;
  /** S256 of the verifier; null when the request had none. */
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly wantsRefreshToken: boolean;
  readonly issuedAtEpochMs: number;
  /** What it was exchanged for; a second exchange ends that (RFC 6749 section 4.1.2). */
  grant: Grant | null;
};

type AccessTokenRecord = {
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly expiresAtEpochMs: number | null;
};

type RefreshTokenRecord = {
  readonly grant: Grant;
  readonly issuedAtEpochMs: number;
  usedAtEpochMs: number;
  isLive: boolean;
};

const testingLifetimeMs = 7 * 86_400_000;

type Options = {
  readonly profile: OAuthProfile;
  readonly settings: OAuthSettings;
  readonly nowEpochMs: () => number;
};

/** Holds one provider's codes, grants and tokens. */
export const createOAuthLedger = ({ profile, settings, nowEpochMs }: Options) => {
  const codes = new Map<string, CodeRecord>();
  const grants: Grant[] = [];
  const accessTokens = new Map<string, AccessTokenRecord>();
  const refreshTokens = new Map<string, RefreshTokenRecord>();
  const { prefixes } = profile;
  const fresh = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

  const isAlive = (token: RefreshTokenRecord): boolean => {
    const now = nowEpochMs();
    const { refreshTokenIdleSeconds: idle } = settings;
    return (
      token.isLive &&
      token.grant.isLive &&
      (idle === null || now - token.usedAtEpochMs < idle * 1000) &&
      (!settings.testing || now - token.issuedAtEpochMs < testingLifetimeMs)
    );
  };

  const dropOldest = (grant: Grant): void => {
    if (profile.maxRefreshTokens === null) return;
    const live = [...refreshTokens.values()].filter(
      (token) =>
        isAlive(token) &&
        token.grant.client === grant.client &&
        token.grant.account === grant.account,
    );
    for (const token of live.slice(0, Math.max(0, live.length - profile.maxRefreshTokens))) {
      token.isLive = false;
    }
  };

  return {
    issueCode: (code: Omit<CodeRecord, 'issuedAtEpochMs' | 'grant'>): string => {
      const text = fresh(prefixes.code);
      codes.set(text, { ...code, issuedAtEpochMs: nowEpochMs(), grant: null });
      return text;
    },
    code: (text: string): CodeRecord | undefined => codes.get(text),
    isCodeFresh: (code: CodeRecord): boolean =>
      nowEpochMs() - code.issuedAtEpochMs <= settings.codeLifetimeSeconds * 1000,

    addGrant: (grant: Omit<Grant, 'isLive'>): Grant => {
      const added: Grant = { ...grant, isLive: true };
      grants.push(added);
      return added;
    },
    isConsented: (client: OAuthClient, account: Account): boolean =>
      grants.some((each) => each.isLive && each.client === client && each.account === account),
    /** Ends everything an account allowed, as a person does on the provider's own page. */
    endGrantsOf: (email: string | null): void => {
      for (const grant of grants) {
        if (email === null || grant.account.email === email) grant.isLive = false;
      }
    },

    issueAccessToken: (grant: Grant, scopes: readonly string[]): string => {
      const text = fresh(prefixes.accessToken);
      const { accessTokenLifetimeSeconds: lifetime } = settings;
      accessTokens.set(text, {
        grant,
        scopes,
        expiresAtEpochMs: lifetime === null ? null : nowEpochMs() + lifetime * 1000,
      });
      return text;
    },
    issueRefreshToken: (grant: Grant): string => {
      const text = fresh(prefixes.refreshToken);
      const now = nowEpochMs();
      refreshTokens.set(text, { grant, issuedAtEpochMs: now, usedAtEpochMs: now, isLive: true });
      dropOldest(grant);
      return text;
    },
    refreshToken: (text: string): RefreshTokenRecord | undefined => {
      const token = refreshTokens.get(text);
      return token !== undefined && isAlive(token) ? token : undefined;
    },
    /** The grant behind a token of either kind, alive or not. */
    grantOf: (text: string): Grant | undefined =>
      refreshTokens.get(text)?.grant ?? accessTokens.get(text)?.grant,
    bearer: (authorization: string | undefined): Bearer => {
      const text = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
      if (text === undefined) return { kind: 'missing' };
      const token = accessTokens.get(text);
      if (token === undefined || !token.grant.isLive) return { kind: 'unknown' };
      if (token.expiresAtEpochMs !== null && nowEpochMs() >= token.expiresAtEpochMs) {
        return { kind: 'expired' };
      }
      return { kind: 'good', grant: token.grant, scopes: token.scopes };
    },
    liveRefreshTokens: (): number => [...refreshTokens.values()].filter(isAlive).length,
    liveGrants: (): number => grants.filter((grant) => grant.isLive).length,
  };
};
export type OAuthLedger = ReturnType<typeof createOAuthLedger>;
