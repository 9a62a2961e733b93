import { randomBytes } from 'node:crypto';
import type { createJwtVerifier } from './jwt-client-secret.ts';
import type { Ledger } from './ledger.ts';
import type { Exchange, Reply } from './loopback-http.ts';
import type { ClientRegistry } from './storx-clients.ts';
import { parseScopes } from './storx-scopes.ts';
import type { StorxSettings } from './storx-settings.ts';

type Code = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopeWords: readonly string[];
  readonly requestId: string;
  readonly issuedAtEpochMs: number;
  used: boolean;
};

/** Statuses of StorX's handler: 500 for whatever it does not name. */
const statusOf = (word: string): number => {
  if (word === 'invalid_client') return 401;
  const named = ['invalid_code', 'code_expired', 'code_already_used', 'invalid_redirect_uri'];
  return named.includes(word) ? 400 : 500;
};

const json = (status: number, value: unknown, refusal?: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value)}\n`,
  ...(refusal === undefined ? {} : { refusal }),
});

const refuse = (word: string, reason = word): Reply =>
  json(statusOf(word), { error: word }, `${word}: ${reason}`);

/** Go's http.Error: JSON text that calls itself plain. */
const invalidRequest = (reason: string): Reply => ({
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: '{"error":"invalid_request"}\n',
  refusal: `invalid_request: ${reason}`,
});

const burst = 5;
const refillMs = 300_000;

/** Lets five through at once and one more each five minutes, per address. */
const createRateLimit = (nowEpochMs: () => number) => {
  const buckets = new Map<string, { tokens: number; atEpochMs: number }>();
  return (address: string): boolean => {
    const now = nowEpochMs();
    const bucket = buckets.get(address) ?? { tokens: burst, atEpochMs: now };
    const tokens = Math.min(burst, bucket.tokens + (now - bucket.atEpochMs) / refillMs);
    buckets.set(address, { tokens: tokens >= 1 ? tokens - 1 : tokens, atEpochMs: now });
    return tokens >= 1;
  };
};

const textFields = ['client_id', 'client_secret', 'redirect_uri', 'code', 'passphrase'] as const;
type TokenRequest = Readonly<Record<(typeof textFields)[number], string>>;

const readTokenRequest = (body: Buffer): TokenRequest | string => {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return 'not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'not an object';
  const fields = Object.fromEntries(
    textFields.map((name) => [name, (value as Record<string, unknown>)[name] ?? '']),
  );
  const wrong = textFields.find((name) => typeof fields[name] !== 'string');
  if (wrong !== undefined) return `${wrong} is no text`;
  const request = fields as TokenRequest;
  // The passphrase may be empty on the real one as well.
  const missing = textFields.find((name) => name !== 'passphrase' && request[name] === '');
  return missing === undefined ? request : `${missing} is missing`;
};

type Dependencies = {
  readonly ledger: Ledger;
  readonly clients: ClientRegistry;
  readonly jwts: ReturnType<typeof createJwtVerifier>;
  readonly settings: StorxSettings;
};

/** Gives out codes and exchanges them: `POST /api/v0/oauth2/token`. */
export const createTokenEndpoint = ({ ledger, clients, jwts, settings }: Dependencies) => {
  const codes = new Map<string, Code>();
  const withinRate = createRateLimit(ledger.nowEpochMs);
  const forced: string[] = [];

  const issueCode = (code: Omit<Code, 'issuedAtEpochMs' | 'used'>): string => {
    const text = randomBytes(24).toString('base64url');
    codes.set(text, { ...code, issuedAtEpochMs: ledger.nowEpochMs(), used: false });
    return text;
  };

  const exchange = (request: TokenRequest): Reply => {
    const client = clients.get(request.client_id);
    if (client === undefined) return refuse('invalid_client', 'unknown client');
    if (!client.active) return refuse('client_inactive');
    const bad = jwts.check(request.client_secret, client);
    if (bad !== null) return refuse(bad.word, bad.reason);
    const code = codes.get(request.code);
    if (code === undefined || code.clientId !== client.clientId) {
      return refuse('invalid_code', 'unknown code');
    }
    if (code.used) return refuse(settings.replayedCodeWord, 'code was used before');
    if (code.redirectUri !== request.redirect_uri) return refuse('invalid_redirect_uri');
    if (ledger.nowEpochMs() - code.issuedAtEpochMs > settings.codeLifetimeSeconds * 1000) {
      return refuse('code_expired');
    }
    code.used = true;
    const scopes = parseScopes(code.scopeWords);
    if (scopes.permissions.length === 0) {
      return refuse('failed_to_create_access_grant', 'no scope maps to a permission');
    }
    const accessGrant = ledger.issueGrant({
      name: `OAUTH2_API_KEY_FOR_${client.clientId}_${code.requestId}`,
      scopes,
      passphrase: request.passphrase,
      lifetimeSeconds: settings.grantLifetimeSeconds,
      bucketSlashBug: settings.bucketSlashBug,
    });
    return json(200, { access_grant: accessGrant, scopes: code.scopeWords });
  };

  const answer = ({ method, body, clientAddress }: Exchange): Reply => {
    if (method !== 'POST') return { status: 405, refusal: 'method' };
    if (settings.rateLimit && !withinRate(clientAddress)) {
      const error = "You've exceeded your request limit. Please try again later.";
      return json(429, { error }, 'rate limit');
    }
    const word = forced.shift();
    if (word !== undefined) return refuse(word, 'error on demand');
    const request = readTokenRequest(body);
    return typeof request === 'string' ? invalidRequest(request) : exchange(request);
  };

  return {
    issueCode,
    answer,
    failNextWith: (word: string): void => {
      forced.push(word);
    },
  };
};
