import { z } from 'zod';

/** A random UUID: no `/` (keytar's Windows target joins service and account with it), no meaning. */
export const connectionIdSchema = z.uuid().brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof connectionIdSchema>;

export const operationIdSchema = z.uuid().brand<'OperationId'>();
export type OperationId = z.infer<typeof operationIdSchema>;

/** A provider's stable name in metadata and templates, such as `storx`. */
export const providerIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/)
  .brand<'ProviderId'>();
export type ProviderId = z.infer<typeof providerIdSchema>;
