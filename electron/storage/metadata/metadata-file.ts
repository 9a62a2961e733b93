import { dirname } from 'node:path';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock } from '../../platform/ports.ts';
import { maxFileBytes } from './limits.ts';
import { errorCodeOf, type MetadataFs } from './metadata-fs.ts';
import { type Migrated, type MigrationTable, migrate } from './migrations.ts';

/** What was found where the file should be. */
export type FoundFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'corrupt' }
  /** Must be left as it is: newer, too large, no regular file, or not readable now. */
  | { readonly kind: 'untouchable'; readonly error: AppError }
  | { readonly kind: 'good'; readonly file: Readonly<Record<string, unknown>> };

/** Looks at one file without changing it. */
export const findFile = async (
  fs: MetadataFs,
  path: string,
  table: MigrationTable,
): Promise<FoundFile> => {
  let data: Uint8Array | null;
  try {
    const kind = await fs.kindOf(path);
    if (kind === 'absent') return { kind: 'absent' };
    if (kind === 'other') return untouchable('metadata.unreadable', { reason: 'not-a-file' });
    data = await fs.read(path, maxFileBytes);
  } catch (error) {
    const reason = errorCodeOf(error) ?? 'unknown';
    return untouchable('metadata.unreadable', { reason }, error);
  }
  if (data === null) return untouchable('metadata.too-large', { limitBytes: maxFileBytes });
  const migrated = parse(data, table);
  if (migrated.kind === 'unreadable') return { kind: 'corrupt' };
  if (migrated.kind === 'newer') {
    return untouchable('metadata.newer-version', { version: migrated.version });
  }
  return { kind: 'good', file: migrated.file };
};

/**
 * Replaces the file in one step and keeps the one before as `.prev`.
 *
 * Afterwards, and after a crash or power cut at any point, the old file or the new one is there,
 * whole. Throws `metadata.disk-full` or `metadata.unwritable` with nothing changed.
 */
export const replaceFile = async (fs: MetadataFs, path: string, text: string): Promise<void> => {
  const temporary = `${path}.tmp`;
  try {
    await fs.makeFolder(dirname(path));
    const kind = await fs.kindOf(path);
    if (kind === 'other') {
      throw new AppError('metadata.unwritable', { params: { reason: 'not-a-file' } });
    }
    await fs.removeIfThere(temporary);
    await fs.create(temporary, Buffer.from(text, 'utf8'));
    if (kind === 'file') await fs.duplicate(path, `${path}.prev`);
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.removeIfThere(temporary).catch(() => undefined);
    throw writeError(error);
  }
};

/** Moves an unreadable file out of the way under a name that is free, and returns that name. */
export const setAside = async (
  fs: MetadataFs,
  path: string,
  clock: Pick<Clock, 'nowEpochMs'>,
): Promise<string> => {
  const time = new Date(clock.nowEpochMs()).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let n = 1; ; n += 1) {
    const target = `${path}.corrupt-${time}-${n}`;
    if ((await fs.kindOf(target)) !== 'absent') continue;
    await fs.rename(path, target);
    return target;
  }
};

export const writeError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const reason = errorCodeOf(error) ?? 'unknown';
  const full = reason === 'ENOSPC' || reason === 'EDQUOT';
  return new AppError(full ? 'metadata.disk-full' : 'metadata.unwritable', {
    params: { reason },
    retryable: true,
    cause: error,
  });
};

const parse = (data: Uint8Array, table: MigrationTable): Migrated => {
  try {
    return migrate(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)), table);
  } catch {
    return { kind: 'unreadable' };
  }
};

const untouchable = (
  code: 'metadata.unreadable' | 'metadata.too-large' | 'metadata.newer-version',
  params: Readonly<Record<string, string | number>>,
  cause?: unknown,
): FoundFile => ({ kind: 'untouchable', error: new AppError(code, { params, cause }) });
