import { z } from 'zod';
import type { ErrorCode } from '../../../shared/result.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import { parseJson } from '../../platform/json.ts';
import { pause } from '../../platform/pause.ts';
import { type ReplyOrigin, statusError, unexpectedReplyError } from '../../platform/reply.ts';
import type { ProviderContext } from '../adapter.ts';

/** Where and as whom Alloy is called. */
export type AlloyAccount = {
  readonly baseUrl: string;
  readonly apiKey: Secret;
  readonly apiVersion: string;
  readonly connector: string;
};

/** What the guide's troubleshooting part names, as its headings word it. */
const troubles: readonly (readonly [phrase: string, code: ErrorCode])[] = [
  ['invalid redirect_uri', 'alloy.invalid-redirect-uri'],
  ['invalid authorization code', 'alloy.invalid-code'],
  ['connection not found', 'alloy.connection-not-found'],
];

const unknownConnector = 'connector not found';

const credentialId = z.string().min(1).max(256).optional();
const begunSchema = z.object({ oauthUrl: z.url(), credentialId });

const finishedSchema = z.object({
  connectionId: z.string().regex(/^[\w.:~-]{1,256}$/),
  credentialId,
});

const pendingSchema = z.object({ status: z.literal('pending') });
const answerSchema = z.union([pendingSchema, finishedSchema]);

/** The guide gives no times; consent has been given, so what is left is Alloy's own work. */
const pauseMs = 2_000;
const maxPauses = 60;

/** The guide shows no error body; these are the places where JSON APIs put their words. */
const errorBodySchema = z.object({
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
  message: z.string().optional(),
});

const wordsOf = (body: string): readonly string[] => {
  const parsed = errorBodySchema.safeParse(parseJson(body));
  if (!parsed.success) return [];
  const { error, message } = parsed.data;
  return [typeof error === 'object' ? error.message : error, message]
    .filter((text) => text !== undefined)
    .map((text) => text.trim().toLowerCase());
};

/** Sorts a refusal by its status, and within 400 and 404 by the words that the guide lists. */
const refusalOf = (response: HttpResponse, asked: ReplyOrigin): AppError => {
  const { status, body } = response;
  const byStatus = statusError(response, asked);
  if (byStatus !== null) return byStatus;
  const params = { host: asked.host, status };
  if (status === 401) return new AppError('alloy.invalid-key', { params });
  const words = wordsOf(body);
  const says = (phrase: string): boolean => words.some((text) => text.startsWith(phrase));
  const trouble = troubles.find(([phrase]) => says(phrase));
  if (trouble !== undefined) return new AppError(trouble[1], { params });
  if (status === 404 && says(unknownConnector)) {
    return new AppError('input.invalid', { fields: { connector: 'not-a-choice' } });
  }
  return unexpectedReplyError(response, asked);
};

const call = async <T>(
  context: ProviderContext,
  account: AlloyAccount,
  path: string,
  body: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<T> => {
  const base = account.baseUrl.replace(/\/+$/, '');
  const url = new URL(`${base}/connectors/${encodeURIComponent(account.connector)}/${path}`);
  const response = await context.http({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${account.apiKey.expose()}`,
      'x-api-version': account.apiVersion,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify(body),
    signal: context.signal,
  });
  const asked = { host: url.host, nowEpochMs: context.clock.nowEpochMs() };
  const isGood = response.status >= 200 && response.status < 300;
  if (!isGood) throw refusalOf(response, asked);
  const parsed = schema.safeParse(parseJson(response.body));
  if (!parsed.success) throw unexpectedReplyError(response, asked);
  return parsed.data;
};

/**
 * Asks Alloy for the page where the person signs in.
 *
 * Throws `alloy.invalid-key`, `alloy.invalid-redirect-uri`, `input.invalid` for a connector that
 * Alloy does not have, `server.rate-limited`, `.trouble`, `.rejected`, `.wrong-host`,
 * `.invalid-response`, or what `HttpClient` throws.
 */
export const beginCredential = (
  context: ProviderContext,
  account: AlloyAccount,
  redirectUri: string,
): Promise<z.infer<typeof begunSchema>> =>
  call(
    context,
    account,
    'credentials',
    { connectorId: account.connector, credentialType: 'oauth2', redirectUri },
    begunSchema,
  );

/**
 * Turns the code of the redirect into a connection. Asked again only while Alloy says that it is
 * pending, for two minutes: a code is good for one use.
 *
 * Throws `alloy.invalid-code`, `alloy.connection-not-found`, `server.timeout` and what
 * `beginCredential` throws.
 */
export const finishCredential = async (
  context: ProviderContext,
  account: AlloyAccount,
  redirect: { readonly code: Secret; readonly state: string | null },
): Promise<z.infer<typeof finishedSchema>> => {
  const body = {
    code: redirect.code.expose(),
    ...(redirect.state === null ? {} : { state: redirect.state }),
  };
  for (let pauses = 0; pauses <= maxPauses; pauses += 1) {
    if (pauses > 0) await pause(context.clock, pauseMs, context.signal);
    const answer = await call(context, account, 'credentials/callback', body, answerSchema);
    if ('connectionId' in answer) return answer;
  }
  const seconds = (maxPauses * pauseMs) / 1000;
  throw new AppError('server.timeout', {
    params: { host: new URL(account.baseUrl).host, seconds },
  });
};
