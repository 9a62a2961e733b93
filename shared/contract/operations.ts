import { z } from 'zod';
import { operationIdSchema } from '../ids.ts';
import { maxFieldTextLength } from '../limits.ts';
import { promptIdSchema } from '../schemas.ts';
import { atMost, type ChannelGroup, nothing, oneOperation, usual } from './call.ts';

export const operations = {
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
    ...atMost(3, 0.5),
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
} as const satisfies ChannelGroup<'operations'>;
