import { z } from 'zod';
import type { Channels } from '../channels.ts';
import { connectionIdSchema, operationIdSchema } from '../ids.ts';
import type { RateLimit } from '../limits.ts';

/**
 * Who may make a call: the program's own window, the small one that asks before a tool gets an account,
 * a program that asks the local agent, or an assistant, which asks there too and gets no credentials.
 */
export type Caller = 'window' | 'ask' | 'agent' | 'assistant';

export type CallChannel = {
  readonly argument: z.ZodType;
  readonly reply: z.ZodType;
  /** For each caller by itself. */
  readonly limit: RateLimit;
  /** The size of the argument, as `isBoundedPlainData` counts it. */
  readonly maxBytes: number;
  readonly callers: readonly [Caller, ...Caller[]];
};
export type EventChannel = { readonly payload: z.ZodType };
/** All channels of a group, and no other. */
export type ChannelGroup<G extends keyof Channels> = {
  readonly [N in keyof Channels[G]]: Channels[G][N] extends 'event' ? EventChannel : CallChannel;
};

export const nothing = z.undefined();
export const oneConnection = z.strictObject({ connectionId: connectionIdSchema });
export const severalConnections = z.strictObject({
  connectionIds: z.array(connectionIdSchema).min(1).max(50_000),
});
export const oneOperation = z.strictObject({ operationId: operationIdSchema });
export const started = z.object({ operationId: operationIdSchema });

/** Enough for any person or window, and for no loop in a hostile page. */
export const usual = {
  limit: { burst: 40, perSecond: 20 },
  maxBytes: 64 * 1024,
  callers: ['window'],
} as const;
/** For calls that a person makes less often, or that cost more. */
export const atMost = (burst: number, perSecond: number) =>
  ({ ...usual, limit: { burst, perSecond } }) as const;
/** A line for each of fifty thousand accounts. */
export const manyAccounts = { maxBytes: 4 * 1024 * 1024 } as const;
