import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { Clock, HttpClient } from '../platform/interfaces.ts';
import { pause } from '../platform/pause.ts';
import { type AccessGrant, parseAccessGrant, trimPasted } from './access-grant.ts';
import { AccessGrantError } from './access-grant-error.ts';
import { readAccessReply, type S3KeyPair } from './access-reply.ts';

/** The service's default limit on a request body, in bytes. */
const maxBodyBytes = 4_096;
/** The service refuses grants that live shorter than this. */
const minLifetimeMs = 60_000;
const retryDelaysMs = [500, 2_000];

type ExchangeRequest = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Base address, with or without `/v1/access` at its end. */
  readonly accessService: URL;
  readonly grant: Secret;
};

/**
 * Turns an access grant into S3 keys at a Storj or StorX access service.
 *
 * Every call mints a new pair, and older pairs keep working until the grant ends. Nothing is sent
 * for a grant that does not parse (`grant.<code>`), ends within a minute (`grant.expired`) or is
 * over 4 KiB (`grant.too-large`). A server in trouble or out of reach is asked up to three times;
 * a timeout is not, because the first request may have minted keys already.
 *
 * Throws `grant.damaged`, `.wrong-network`, `.expired`, `.too-large`, `server.rate-limited` (with
 * `retryAfterSeconds`), `.trouble`, `.wrong-host`, `.invalid-response`, `.rejected`, whatever
 * `HttpClient` throws, or `operation.cancelled` when the signal is aborted.
 */
export const exchangeGrant = async (request: ExchangeRequest): Promise<S3KeyPair> => {
  const { accessService, clock, http, signal } = request;
  const text = trimPasted(request.grant.expose());
  const grant = parseForExchange(text, clock.nowEpochMs());
  // `public: true` would let anyone who sees the key id read the files through link sharing.
  const body = JSON.stringify({ access_grant: text, public: false });
  if (Buffer.byteLength(body) > maxBodyBytes) throw new AppError('grant.too-large');
  const url = accessUrl(accessService);

  return withRetries(request, async () => {
    const response = await http({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
    });
    return readAccessReply(response, {
      host: url.host,
      service: url,
      satelliteAddress: grant.satelliteAddress,
      nowEpochMs: clock.nowEpochMs(),
    });
  });
};

const parseForExchange = (text: string, nowEpochMs: number): AccessGrant => {
  let grant: AccessGrant;
  try {
    grant = parseAccessGrant(text);
  } catch (error) {
    throw error instanceof AccessGrantError ? error.toAppError() : error;
  }
  if (grant.notAfter !== null && grant.notAfter * 1000 - nowEpochMs < minLifetimeMs) {
    throw new AppError('grant.expired');
  }
  return grant;
};

/**
 * Built from origin and path alone, so that userinfo and a query are never sent along. People paste
 * the whole address as well as the base, and a trailing slash would be a 404.
 */
const accessUrl = (base: URL): URL => {
  const path = base.pathname.replace(/\/+$/, '').replace(/\/v1\/access$/, '');
  return new URL(`${base.origin}${path}/v1/access`);
};

const withRetries = async (
  { clock, signal }: ExchangeRequest,
  attempt: () => Promise<S3KeyPair>,
): Promise<S3KeyPair> => {
  for (const delayMs of retryDelaysMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAppError(error, 'server.trouble', 'server.unreachable') || !error.retryable) {
        throw error;
      }
      await pause(clock, delayMs, signal);
    }
  }
  return attempt();
};
