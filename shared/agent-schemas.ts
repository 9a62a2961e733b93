import { z } from 'zod';
import { connectionIdSchema, providerIdSchema } from './ids.ts';
import { maxFieldTextLength } from './limits.ts';

/** How an account stands with the tools that use it. */
const accountStates = [
  'valid',
  'expiring',
  'expired',
  'sign-in-needed',
  /** It is being connected or disconnected, or something is wrong with it that is no end. */
  'unavailable',
] as const;
export type AccountState = (typeof accountStates)[number];

/** One account as the command line shows it. No secret. */
export const accountSchema = z.object({
  name: z.string(),
  id: connectionIdSchema,
  provider: providerIdSchema,
  /** The account at the provider, or the host; null when neither is known. */
  place: z.string().nullable(),
  state: z.enum(accountStates),
  /** ISO 8601; null where it has no end, or none that is known. */
  expiresAt: z.iso.datetime().nullable(),
  /** It is renewed without asking the person. */
  renews: z.boolean(),
  holds: z.object({ s3Keys: z.boolean(), accessToken: z.boolean() }),
});
export type Account = z.infer<typeof accountSchema>;

const fieldName = z.string().max(40);
const fieldText = z.string().max(maxFieldTextLength);

/** What is said of an account that is connected by device code, without a form. */
export const deviceSignInRequestSchema = z.strictObject({
  /** Its id or name. */
  provider: z.string().max(80),
  /** What the account is to be called; null for the name of its provider. */
  name: z.string().trim().min(1).max(80).nullable(),
  /** Fields of the form, as text; every other one is as the form proposes. */
  fields: z.record(fieldName, fieldText),
  /** The one that is secret. */
  secret: z.strictObject({ field: fieldName, value: fieldText }).nullable(),
  /** It takes the place of the same account, where that is connected already. */
  replaces: z.boolean(),
});
export type DeviceSignInRequest = z.infer<typeof deviceSignInRequestSchema>;

export const deviceSignInSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({
    kind: z.literal('code'),
    userCode: z.string(),
    /** The page where it is entered. */
    address: z.string(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('connected'), account: accountSchema }),
]);

/**
 * What a `credential_process` prints. Without a session token the field is left out: the AWS SDK for
 * Java takes an empty one for a session.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export const credentialDocumentSchema = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string().optional(),
  /** ISO 8601. The agent always gives one: minio-go takes a document without one for expired. */
  Expiration: z.iso.datetime().optional(),
});
export type CredentialDocument = z.infer<typeof credentialDocumentSchema>;

/**
 * What SDKs take from a container's endpoint: all four are strings, the token an empty one where there
 * is none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export const containerDocumentSchema = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  Expiration: z.iso.datetime(),
});
