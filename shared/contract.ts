import { z } from 'zod';
import { activityPageSchema, activityQuerySchema } from './activity.ts';
import {
  accountSchema,
  containerDocumentSchema,
  credentialDocumentSchema,
  deviceSignInRequestSchema,
  deviceSignInSchema,
} from './agent-schemas.ts';
import { profileChangeSchema, profileListSchema, profilePreviewSchema } from './aws-profiles.ts';
import type { Channels } from './channels.ts';
import { copyFormatIds } from './copy-formats.ts';
import { exposedPreviewSchema, exposedSearchSchema, takenSchema } from './exposed-secrets.ts';
import { connectionIdSchema, operationIdSchema, providerIdSchema } from './ids.ts';
import {
  maxFieldTextLength,
  maxTemplateFileLength,
  maxTextLength,
  type RateLimit,
} from './limits.ts';
import {
  formInputSchema,
  providerDescriptorSchema,
  templatePreviewSchema,
} from './provider-descriptor.ts';
import type { Envelope } from './result.ts';
import {
  appInfoSchema,
  commandStateSchema,
  consumerRules,
  givenToolSchema,
  grantViewSchema,
  promptIdSchema,
  questionSchema,
  revealFields,
  snapshotChangesSchema,
  snapshotSchema,
} from './schemas.ts';

/**
 * Who may make a call: the program's own window, the small one that asks before a tool gets an account,
 * or a program that asks the local agent.
 */
export type Caller = 'window' | 'ask' | 'agent';

export type CallChannel = {
  readonly argument: z.ZodType;
  readonly reply: z.ZodType;
  /** For each caller by itself. */
  readonly limit: RateLimit;
  /** The size of the argument, as `isBoundedPlainData` counts it. */
  readonly maxBytes: number;
  readonly callers: readonly [Caller, ...Caller[]];
};
type EventChannel = { readonly payload: z.ZodType };

const nothing = z.undefined();
const oneConsumer = z.strictObject({ handle: z.string().min(1).max(64) });
const oneConnection = z.strictObject({ connectionId: connectionIdSchema });
const oneFinding = z.strictObject({ finding: z.uuid() });
const oneOperation = z.strictObject({ operationId: operationIdSchema });
/** An account by its name, the beginning of it that no other shares, or its id. */
const oneAccount = z.strictObject({ account: z.string().min(1).max(200) });
/** As typed; main says what is wrong with it. */
const oneProfile = oneConnection.extend({ profile: z.string().max(200) });
const started = z.object({ operationId: operationIdSchema });

/** Enough for any person or window, and for no loop in a hostile page. */
const usual = {
  limit: { burst: 40, perSecond: 20 },
  maxBytes: 64 * 1024,
  callers: ['window'],
} as const;
/** Two hundred tools may start in one moment, and each asks once; a loop is none of them. */
const byAgent = {
  limit: { burst: 1_000, perSecond: 500 },
  maxBytes: 64 * 1024,
  callers: ['agent'],
} as const;
/** For calls that carry a whole file; what they take of it is the schema's to say. */
const fileBytes = maxTemplateFileLength + 16 * 1024;

/**
 * Every channel in one entry: what a call takes and gives, how often and how large it may be, and who
 * may make it; what an event carries. Calls that show secrets, reach the network, open the browser
 * or a dialog, or read a large text have limits of their own.
 */
export const contract = {
  app: {
    snapshot: { argument: nothing, reply: snapshotSchema, ...usual },
    info: { argument: nothing, reply: appInfoSchema, ...usual, callers: ['window', 'agent'] },
    /** Opens one of a provider's documented links; never a URL of the renderer's making. */
    openLink: {
      argument: z.strictObject({
        providerId: providerIdSchema,
        index: z.number().int().min(0).max(20),
      }),
      reply: nothing,
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
    changed: { payload: snapshotChangesSchema },
  },
  providers: {
    list: { argument: nothing, reply: z.array(providerDescriptorSchema), ...usual },
    /**
     * Reads a dropped file or pasted block into form fields. Secrets in it stay in main under
     * `draft`, which `connect` takes; the reply names their fields only.
     */
    prefill: {
      argument: z.strictObject({
        providerId: providerIdSchema,
        text: z.string().max(maxTextLength),
      }),
      reply: z.object({
        draft: z.uuid(),
        values: formInputSchema,
        secretFields: z.array(z.string()),
      }),
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
    previewTemplate: {
      argument: z.strictObject({ text: z.string().max(maxTemplateFileLength) }),
      reply: templatePreviewSchema,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
      maxBytes: fileBytes,
    },
    importTemplate: {
      argument: z.strictObject({
        text: z.string().max(maxTemplateFileLength),
        replace: z.boolean(),
      }),
      reply: z.object({ providerId: providerIdSchema }),
      ...usual,
      limit: { burst: 5, perSecond: 1 },
      maxBytes: fileBytes,
    },
    /** Has main save a template as a file; null when the person changed their mind. */
    exportTemplate: {
      argument: z.strictObject({ providerId: providerIdSchema }),
      reply: z.object({ fileName: z.string().nullable() }),
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
    removeTemplate: {
      argument: z.strictObject({ providerId: providerIdSchema }),
      reply: nothing,
      ...usual,
    },
    /** The window has opened the form of the snapshot's `wantedProvider`. */
    takeWanted: { argument: nothing, reply: nothing, ...usual },
  },
  connections: {
    connect: {
      argument: z.strictObject({
        providerId: providerIdSchema,
        label: z.string().trim().min(1).max(80),
        input: formInputSchema,
        /** Holds secrets that `prefill` or the last try kept in main. */
        draft: z.uuid().nullable().default(null),
      }),
      /** The secrets that were sent stay in main under `draft` for another try, as after `prefill`. */
      reply: started.extend({ draft: z.uuid(), secretFields: z.array(z.string()) }),
      ...usual,
      limit: { burst: 10, perSecond: 1 },
    },
    /** The person has left the form: main drops what it kept of it. */
    forgetDraft: { argument: z.strictObject({ draft: z.uuid() }), reply: nothing, ...usual },
    reconnect: {
      argument: oneConnection,
      reply: started,
      ...usual,
      limit: { burst: 5, perSecond: 0.5 },
    },
    refresh: {
      argument: oneConnection,
      reply: started,
      ...usual,
      limit: { burst: 10, perSecond: 1 },
    },
    verify: {
      argument: oneConnection,
      reply: started,
      ...usual,
      limit: { burst: 10, perSecond: 1 },
    },
    rename: {
      argument: z.strictObject({
        connectionId: connectionIdSchema,
        label: z.string().trim().min(1).max(80),
      }),
      reply: nothing,
      ...usual,
    },
    disconnect: { argument: oneConnection, reply: started, ...usual },
  },
  operations: {
    answer: {
      argument: z.strictObject({
        operationId: operationIdSchema,
        /** The prompt that was answered: one that has gone by takes no answer. */
        promptId: promptIdSchema,
        answer: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('accept') }),
          z.strictObject({ kind: z.literal('refuse') }),
          z.strictObject({ kind: z.literal('replace') }),
          z.strictObject({
            kind: z.literal('secret'),
            value: z.string().min(1).max(maxFieldTextLength),
          }),
        ]),
      }),
      reply: nothing,
      ...usual,
    },
    /** Idempotent: cancelling what has ended is no error. */
    cancel: { argument: oneOperation, reply: nothing, ...usual },
    /** Drops an ended operation from the snapshot. */
    dismiss: { argument: oneOperation, reply: nothing, ...usual },
    openBrowser: {
      argument: oneOperation,
      reply: nothing,
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
    /** Copies the sign-in URL in main: it bears a signed client secret, so it never crosses. */
    copyUrl: { argument: oneOperation, reply: nothing, ...usual },
    /** Takes the address of the page that could not be shown, pasted by the person. */
    submitRedirect: {
      argument: z.strictObject({
        operationId: operationIdSchema,
        address: z.string().min(1).max(maxFieldTextLength),
      }),
      reply: nothing,
      ...usual,
    },
  },
  credentials: {
    copy: {
      argument: z.strictObject({ connectionId: connectionIdSchema, format: z.enum(copyFormatIds) }),
      /** Null when the copied text is no secret and stays on the clipboard. */
      reply: z.object({ clearsAtEpochMs: z.number().nullable() }),
      ...usual,
      limit: { burst: 10, perSecond: 2 },
    },
    /** The text that a copy would give, with dots where secrets stand. */
    preview: {
      argument: z.strictObject({ connectionId: connectionIdSchema, format: z.enum(copyFormatIds) }),
      reply: z.object({ text: z.string() }),
      ...usual,
    },
    /** The only reply that bears a secret. Rate-limited. */
    reveal: {
      argument: z.strictObject({ connectionId: connectionIdSchema, field: z.enum(revealFields) }),
      reply: z.object({ value: z.string(), hidesAtEpochMs: z.number() }),
      ...usual,
      limit: { burst: 5, perSecond: 0.5 },
    },
    clearClipboard: { argument: nothing, reply: z.object({ cleared: z.boolean() }), ...usual },
  },
  awsProfiles: {
    list: { argument: oneConnection, reply: profileListSchema, ...usual },
    /** Asked at each letter of a name that is typed. */
    preview: { argument: oneProfile, reply: profilePreviewSchema, ...usual },
    write: {
      argument: oneProfile.extend({ basis: z.string().regex(/^[0-9a-f]{64}$/) }),
      reply: profileChangeSchema,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
    remove: {
      argument: oneProfile,
      reply: profileChangeSchema,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
    undo: {
      argument: z.strictObject({ change: z.uuid() }),
      reply: nothing,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
  },
  exposedSecrets: {
    /** Looks for keys in plain text, in the known places and the folders that were added. */
    search: {
      argument: nothing,
      reply: exposedSearchSchema,
      ...usual,
      limit: { burst: 5, perSecond: 0.5 },
    },
    /** Has the person choose a folder to look in as well; null when they changed their mind. */
    addFolder: {
      argument: nothing,
      reply: z.object({ folder: z.string().nullable() }),
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
    /** Fills in the form that fits a found key; its secrets go to main's drafts, as after `prefill`. */
    take: {
      argument: oneFinding,
      reply: takenSchema,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
    preview: { argument: oneFinding, reply: exposedPreviewSchema, ...usual },
    replace: {
      argument: oneFinding.extend({ basis: z.string().regex(/^[0-9a-f]{64}$/) }),
      reply: z.object({ undo: z.uuid() }),
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
    undo: {
      argument: z.strictObject({ change: z.uuid() }),
      reply: nothing,
      ...usual,
      limit: { burst: 5, perSecond: 1 },
    },
  },
  command: {
    state: { argument: nothing, reply: commandStateSchema, ...usual },
    /** Links the command into the person's own folder of programs; never over anything else. */
    install: {
      argument: nothing,
      reply: commandStateSchema,
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
  },
  keychain: {
    /** Looks at the keychain again after the person unlocked or installed one. */
    check: { argument: nothing, reply: nothing, ...usual, limit: { burst: 5, perSecond: 1 } },
    /** Starts over with the keychain that is there now, after a confirmation. */
    adopt: { argument: nothing, reply: nothing, ...usual },
  },
  consumers: {
    /** Ends the consumer's token; nothing happens where it is gone already. */
    revoke: { argument: oneConsumer, reply: nothing, ...usual },
    setRule: {
      argument: oneConsumer.extend({ rule: z.enum(consumerRules) }),
      reply: nothing,
      ...usual,
    },
    /** Makes a tool that may ask, with a token that only its file and its digest know. */
    give: {
      argument: z.strictObject({
        name: z.string().trim().min(1).max(80),
        connectionIds: z.array(connectionIdSchema).min(1).max(50),
        rule: z.enum(consumerRules),
        /** Over 127.0.0.1, which this switches on. */
        usesEndpoint: z.boolean(),
      }),
      reply: givenToolSchema,
      ...usual,
      limit: { burst: 5, perSecond: 0.5 },
    },
    /** Gives the command line the access back that was revoked. */
    letCommandLineAsk: { argument: nothing, reply: nothing, ...usual },
    /** Tries once more to listen on 127.0.0.1. */
    openEndpoint: { argument: nothing, reply: nothing, ...usual },
    question: { argument: nothing, reply: questionSchema.nullable(), ...usual, callers: ['ask'] },
    /**
     * Not for the main window: whoever got hold of that one shall not be able to say yes. A question
     * that has gone by takes no answer.
     */
    answer: {
      argument: z.strictObject({ questionId: z.uuid(), answer: z.enum(['allow', 'refuse']) }),
      reply: nothing,
      ...usual,
      callers: ['ask'],
    },
    asked: { payload: questionSchema.nullable() },
  },
  tools: {
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
        /** Where the keys are for; null for a variable that must not be set. */
        place: z.array(z.tuple([z.string(), z.string().nullable()])),
      }),
      ...byAgent,
    },
    takeBack: { argument: z.strictObject({ loan: z.uuid() }), reply: nothing, ...byAgent },
    environment: {
      argument: oneAccount,
      /** Null for a variable that must not be set. */
      reply: z.array(z.tuple([z.string(), z.string().nullable()])),
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
  },
  activity: {
    /** Newest first. The chain is checked anew where the files are not as they were. */
    list: { argument: activityQuerySchema, reply: activityPageSchema, ...usual },
    /** Has main save all of it as a file; null when the person changed their mind. */
    export: {
      argument: nothing,
      reply: z.object({ fileName: z.string().nullable() }),
      ...usual,
      limit: { burst: 3, perSecond: 0.5 },
    },
  },
} as const satisfies {
  [G in keyof Channels]: {
    [N in keyof Channels[G]]: Channels[G][N] extends 'event' ? EventChannel : CallChannel;
  };
};
export type Contract = typeof contract;

type Argument<C> = C extends CallChannel ? z.input<C['argument']> : never;
export type ParsedArgument<C> = C extends CallChannel ? z.output<C['argument']> : never;
export type Reply<C> = C extends CallChannel ? z.output<C['reply']> : never;
export type Payload<C> = C extends EventChannel ? z.output<C['payload']> : never;

type CallFunction<C> = [Argument<C>] extends [undefined]
  ? () => Promise<Envelope<Reply<C>>>
  : (argument: Argument<C>) => Promise<Envelope<Reply<C>>>;

type EventName<N extends string> = `on${Capitalize<N>}`;

/** The type of `window.stowkey`: calls by name, events as `onX(listener)` returning unsubscribe. */
export type Bridge = {
  readonly [G in Exclude<keyof Contract, 'tools'>]: {
    readonly [N in keyof Contract[G] as Contract[G][N] extends CallChannel
      ? N
      : never]: CallFunction<Contract[G][N]>;
  } & {
    readonly [N in keyof Contract[G] & string as Contract[G][N] extends EventChannel
      ? EventName<N>
      : never]: (listener: (payload: Payload<Contract[G][N]>) => void) => () => void;
  };
};
