import { z } from 'zod';
import { parseXml } from './xml.ts';

/** What the body of a reply of the security token service says. */
export type StsReply =
  | { readonly kind: 'identity'; readonly arn: string }
  | {
      readonly kind: 'credentials';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string;
      readonly expiresAtEpochSeconds: number;
      /** Who the keys act as, when the service says. */
      readonly arn: string | null;
    }
  /** The message tells cases apart that share a code; it is never shown. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown' };

const unknown: StsReply = { kind: 'unknown' };

const errorSchema = z.object({
  Code: z.string().regex(/^[A-Za-z0-9.]{1,64}$/),
  Message: z.string().default(''),
});
const arn = z.string().regex(/^arn:[\x21-\x7e]{1,2043}$/);
/** What a header can carry and XML needs no escape for. */
const credential = z.string().regex(/^[\w+/=.~:-]{1,16384}$/);

const credentialsSchema = z.object({
  Credentials: z.object({
    AccessKeyId: credential,
    SecretAccessKey: credential,
    SessionToken: credential,
    Expiration: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  }),
  AssumedRoleUser: z.object({ Arn: arn }).optional().catch(undefined),
});

/** AWS and MinIO wrap the error, moto wraps it twice, Ceph answers as S3 does, without a wrapper. */
const errorDocumentSchema = z.union([
  z
    .object({ ErrorResponse: z.object({ Error: errorSchema }) })
    .transform(({ ErrorResponse }) => ErrorResponse.Error),
  z
    .object({ ErrorResponse: z.object({ Errors: z.object({ Error: errorSchema }) }) })
    .transform(({ ErrorResponse }) => ErrorResponse.Errors.Error),
  z.object({ Error: errorSchema }).transform(({ Error: error }) => error),
]);

const readError = (document: unknown): StsReply | null => {
  const parsed = errorDocumentSchema.safeParse(document);
  if (!parsed.success) return null;
  const { Code: code, Message: message } = parsed.data;
  return { kind: 'error', code, message };
};

const actions = [
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'GetSessionToken',
  'GetCallerIdentity',
] as const;
export type StsAction = (typeof actions)[number];

/** Reads a reply to an action. Never throws: what is out of shape is `unknown`. */
export const readStsReply = (action: StsAction, body: string): StsReply => {
  const document = parseXml(body);
  const error = readError(document);
  if (error !== null) return error;
  const wrapper = z.object({
    [`${action}Response`]: z.object({ [`${action}Result`]: z.unknown() }),
  });
  const reply = wrapper.safeParse(document);
  const result = reply.success ? reply.data[`${action}Response`]?.[`${action}Result`] : undefined;
  if (action === 'GetCallerIdentity') {
    const identity = z.object({ Arn: arn }).safeParse(result);
    return identity.success ? { kind: 'identity', arn: identity.data.Arn } : unknown;
  }
  const parsed = credentialsSchema.safeParse(result);
  if (!parsed.success) return unknown;
  const { Credentials: keys, AssumedRoleUser: user } = parsed.data;
  return {
    kind: 'credentials',
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiresAtEpochSeconds: Math.floor(Date.parse(keys.Expiration) / 1000),
    arn: user?.Arn ?? null,
  };
};
