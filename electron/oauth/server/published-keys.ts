import {
  type AuthorizationServer,
  type CustomFetchOptions,
  customFetch,
  validateApplicationLevelSignature,
} from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import { statusError } from '../../platform/reply.ts';
import type { ServerContext } from '../context.ts';
import { readReply, requestOptions, secureUrl } from '../oauth4webapi.ts';

/**
 * Checks the signature of a JWT that the library has read out of `response`, by the keys that the
 * server publishes.
 *
 * Throws the library's error for a signature that does not hold, and the `server.*` codes when the
 * keys cannot be had: a server that is busy is not one that signs wrongly.
 */
export const checkSignature = async (
  context: ServerContext,
  server: AuthorizationServer,
  response: Response,
): Promise<void> => {
  const { jwks_uri: address = '' } = server;
  const { host } = secureUrl(address);
  const options = requestOptions(context, address);
  const fetchKeys = async (
    url: string,
    sent: CustomFetchOptions<'GET', undefined>,
  ): Promise<Response> => {
    const reply = await readReply(await options[customFetch](url, sent));
    const { status, headers, body } = reply;
    if (status === 200) return new Response(body, { headers });
    const refusal = statusError(reply, { host, nowEpochMs: context.clock.nowEpochMs() });
    throw refusal ?? new AppError('server.invalid-response', { params: { host, status } });
  };
  await validateApplicationLevelSignature(server, response, {
    ...options,
    [customFetch]: fetchKeys,
  });
};
