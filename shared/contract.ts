import { z } from 'zod';
import type { Channels } from './channels.ts';
import { connectionIdSchema, operationIdSchema, providerIdSchema } from './ids.ts';
import { longestFieldText, longestTemplateFile, longestText } from './limits.ts';
import {
  formInputSchema,
  providerDescriptorSchema,
  templatePreviewSchema,
} from './provider-descriptor.ts';
import type { Envelope } from './result.ts';
import {
  appInfoSchema,
  copyFormats,
  promptIdSchema,
  revealFields,
  snapshotChangesSchema,
  snapshotSchema,
} from './schemas.ts';

const nothing = z.undefined();
const oneConnection = z.strictObject({ connectionId: connectionIdSchema });
const oneOperation = z.strictObject({ operationId: operationIdSchema });
const started = z.object({ operationId: operationIdSchema });

/** Schemas of every channel: what a call takes and gives, what an event carries. */
export const contract = {
  app: {
    snapshot: { argument: nothing, reply: snapshotSchema },
    info: { argument: nothing, reply: appInfoSchema },
    /** Opens one of a provider's documented links; never a URL of the renderer's making. */
    openLink: {
      argument: z.strictObject({
        providerId: providerIdSchema,
        index: z.number().int().min(0).max(20),
      }),
      reply: nothing,
    },
    changed: { payload: snapshotChangesSchema },
  },
  providers: {
    list: { argument: nothing, reply: z.array(providerDescriptorSchema) },
    /**
     * Reads a dropped file or pasted block into form fields. Secrets in it stay in main under
     * `draft`, which `connect` takes; the reply names their fields only.
     */
    prefill: {
      argument: z.strictObject({ providerId: providerIdSchema, text: z.string().max(longestText) }),
      reply: z.object({
        draft: z.uuid(),
        values: formInputSchema,
        secretFields: z.array(z.string()),
      }),
    },
    previewTemplate: {
      argument: z.strictObject({ text: z.string().max(longestTemplateFile) }),
      reply: templatePreviewSchema,
    },
    importTemplate: {
      argument: z.strictObject({ text: z.string().max(longestTemplateFile), replace: z.boolean() }),
      reply: z.object({ providerId: providerIdSchema }),
    },
    /** Has main save a template as a file; null when the person changed their mind. */
    exportTemplate: {
      argument: z.strictObject({ providerId: providerIdSchema }),
      reply: z.object({ fileName: z.string().nullable() }),
    },
    removeTemplate: { argument: z.strictObject({ providerId: providerIdSchema }), reply: nothing },
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
    },
    /** The person has left the form: main drops what it kept of it. */
    forgetDraft: { argument: z.strictObject({ draft: z.uuid() }), reply: nothing },
    reconnect: { argument: oneConnection, reply: started },
    refresh: { argument: oneConnection, reply: started },
    verify: { argument: oneConnection, reply: started },
    rename: {
      argument: z.strictObject({
        connectionId: connectionIdSchema,
        label: z.string().trim().min(1).max(80),
      }),
      reply: nothing,
    },
    disconnect: { argument: oneConnection, reply: started },
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
            value: z.string().min(1).max(longestFieldText),
          }),
        ]),
      }),
      reply: nothing,
    },
    /** Idempotent: cancelling what has ended is no error. */
    cancel: { argument: oneOperation, reply: nothing },
    /** Drops an ended operation from the snapshot. */
    dismiss: { argument: oneOperation, reply: nothing },
    openBrowser: { argument: oneOperation, reply: nothing },
    /** Copies the sign-in URL in main: it bears a signed client secret, so it never crosses. */
    copyUrl: { argument: oneOperation, reply: nothing },
    /** Takes the address of the page that could not be shown, pasted by the person. */
    submitRedirect: {
      argument: z.strictObject({
        operationId: operationIdSchema,
        address: z.string().min(1).max(longestFieldText),
      }),
      reply: nothing,
    },
  },
  credentials: {
    copy: {
      argument: z.strictObject({ connectionId: connectionIdSchema, format: z.enum(copyFormats) }),
      /** Null when the copied text is no secret and stays on the clipboard. */
      reply: z.object({ clearsAtEpochMs: z.number().nullable() }),
    },
    /** The only reply that bears a secret. Rate-limited. */
    reveal: {
      argument: z.strictObject({ connectionId: connectionIdSchema, field: z.enum(revealFields) }),
      reply: z.object({ value: z.string(), hidesAtEpochMs: z.number() }),
    },
    clearClipboard: { argument: nothing, reply: z.object({ cleared: z.boolean() }) },
  },
  keychain: {
    /** Looks at the keychain again after the person unlocked or installed one. */
    check: { argument: nothing, reply: nothing },
    /** Starts over with the keychain that is there now, after a confirmation. */
    adopt: { argument: nothing, reply: nothing },
  },
} as const satisfies {
  [G in keyof Channels]: {
    [N in keyof Channels[G]]: Channels[G][N] extends 'call'
      ? { argument: z.ZodType; reply: z.ZodType }
      : { payload: z.ZodType };
  };
};
export type Contract = typeof contract;

type CallChannel = { argument: z.ZodType; reply: z.ZodType };
type EventChannel = { payload: z.ZodType };

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
  readonly [G in keyof Contract]: {
    readonly [N in keyof Contract[G] as Contract[G][N] extends CallChannel
      ? N
      : never]: CallFunction<Contract[G][N]>;
  } & {
    readonly [N in keyof Contract[G] & string as Contract[G][N] extends EventChannel
      ? EventName<N>
      : never]: (listener: (payload: Payload<Contract[G][N]>) => void) => () => void;
  };
};
