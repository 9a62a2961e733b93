import { z } from 'zod';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { aimsAtThisComputer, parseEndpoint } from '../platform/address-policy.ts';
import type { HttpResponse } from '../platform/interfaces.ts';
import { parseJson } from '../platform/json.ts';
import { looksLikeHtml, type ReplyOrigin, unexpectedReplyError } from '../platform/reply.ts';

export type S3KeyPair = {
  /** Sensitive as well: the gateway decrypts the stored grant with it. */
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  /** Origin without a trailing slash. */
  readonly endpoint: string;
  /**
   * Set only when the service shortened the keys' life for a free account; it is then their true
   * expiry, whatever the grant says.
   */
  readonly freeTierExpiresAtEpochSeconds: number | null;
};

/** What a reply is judged against. */
type AccessReplyContext = ReplyOrigin & {
  readonly service: URL;
  /** Of the grant that was sent: a server's own text is never shown. */
  readonly satelliteAddress: string;
};

// Keys travel in headers and shell lines; anything but visible ASCII is not one.
const keyText = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/)
  .transform((text) => new Secret(text));

const replySchema = z.object({
  access_key_id: keyText,
  secret_key: keyText,
  endpoint: z.string().transform((text, context) => {
    const endpoint = parseEndpoint(text);
    if (endpoint.ok) return endpoint.url;
    context.addIssue({ code: 'custom', message: endpoint.problem });
    return z.NEVER;
  }),
  freeTierRestrictedExpiration: z.iso
    .datetime({ offset: true })
    .transform((text) => Math.floor(Date.parse(text) / 1000))
    .nullish(),
});

/**
 * Makes keys of an access service's reply, or throws the `AppError` that says what the reply means.
 *
 * Texts and statuses: storj/edge `pkg/auth/httpauth/resources.go`. Builds of 2021 answer every bad
 * grant with status 500 and the same sentences, so the text counts before the status.
 */
export const readAccessReply = (response: HttpResponse, context: AccessReplyContext): S3KeyPair => {
  if (response.status !== 200) throw refusal(response, context);
  const { host, service } = context;
  const reply = replySchema.safeParse(parseJson(response.body));
  // The zod issues are not kept as a cause: they may quote what the server sent, keys included.
  if (!reply.success) throw unexpectedReplyError(response, context);
  const { endpoint } = reply.data;
  // A service elsewhere must not aim signed requests at what listens here.
  if (aimsAtThisComputer(service, endpoint)) {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  return {
    accessKeyId: reply.data.access_key_id,
    secretAccessKey: reply.data.secret_key,
    endpoint: endpoint.origin,
    freeTierExpiresAtEpochSeconds: reply.data.freeTierRestrictedExpiration ?? null,
  };
};

const refusal = (response: HttpResponse, context: AccessReplyContext): AppError => {
  const { status } = response;
  if (status === 400 || status === 500) {
    const known = refusalByText(response, context);
    if (known !== undefined) return known;
  }
  if (status === 413) {
    return new AppError('grant.too-large', { params: { host: context.host, status } });
  }
  return unexpectedReplyError(response, context);
};

const refusalByText = (
  response: HttpResponse,
  context: AccessReplyContext,
): AppError | undefined => {
  if (looksLikeHtml(response)) return undefined;
  const text = response.body.slice(0, 4_096);
  if (/disallowed satellite/i.test(text)) {
    const satellite = satelliteHost(context.satelliteAddress);
    return new AppError('grant.wrong-network', { params: { host: context.host, satellite } });
  }
  if (/expiration cannot be shorter/i.test(text)) return new AppError('grant.expired');
  const damaged =
    /invalid access grant format|unable to unmarshal|missing satellite address|malformed (api key|encryption access)|^access grant:/i;
  return damaged.test(text)
    ? new AppError('grant.damaged', { params: { host: context.host } })
    : undefined;
};

/** Cuts the node id and the noise key away: `host:port`, short enough for a sentence. */
const satelliteHost = (address: string): string =>
  address.replace(/\?.*$/, '').replace(/^.*@/, '').slice(0, 100);
