import { AppError } from '../diagnostics/errors.ts';
import { isPrivateHttp, isSecureOrLoopback } from './address-policy.ts';
import { toHttpError } from './http-errors.ts';
import type { Clock, HttpClient, HttpRequest } from './interfaces.ts';

const defaultDeadlineMs = 30_000;
const defaultMaxBodyBytes = 1024 * 1024;

type HttpClientOptions = {
  readonly clock: Clock;
  /** Node's own unless told. Must return a 3xx as it is for `redirect: 'manual'`, as Node's does. */
  readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>;
};

/**
 * Builds the client that every provider call goes through; see `HttpClient` for its promises.
 *
 * A redirect is returned like any other answer: following one would hand the request's secrets to a
 * host that nobody named (RFC 9700 section 4.11). Connections are not kept: calls are rare, and a
 * kept connection that the server closed meanwhile would fail a POST that must not be sent twice.
 */
export const createHttpClient = ({
  clock,
  fetch = globalThis.fetch,
}: HttpClientOptions): HttpClient => {
  return async (request) => {
    const { url, deadlineMs = defaultDeadlineMs, maxBodyBytes = defaultMaxBodyBytes } = request;
    const host = url.host;
    const mayPass = isSecureOrLoopback(url) || (request.privateHttp === true && isPrivateHttp(url));
    if (!mayPass) throw new AppError('server.insecure', { params: { host } });
    if (request.signal?.aborted) throw new AppError('operation.cancelled');

    const startedMs = clock.monotonicMs();
    const stop = new AbortController();
    const cancelDeadline = clock.after(deadlineMs, () => stop.abort(timeout(host, deadlineMs)));
    const onCancel = (): void => stop.abort(new AppError('operation.cancelled'));
    request.signal?.addEventListener('abort', onCancel, { once: true });
    try {
      const response = await fetch(url, { ...fetchOptions(request), signal: stop.signal });
      const { status, headers } = response;
      if (request.wantsBytes !== true)
        return { status, headers, body: await readText(response, maxBodyBytes, host) };
      const parts: Uint8Array[] = [];
      const body = await readText(response, maxBodyBytes, host, (part) => parts.push(part));
      return { status, headers, body, bytes: Buffer.concat(parts) };
    } catch (error) {
      if (stop.signal.aborted) throw stop.signal.reason;
      stop.abort();
      throw toHttpError(error, host, clock.monotonicMs() - startedMs);
    } finally {
      cancelDeadline();
      request.signal?.removeEventListener('abort', onCancel);
    }
  };
};

const fetchOptions = (request: HttpRequest): RequestInit => ({
  method: request.method,
  headers: { 'user-agent': 'Stowkey', ...request.headers, connection: 'close' },
  redirect: 'manual',
  ...(request.body === undefined ? {} : { body: request.body }),
  ...(request.bodyBytes === undefined ? {} : { body: request.bodyBytes }),
});

const timeout = (host: string, deadlineMs: number): AppError =>
  new AppError('server.timeout', {
    params: { host, seconds: Math.ceil(deadlineMs / 1000) },
    retryable: true,
  });

const tooLarge = (host: string): AppError =>
  new AppError('server.invalid-response', { params: { host } });

/** Counts what comes out of decompression, so a small reply cannot unpack into a huge one. */
const readText = async (
  response: Response,
  maxBytes: number,
  host: string,
  onPart: (part: Uint8Array) => void = () => {},
): Promise<string> => {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) throw tooLarge(host);
    onPart(value);
    text += decoder.decode(value, { stream: true });
  }
};
