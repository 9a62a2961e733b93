import { z } from 'zod';
import { uploadPlaceSchema } from '../../shared/assistants.ts';
import { connectionIdSchema } from '../../shared/ids.ts';
import { consumerRules } from '../../shared/schemas.ts';
import type { Clock } from '../platform/interfaces.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type JsonFormat, openVersionedJson } from './versioned-json.ts';

const epochSeconds = z.number().int();

const consumerSchema = z.object({
  id: z.uuid(),
  /** What people call it, such as "AWS profile photos". */
  name: z.string().min(1).max(80),
  /** The file that its token lies in, and what it may call its only account. */
  handle: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  /** Null for every account, those of the future as well. */
  connectionIds: z.array(connectionIdSchema).readonly().nullable(),
  /** Asks the endpoint on 127.0.0.1, which is on while somebody may. */
  usesEndpoint: z.boolean().default(false),
  /** It may have things done with its accounts and gets no credentials; null for what gets them. */
  assistant: z.object({ uploads: uploadPlaceSchema.nullable() }).nullable().default(null),
  rule: z.enum(consumerRules),
  /** SHA-256 of the token, hex. The token itself lies in the consumer's own file alone. */
  tokenDigest: z.string().regex(/^[0-9a-f]{64}$/),
  createdAtEpochSeconds: epochSeconds,
  lastUsedAtEpochSeconds: epochSeconds.nullable(),
});
/** A program that was given accounts, and the rule that it gets them by. */
export type Consumer = z.infer<typeof consumerSchema>;

type Content = {
  readonly consumers: readonly Consumer[];
  /** Where the endpoint listens: it is written into the settings of tools, so it is kept. */
  readonly endpointPort: number | null;
  /** The rule that the command line had when the person revoked it; null unless they did. */
  readonly revokedCommandLine: Consumer['rule'] | null;
};

const format: JsonFormat<Content> = {
  empty: { consumers: [], endpointPort: null, revokedCommandLine: null },
  migrations: { current: 1, steps: {} },
  maxBytes: 1024 * 1024,
  read: (file) => {
    const content = z.object({
      consumers: z.array(consumerSchema),
      endpointPort: z.number().int().min(1024).max(65_535).nullable().default(null),
      revokedCommandLine: z.enum(consumerRules).nullable().default(null),
    });
    const parsed = content.safeParse(file);
    return parsed.success ? { content: parsed.data, notice: null, readOnly: false } : null;
  },
  write: (content) => ({ ...content }),
};

/** Opens the list of consumers; see `openVersionedJson` for what it makes of a bad file. */
export const openConsumerStore = (options: {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: FileSystem;
}) => openVersionedJson({ fs: nodeFileSystem, ...options, format });
export type ConsumerStore = Awaited<ReturnType<typeof openConsumerStore>>;
