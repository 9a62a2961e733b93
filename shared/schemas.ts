import { z } from 'zod';
import { uploadPlaceSchema, wishSchema } from './assistants.ts';
import { type CopyFormat, copiedIds } from './copy-formats.ts';
import { grantWarnings } from './grant-warnings.ts';
import { connectionIdSchema, operationIdSchema, providerIdSchema } from './ids.ts';
import { keychainIds } from './keychains.ts';
import { consumerKinds, type Locks } from './organisation.ts';
import { reminderSchema } from './reminder-schemas.ts';
import { renewalPolicies } from './renewal-policies.ts';
import { errorCodes, fieldProblems } from './result.ts';
import { settingChoices } from './settings.ts';
import { settingsSchema } from './settings-schemas.ts';

const epochSeconds = z.number().int();

export const errorViewSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  fields: z.record(z.string(), z.enum(fieldProblems)),
  retryable: z.boolean(),
  incident: z.string().nullable(),
});

/** What an access grant allows, without anything that could use it. */
export const grantViewSchema = z.object({
  satellite: z.string(),
  permissions: z.object({
    read: z.boolean(),
    write: z.boolean(),
    list: z.boolean(),
    delete: z.boolean(),
  }),
  notBeforeEpochSeconds: epochSeconds.nullable(),
  notAfterEpochSeconds: epochSeconds.nullable(),
  maxObjectTtlSeconds: z.number().nullable(),
  /** Null means every bucket. */
  buckets: z
    .array(
      z.object({
        bucket: z.string(),
        /** Null for the whole bucket; a length where the grant does not say how to read it. */
        prefix: z.union([z.string(), z.object({ encryptedBytes: z.number().int() })]).nullable(),
      }),
    )
    .nullable(),
  /** Truncated SHA-256 of the macaroon's tail, hex. */
  fingerprint: z.string(),
  /** What another version wrote into the list is a warning all the same. */
  warnings: z.array(z.enum(grantWarnings).catch('unknown-restriction')),
});
export type GrantView = z.infer<typeof grantViewSchema>;

/** Where S3 keys work. The keys themselves are in the keychain. */
const s3ViewSchema = z.object({
  endpoint: z.string(),
  region: z.string(),
  addressing: z.enum(['path', 'virtual']),
  /** First four characters of the access key id, to tell keys apart. */
  accessKeyHint: z.string(),
});
export type S3View = z.infer<typeof s3ViewSchema>;

/** What is known of OAuth tokens. The tokens themselves are in the keychain. */
const tokensViewSchema = z.object({
  scopes: z.array(z.string()),
  accessTokenExpiresAtEpochSeconds: epochSeconds.nullable(),
  /** A refresh token is there, so no browser is needed to renew. */
  renewable: z.boolean(),
  /** False: the provider's answer bore no mark of the sign-in that was begun here. */
  stateVerified: z.boolean().default(true),
});
export type TokensView = z.infer<typeof tokensViewSchema>;

/** A connection that a broker keeps the tokens of. */
const brokerViewSchema = z.object({ connector: z.string(), connectionId: z.string() });

/** What came of writing an object of our own, which is deleted again. */
const s3WriteCheckSchema = z.object({
  bucket: z.string(),
  /** `failed` says nothing of what the keys may: the server did not take it or did not answer. */
  outcome: z.enum(['written', 'refused', 'no-such-bucket', 'failed']),
  /** Whether an upload with the checksum that AWS's SDKs add is taken; null when that was not seen. */
  checksums: z.enum(['taken', 'refused']).nullable(),
  /** The name of an object of ours that may still lie there. */
  leftBehind: z.string().nullable(),
});
export type S3WriteCheck = z.infer<typeof s3WriteCheckSchema>;

/** What the last check of S3 keys showed, besides that they are good. */
export const s3CheckSchema = z.object({
  /**
   * `listed`: they list buckets. `opened`: they list the bucket that was named. `seen`: it is there
   * for them, and they may not list it. `known`: the server knows them and does not let them list
   * buckets; what they open was not tried.
   */
  proof: z.enum(['listed', 'opened', 'seen', 'known']),
  /** Null unless they list buckets. */
  bucketCount: z.number().int().nullable(),
  /** How far this computer's clock is ahead of the server's; null when the server tells no time. */
  clockSkewSeconds: z.number().int().nullable(),
  /** From the request to the whole of its answer. */
  latencyMs: z.number().int().nullable().default(null),
  /** The region that the server named instead of the account's, which has it now. */
  regionAdopted: z.string().nullable().default(null),
  /** Null when writing was not asked for. */
  writing: s3WriteCheckSchema.nullable().default(null),
});
export type S3Check = z.infer<typeof s3CheckSchema>;

/** What came of one thing that was done with several accounts. */
export const severalEndedSchema = z.object({
  failed: z
    .array(z.object({ connectionId: connectionIdSchema, error: errorViewSchema }))
    .readonly(),
  /** Deleted here, and not ended at the provider. */
  notRevoked: z.array(connectionIdSchema).readonly(),
});
export type SeveralEnded = z.infer<typeof severalEndedSchema>;

/** What the last check of a sign-in showed, besides that it is good. */
export const signInCheckSchema = z.object({
  atEpochSeconds: epochSeconds,
  /** Whose tokens they are by the provider's word; null where it does not say. */
  account: z.string().nullable(),
  /** Null where the provider did not say; a total of null has no limit. */
  storage: z
    .object({ usedBytes: z.number().int().min(0), totalBytes: z.number().int().min(0).nullable() })
    .nullable(),
});
export type SignInCheck = z.infer<typeof signInCheckSchema>;

/** Everything about a connection that can be worked out from its stored fields. No secret. */
export const connectionFactsSchema = z.object({
  account: z.string().nullable(),
  expiresAtEpochSeconds: epochSeconds.nullable(),
  /** The provider says that it does not expire; without this and an end nobody knows. */
  neverExpires: z.boolean().default(false),
  grant: grantViewSchema.nullable(),
  s3: s3ViewSchema.nullable(),
  /** Can be renewed at any time without asking the person anything. */
  renewsItself: z.boolean().default(false),
  tokens: tokensViewSchema.nullable().default(null),
  broker: brokerViewSchema.nullable().default(null),
});
/** What an adapter works out; tokens and broker may be left out. */
export type ConnectionFactsInput = z.input<typeof connectionFactsSchema>;
export type ConnectionFacts = z.infer<typeof connectionFactsSchema>;

export const connectionViewSchema = z.object({
  id: connectionIdSchema,
  providerId: providerIdSchema,
  label: z.string(),
  /** `connecting` and `disconnecting` outlive a crash; `active` has its secret in the keychain. */
  state: z.enum(['connecting', 'active', 'disconnecting']),
  /** Null when nothing is known to be wrong. */
  problem: errorViewSchema.nullable(),
  /** Only an authoritative rejection or a missing secret sets this. */
  needsSignIn: z.boolean(),
  createdAtEpochSeconds: epochSeconds,
  updatedAtEpochSeconds: epochSeconds,
  verifiedAtEpochSeconds: epochSeconds.nullable(),
  s3Check: s3CheckSchema.nullable(),
  signInCheck: signInCheckSchema.nullable(),
  facts: connectionFactsSchema,
  renewalPolicy: z.enum(renewalPolicies),
  reminder: reminderSchema,
  isFavourite: z.boolean(),
  /** In the order of their names. */
  tags: z.array(z.string()).readonly(),
  /** Since when renewing it in the background fails, in a row, and why; null while it does not. */
  renewalFailure: z
    .object({
      sinceEpochSeconds: epochSeconds,
      /** Null until that is settled, and when it is not tried again. */
      nextTryEpochSeconds: epochSeconds.nullable(),
      error: errorViewSchema,
    })
    .nullable(),
  capabilities: z.object({
    refresh: z.boolean(),
    verify: z.boolean(),
    reconnect: z.boolean(),
    /** Disconnecting asks the provider to end the access as well. */
    revoke: z.boolean(),
  }),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** Named steps of a long operation; the words for them are in `shared/words/operations.ts`. */
export const stepIds = [
  'check-input',
  'open-listener',
  'discover',
  'register-client',
  'wait-for-browser',
  'wait-for-device',
  'review-grant',
  'exchange-code',
  'exchange-grant',
  'refresh-tokens',
  'get-temporary-keys',
  'identify',
  'save',
  'verify',
  'revoke',
  'delete',
] as const;
export type StepId = (typeof stepIds)[number];

const promptSchema = z.discriminatedUnion('kind', [
  /** The browser is (or should be) open; `host` is where the person signs in. */
  z.object({
    kind: z.literal('browser'),
    host: z.string(),
    redirectUri: z.string(),
    deadlineEpochSeconds: epochSeconds,
    browserOpened: z.boolean(),
    /** An answer came that bore no state, and was not used. */
    cameBackWithoutState: z.boolean().optional(),
  }),
  /** A grant arrived; the person accepts or refuses it before anything is stored. */
  z.object({
    kind: z.literal('review-grant'),
    grant: grantViewSchema,
    /** The grant arrived with the state we sent. */
    stateVerified: z.boolean(),
    /** The encryption key differs from the stored grant's: old objects would be unreadable. */
    encryptionKeyChanged: z.boolean(),
  }),
  /** A secret that is asked for each time and never stored. */
  z.object({
    kind: z.literal('secret'),
    secret: z.enum([
      'passphrase',
      'client-secret',
      'access-grant',
      'mfa-code',
      'private-key',
      /** A pasted block with S3 keys, in any form that a file of them has. */
      's3-keys',
      /** No secret, but asked for in the same way: a bucket that proves the keys. */
      's3-bucket',
      'api-key',
    ]),
  }),
  /** The person types the code on another page or device (RFC 8628). */
  z.object({
    kind: z.literal('device-code'),
    userCode: z.string(),
    verificationUri: z.string(),
    deadlineEpochSeconds: epochSeconds,
  }),
  /** The account is connected already; accept keeps both, replace takes the other's place. */
  z.object({ kind: z.literal('same-account'), account: z.string(), existingLabel: z.string() }),
  /** The provider does not send the state back; the person says whether it is their account. */
  z.object({ kind: z.literal('review-account'), account: z.string() }),
  /** The server called the request invalid; accept signs in anew without PKCE. */
  z.object({ kind: z.literal('without-pkce'), host: z.string() }),
  /** The credentials are here but the keychain did not take them; accept tries again. */
  z.object({ kind: z.literal('retry-save'), error: errorViewSchema }),
  /** What checks the credentials could not be reached; accept keeps them unchecked. */
  z.object({ kind: z.literal('keep-unchecked'), error: errorViewSchema }),
]);
export type Prompt = z.infer<typeof promptSchema>;

/** Counts the prompts of one operation. */
export const promptIdSchema = z.number().int().min(0);

/**
 * How a copied account stands to those here: new to them, the same, or another state of one; or nothing
 * that this version can use.
 */
export const copyStates = ['new', 'same', 'differs', 'unfit'] as const;
export type CopyState = (typeof copyStates)[number];

export const operationKinds = ['connect', 'reconnect', 'refresh', 'verify', 'disconnect'] as const;

const operationViewSchema = z.object({
  id: operationIdSchema,
  kind: z.enum(operationKinds),
  providerId: providerIdSchema,
  connectionId: connectionIdSchema.nullable(),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  steps: z.array(
    z.object({
      id: z.enum(stepIds),
      status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    }),
  ),
  prompt: promptSchema.nullable(),
  /** Changes with each prompt; an answer names the one that it is for. */
  promptId: promptIdSchema,
  error: errorViewSchema.nullable(),
  /** Something the person should know although the operation went well. */
  notice: errorViewSchema.nullable(),
});
export type OperationView = z.infer<typeof operationViewSchema>;

const keychainViewSchema = z.object({
  /** `unused`: the list of connections cannot be worked with, so nothing is asked of the keychain. */
  status: z.enum(['checking', 'ready', 'trouble', 'unused']),
  error: errorViewSchema.nullable(),
  /** Which one it is, as far as known. */
  id: z.enum(keychainIds),
});
export type KeychainView = z.infer<typeof keychainViewSchema>;

/** The vault file that is in use in place of a keychain. */
export const vaultViewSchema = z.object({
  open: z.boolean(),
  /** Null while it is locked, and where it stays open until the program ends. */
  locksAtEpochMs: z.number().nullable(),
  /** There is a keychain by now that it could be moved into. */
  keychainFound: z.boolean(),
});
export type VaultView = z.infer<typeof vaultViewSchema>;

export const consumerRules = ['always', 'ask', 'ask-for-a-while'] as const;

/** A program that was given accounts. Neither its token nor what proves it crosses. */
const consumerViewSchema = z.object({
  handle: z.string(),
  /** What people call it. */
  name: z.string(),
  /** It asks over 127.0.0.1. */
  usesEndpoint: z.boolean(),
  /** It gets no credentials, and has Stowkey look into buckets; null for what gets them. */
  assistant: z.object({ uploads: uploadPlaceSchema.nullable() }).nullable(),
  rule: z.enum(consumerRules),
  /** Null for every account. */
  connectionIds: z.array(connectionIdSchema).readonly().nullable(),
  createdAtEpochSeconds: epochSeconds,
  lastUsedAtEpochSeconds: epochSeconds.nullable(),
});
export type ConsumerView = z.infer<typeof consumerViewSchema>;

/** What an organisation has set on this computer. */
const organisationViewSchema = z.object({
  /** Null where none has, and where it cannot be told. */
  name: z.string().nullable(),
  locks: z.object({
    providers: z.array(z.string()).readonly().nullable(),
    consumers: z.array(z.enum(consumerKinds)).readonly().nullable(),
    endpointOff: z.boolean(),
    revealOff: z.boolean(),
    clipboardSecondsAtMost: z.literal(settingChoices.clipboardSeconds).nullable(),
    backupOff: z.boolean(),
  }) satisfies z.ZodType<Locks>,
  /** Why what it has set cannot be used. */
  error: errorViewSchema.nullable(),
  /** Where an administrator says that a bundle is to be had; nobody has asked there yet. */
  offeredBundle: z.string().nullable(),
  bundle: z
    .object({
      organisation: z.string(),
      serial: z.number().int(),
      /** The fingerprint of the key that is pinned. */
      key: z.string(),
      /** Where it was fetched from; null for a file. */
      url: z.string().nullable(),
      links: z.array(z.object({ label: z.string(), url: z.string() })).readonly(),
      providers: z.array(z.string()).readonly(),
    })
    .nullable(),
  /** Why a bundle that is there cannot be used. */
  bundleError: errorViewSchema.nullable(),
});
export type OrganisationView = z.infer<typeof organisationViewSchema>;

/** What a person pastes to make a tool use an account; no secret is in it. */
const toolPasteSchema = z.object({
  /**
   * A command line, a line of the AWS config file, the variables of a container's environment; or for an
   * access token, a command line that prints it, and one that prints the header with it; for an assistant,
   * the settings of a server that it starts.
   */
  kind: z.enum([
    'command',
    'credential-process',
    'container',
    'token',
    'token-header',
    'mcp-server',
  ]),
  /** Null for what is not of one account. */
  connectionId: connectionIdSchema.nullable(),
  text: z.string(),
});
export type ToolPaste = z.infer<typeof toolPasteSchema>;

export const givenToolSchema = z.object({
  handle: z.string(),
  pastes: z.array(toolPasteSchema),
});
export type GivenTool = z.infer<typeof givenToolSchema>;

/** Whether shells find the command `stowkey`. */
export const commandStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('installed'), link: z.string(), inPath: z.boolean() }),
  z.object({ kind: z.literal('absent'), link: z.string() }),
  /** Something that is not ours has the name; it is left as it is. */
  z.object({ kind: z.literal('taken'), link: z.string() }),
  z.object({
    kind: z.literal('impossible'),
    why: z.enum(['sources', 'app-image']),
  }),
]);
export type CommandState = z.infer<typeof commandStateSchema>;

/** Asks whether a consumer may have an account's credentials; the window that asks gets this alone. */
export const questionSchema = z.object({
  id: z.uuid(),
  /** What people call who asks. */
  consumer: z.string(),
  connectionId: connectionIdSchema,
  /** The account's name. */
  account: z.string(),
  /** What it wants to do there; null where it wants credentials. */
  wish: wishSchema.nullable(),
  /** An approval counts for a while, and not for this once alone. */
  remembered: z.boolean(),
  deadlineEpochMs: z.number(),
  /** How many questions wait behind this one. */
  behind: z.number().int(),
});
export type Question = z.infer<typeof questionSchema>;

/** The whole state of the window. Main pushes its changes; the window keeps nothing else. */
export const snapshotSchema = z.object({
  revision: z.number().int(),
  keychain: keychainViewSchema,
  /** Null where no vault is in use. */
  vault: vaultViewSchema.nullable(),
  /** Trouble with the list on disk: set aside, read-only, unwritable. */
  storage: z.object({ error: errorViewSchema.nullable(), readOnly: z.boolean() }),
  connections: z.array(connectionViewSchema).readonly(),
  operations: z.array(operationViewSchema).readonly(),
  /** Set while a copied secret waits to be cleared; without a time when that did not work. */
  clipboard: z
    .object({ copied: z.enum(copiedIds), clearsAtEpochMs: z.number().nullable() })
    .nullable(),
  activity: z.object({
    /** Counts the lines since the program began, so that a window knows when to look again. */
    written: z.number().int(),
    /** What keeps lines from being written; null where nothing does. */
    trouble: z.enum(['disk-full', 'unwritable']).nullable(),
  }),
  consumers: z.array(consumerViewSchema).readonly(),
  settings: settingsSchema,
  organisation: organisationViewSchema,
  /** What is spoken, with the person's region where it is known (BCP 47). */
  locale: z.string(),
  /** Somebody asked for this provider's form, and no window has opened it yet. */
  wantedProvider: providerIdSchema.nullable(),
  /** How many minutes this computer's clock is ahead of the servers', where that is much. */
  clockMinutesOff: z.number().int().nullable(),
  /** The person chose this account in the tray or by a notice, and no window has opened it yet. */
  wantedConnection: connectionIdSchema.nullable(),
  desktop: z.object({
    /** Somebody shows icons in a tray. Where nobody does, closing to the tray minimises. */
    tray: z.boolean(),
    /** A newer version of the program lies on the disk, and this one still runs. */
    outdated: z.boolean(),
    /** `sources`: what runs from the sources is started by hand. */
    startAtLogin: z.enum(['possible', 'sources', 'impossible']),
    /** Until the program ends, or somebody goes on with them. */
    renewalsPaused: z.boolean(),
    /** Until then no notice is shown; null where they are. */
    quietUntilEpochMs: z.number().nullable(),
  }),
  agent: z.object({
    /** The person took the command line its access away. */
    commandLineRevoked: z.boolean(),
    /** What keeps tools from asking over 127.0.0.1. */
    endpointError: errorViewSchema.nullable(),
  }),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What became of a snapshot: all of it anew but the connections, of which there may be thousands. */
export const snapshotChangesSchema = snapshotSchema.omit({ connections: true }).extend({
  /** The revision that the changes begin with; whoever has another one asks for the whole. */
  since: z.number().int(),
  changed: z.array(connectionViewSchema).readonly(),
  removed: z.array(connectionIdSchema).readonly(),
});
export type SnapshotChanges = z.infer<typeof snapshotChangesSchema>;

export const revealFields = [
  'access-key-id',
  'secret-access-key',
  'access-token',
] as const satisfies readonly CopyFormat[];
export type RevealField = (typeof revealFields)[number];

export const appInfoSchema = z.object({
  version: z.string(),
  electronVersion: z.string(),
  expectedElectronVersion: z.string(),
  /** The runtime is not the one this build is made for: evaluation only. */
  evaluationRuntime: z.boolean(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
});
export type AppInfo = z.infer<typeof appInfoSchema>;
