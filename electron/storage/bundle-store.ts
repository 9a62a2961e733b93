import { z } from 'zod';
import type { Clock } from '../platform/interfaces.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type JsonFormat, openVersionedJson } from './versioned-json.ts';

const contentSchema = z.object({
  /** As it came: it is checked again each time it is read. */
  signed: z.string(),
  /** The fingerprint of the key that is pinned. */
  key: z.string(),
  /** Where it was fetched from; null for a file. */
  url: z.string().nullable(),
  /** Its number, for when the text itself cannot be used any more: none below is taken then either. */
  serial: z.int().nonnegative().default(0),
});

type Content = z.infer<typeof contentSchema> | null;

const format: JsonFormat<Content> = {
  empty: null,
  migrations: { current: 1, steps: {} },
  maxBytes: 1024 * 1024,
  read: (file) => {
    const parsed = contentSchema.safeParse(file);
    return parsed.success ? { content: parsed.data, notice: null, readOnly: false } : null;
  },
  write: (content) => ({ ...content }),
};

/** Opens the place of the bundle in use; see `openVersionedJson` for what it makes of a bad file. */
export const openBundleStore = (options: {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: FileSystem;
}) => openVersionedJson({ fs: nodeFileSystem, ...options, format });
export type BundleStore = Awaited<ReturnType<typeof openBundleStore>>;
