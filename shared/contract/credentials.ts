import { z } from 'zod';
import { copyFormatIds } from '../copy-formats.ts';
import { connectionIdSchema } from '../ids.ts';
import { revealFields } from '../schemas.ts';
import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const credentials = {
  copy: {
    argument: z.strictObject({ connectionId: connectionIdSchema, format: z.enum(copyFormatIds) }),
    /** Null when the copied text is no secret and stays on the clipboard. */
    reply: z.object({ clearsAtEpochMs: z.number().nullable() }),
    ...atMost(10, 2),
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
    ...atMost(5, 0.5),
  },
  clearClipboard: { argument: nothing, reply: z.object({ cleared: z.boolean() }), ...usual },
  /** The screen is locked: what is shown or on its way to be is hidden. */
  hideRevealed: { payload: nothing },
} as const satisfies ChannelGroup<'credentials'>;
