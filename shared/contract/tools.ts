import { z } from 'zod';
import {
  accountSchema,
  containerDocumentSchema,
  credentialDocumentSchema,
  deviceSignInRequestSchema,
  deviceSignInSchema,
} from '../agent-schemas.ts';
import { copyFormatIds } from '../copy-formats.ts';
import { maxTextLength } from '../limits.ts';
import { grantViewSchema, vaultViewSchema } from '../schemas.ts';
import { settingChoices } from '../settings.ts';
import { type ChannelGroup, nothing, oneOperation, started } from './call.ts';
import { findingsSchema } from './doctor.ts';
import { guessed, vaultArguments } from './vault.ts';

/** An account by its name, the beginning of it that no other shares, or its id. */
const oneAccount = z.strictObject({ account: z.string().min(1).max(200) });
/** Null for a variable that must not be set. */
const variables = z.array(z.tuple([z.string(), z.string().nullable()]));
/** A config file without secrets, for what no variable says; null where none is needed. */
const execConfig = z.string().nullable();
/** Two hundred tools may start in one moment, and each asks once; a loop is none of them. */
const byAgent = {
  limit: { burst: 1_000, perSecond: 500 },
  maxBytes: 64 * 1024,
  callers: ['agent'],
} as const;

export const tools = {
  /** What the consumer may use; nothing of other accounts. */
  list: { argument: nothing, reply: z.array(accountSchema), ...byAgent },
  status: { argument: oneAccount, reply: accountSchema, ...byAgent },
  credentials: { argument: oneAccount, reply: credentialDocumentSchema, ...byAgent },
  container: { argument: oneAccount, reply: containerDocumentSchema, ...byAgent },
  /** Switches the endpoint on for one command, with a token that ends with it or with the agent. */
  lend: {
    argument: oneAccount,
    reply: z.object({
      loan: z.uuid(),
      url: z.string(),
      token: z.string(),
      /** Where the keys are for. */
      place: variables,
      config: execConfig,
    }),
    ...byAgent,
  },
  takeBack: { argument: z.strictObject({ loan: z.uuid() }), reply: nothing, ...byAgent },
  environment: {
    argument: oneAccount,
    reply: z.object({ variables, config: execConfig }),
    ...byAgent,
  },
  token: {
    argument: oneAccount,
    reply: z.object({ token: z.string(), expiresAt: z.iso.datetime().nullable() }),
    ...byAgent,
  },
  copy: {
    argument: oneAccount.extend({ format: z.enum(copyFormatIds) }),
    reply: z.object({ clearsAtEpochMs: z.number().nullable() }),
    ...byAgent,
  },
  /** Answers once it is renewed, or with the reason why not. */
  renew: { argument: oneAccount, reply: accountSchema, ...byAgent },
  verify: { argument: oneAccount, reply: accountSchema, ...byAgent },
  /** Opens the window at the form of a provider, told by its id or name. */
  connect: {
    argument: z.strictObject({ provider: z.string().max(80) }),
    reply: nothing,
    ...byAgent,
  },
  /** Begins to connect an account by device code (RFC 8628), which needs neither window nor browser. */
  beginDeviceSignIn: {
    argument: deviceSignInRequestSchema,
    reply: started,
    ...byAgent,
    limit: { burst: 10, perSecond: 0.5 },
  },
  /** Answers once something is new, or after a few seconds; nobody who does not ask is waited for. */
  deviceSignIn: {
    argument: oneOperation.extend({
      /** The caller has shown the code already. */
      isCodeShown: z.boolean(),
    }),
    reply: deviceSignInSchema,
    ...byAgent,
  },
  cancelDeviceSignIn: { argument: oneOperation, reply: nothing, ...byAgent },
  inspectGrant: {
    argument: z.strictObject({ grant: z.string().max(maxTextLength) }),
    reply: grantViewSchema,
    ...byAgent,
  },
  /** As the window's `doctor.examine`. */
  doctor: {
    argument: nothing,
    reply: findingsSchema,
    ...byAgent,
    limit: { burst: 3, perSecond: 0.2 },
  },
  /** The vault file, as the window's group `vault`. */
  createVault: {
    argument: vaultArguments.create,
    reply: vaultViewSchema,
    ...byAgent,
    limit: guessed.limit,
  },
  unlock: {
    argument: z.strictObject({
      passphrase: vaultArguments.passphrase,
      /** For how long this once, 0 until the agent ends; left out, as the settings say. */
      minutes: z.literal(settingChoices.vaultMinutes).exactOptional(),
    }),
    reply: vaultViewSchema,
    ...byAgent,
    limit: guessed.limit,
  },
  lock: { argument: nothing, reply: nothing, ...byAgent },
  changePassphrase: {
    argument: vaultArguments.changePassphrase,
    reply: nothing,
    ...byAgent,
    limit: guessed.limit,
  },
  moveToVault: {
    argument: vaultArguments.move,
    reply: vaultViewSchema,
    ...byAgent,
    limit: guessed.limit,
  },
  moveToKeychain: { argument: nothing, reply: nothing, ...byAgent, limit: guessed.limit },
} as const satisfies ChannelGroup<'tools'>;
