import { randomBytes } from 'node:crypto';
import { verifyAccessGrant } from './grant-builder.ts';
import { GrantRefused } from './grant-verifier.ts';
import type { Ledger } from './ledger.ts';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';

export type AccessServiceSettings = {
  /** What `endpoint` says in the reply; null says the S3 stand-in's address. */
  endpoint: string | null;
  /** Answers 500 and a text for every bad grant and bad JSON, as gateway-mt did in 2021. */
  oldGatewayErrors: boolean;
  /** Extra reply field of free-tier public shares, RFC 3339. */
  freeTierRestrictedExpiration: string | null;
  started: boolean;
};

export type AccessService = {
  readonly origin: string;
  /** The whole address to POST to. */
  readonly url: string;
  readonly settings: AccessServiceSettings;
  readonly faults: FaultControls;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly ledger: Ledger;
  readonly log: (entry: RequestLogEntry) => void;
  readonly s3Endpoint: string;
  readonly allowedSatellites: readonly string[];
  readonly settings?: Partial<AccessServiceSettings>;
};

const bodyLimitBytes = 4096;

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'Content-Type, Accept, Accept-Language, Content-Language, Content-Length, Accept-Encoding',
};

/** Go's http.Error: one line of text. Messages of 5xx are hidden on purpose. */
const refuse = (status: number, message: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: {
    ...headers,
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  },
  body: `${message}\n`,
  refusal: message,
});

const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Lower-case RFC 4648 base32 without padding. */
const base32 = (bytes: Buffer): string => {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => base32Alphabet.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
};

type AccessRequest = { readonly accessGrant: string; readonly public: boolean };

/** Answers a text in the manner of Go's decoder when the body does not fit. */
const readRequest = (
  body: Buffer,
): AccessRequest | { readonly status: number; readonly text: string } => {
  if (body.length === 0) return { status: 422, text: 'EOF' };
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    const first = JSON.stringify(body.toString().charAt(0)).slice(1, -1);
    return { status: 422, text: `invalid character '${first}' looking for beginning of value` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { status: 422, text: 'json: cannot unmarshal value into Go value of type struct' };
  }
  const fields = value as Record<string, unknown>;
  const accessGrant = fields.access_grant ?? '';
  const isPublic = fields.public ?? false;
  if (typeof accessGrant !== 'string' || typeof isPublic !== 'boolean') {
    return { status: 422, text: 'json: cannot unmarshal value into Go struct field' };
  }
  const tags = fields.usage_tags ?? [];
  const badTag = Array.isArray(tags) ? tags.find((tag) => tag !== 'mcp') : tags;
  if (badTag !== undefined) return { status: 400, text: `invalid tag: ${JSON.stringify(badTag)}` };
  return { accessGrant, public: isPublic };
};

/** Starts the stand-in for the service that exchanges access grants for S3 keys. */
export const startAccessService = async (options: Options): Promise<AccessService> => {
  const { ledger } = options;
  const settings: AccessServiceSettings = {
    endpoint: null,
    oldGatewayErrors: false,
    freeTierRestrictedExpiration: null,
    started: true,
    ...options.settings,
  };

  const mint = (request: AccessRequest): Reply => {
    const grant = verifyAccessGrant(request.accessGrant, ledger.secretOf, {
      nowEpochMs: ledger.nowEpochMs(),
      allowedSatellites: options.allowedSatellites,
    });
    const accessKeyId = base32(Buffer.concat([Buffer.of(0x4d), randomBytes(16)]));
    const secretAccessKey = base32(Buffer.concat([Buffer.of(0x4e), randomBytes(32)]));
    ledger.s3Keys.set(accessKeyId, {
      accessKeyId,
      secretAccessKey,
      grant,
      public: request.public,
    });
    const { freeTierRestrictedExpiration } = settings;
    return {
      status: 200,
      headers: { ...cors, 'content-type': 'application/json' },
      body: `${JSON.stringify({
        access_key_id: accessKeyId,
        secret_key: secretAccessKey,
        endpoint: settings.endpoint ?? options.s3Endpoint,
        ...(freeTierRestrictedExpiration === null ? {} : { freeTierRestrictedExpiration }),
      })}\n`,
    };
  };

  const post = ({ body }: Exchange): Reply => {
    if (body.length > bodyLimitBytes) return { status: 413, headers: cors, refusal: 'too large' };
    const request = readRequest(body);
    if ('status' in request) {
      return settings.oldGatewayErrors && request.status === 422
        ? refuse(500, `error storing request in database: ${request.text}`, cors)
        : refuse(request.status, request.text, cors);
    }
    try {
      return mint(request);
    } catch (error) {
      if (!(error instanceof GrantRefused)) throw error;
      const inner = error.reason === 'format' ? `uplink: ${error.message}` : error.message;
      return settings.oldGatewayErrors
        ? refuse(500, `error storing request in database: ${inner}`, cors)
        : refuse(400, `access grant: ${inner}`, cors);
    }
  };

  const handle = (exchange: Exchange): Reply => {
    const { method, url } = exchange;
    const notAllowed = (): Reply => refuse(405, 'method not allowed');
    switch (url.pathname) {
      case '/v1/access':
        if (method === 'OPTIONS') return { status: 200, headers: cors };
        return method === 'POST' ? post(exchange) : notAllowed();
      case '/v1/health/live':
      case '/v1/health/startup':
        return method === 'GET' ? { status: settings.started ? 200 : 503 } : notAllowed();
      default:
        // For the operator's token only; the app must never need it.
        return /^\/v1\/access\/[^/]+$/.test(url.pathname) && method === 'GET'
          ? refuse(401, 'unauthorized')
          : refuse(404, 'not found');
    }
  };

  const server = await startLoopbackServer({
    name: 'access',
    log: options.log,
    maxBodyBytes: bodyLimitBytes,
    handle,
    spares: ({ url }) => url.pathname.startsWith('/v1/health/'),
  });
  return {
    origin: server.origin,
    url: `${server.origin}/v1/access`,
    settings,
    faults: server.faults,
    close: server.close,
  };
};
