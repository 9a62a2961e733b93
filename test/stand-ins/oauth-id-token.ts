import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Grant, OAuthSettings } from './oauth-profile.ts';

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** One for all stand-ins of a process: making one takes most of a second on a slow machine. */
let pair: ReturnType<typeof generateKeyPairSync> | null = null;
const keys = () => {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair;
};

/** Signs ID tokens with RS256 and a key that is made when the first one is wanted. */
export const createIdTokenIssuer = (settings: OAuthSettings, nowEpochMs: () => number) => {
  const keyId = randomUUID();
  return {
    issue: ({ client, account }: Grant, nonce: string | null): string => {
      const now = Math.floor(nowEpochMs() / 1000);
      const claims = {
        iss: settings.issuer,
        aud: client.clientId,
        azp: client.clientId,
        sub: account.id,
        email: account.email,
        email_verified: true,
        name: account.name,
        iat: now,
        exp: now + 3600,
        ...(nonce === null ? {} : { nonce }),
      };
      const text = `${encoded({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encoded(claims)}`;
      const signature = sign('sha256', Buffer.from(text), keys().privateKey);
      return `${text}.${signature.toString('base64url')}`;
    },
    /** RFC 7517. */
    keySet: () => ({
      keys: [
        {
          ...keys().publicKey.export({ format: 'jwk' }),
          kid: keyId,
          use: 'sig',
          alg: 'RS256',
        },
      ],
    }),
  };
};
export type IdTokenIssuer = ReturnType<typeof createIdTokenIssuer>;
