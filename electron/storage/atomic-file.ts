import { dirname } from 'node:path';
import { AppError } from '../diagnostics/errors.ts';
import { errorCodeOf } from '../platform/errno.ts';
import type { FileSystem } from './file-system.ts';

type ReplaceOptions = {
  readonly fs: FileSystem;
  /** Keeps the file before under `previousOf(path)`, and refuses to replace what is no file. */
  readonly keepsPrevious?: boolean;
  /** Where the new file is written first, in the same folder: whatever has that name is removed. */
  readonly temporary?: string;
  /** Called once the new file has its name, which it keeps whatever becomes of the folder's fsync. */
  readonly onReplaced?: () => void;
};

export const previousOf = (path: string): string => `${path}.prev`;

/** Where a file is written before it has its name, unless another place is chosen. */
export const temporaryOf = (path: string): string => `${path}.tmp`;

/**
 * Replaces a file in one step: 0600, in a folder that it makes 0700.
 *
 * Afterwards, and after a crash or power cut at any point, the old file or the new one is there,
 * whole. Throws `metadata.disk-full` or `metadata.unwritable`, with nothing changed unless
 * `onReplaced` was called.
 */
export const replaceFile = async (
  path: string,
  text: string,
  { fs, keepsPrevious = false, temporary = temporaryOf(path), onReplaced }: ReplaceOptions,
): Promise<void> => {
  const folder = dirname(path);
  try {
    await fs.makeFolder(folder);
    const before = keepsPrevious ? await fs.kindOf(path) : 'absent';
    if (before === 'other') {
      throw new AppError('metadata.unwritable', { params: { reason: 'not-a-file' } });
    }
    await fs.removeIfThere(temporary);
    await fs.create(temporary, Buffer.from(text, 'utf8'));
    if (before === 'file') await fs.duplicate(path, previousOf(path));
    await fs.rename(temporary, path);
    onReplaced?.();
    await fs.syncFolder(folder);
  } catch (error) {
    await fs.removeIfThere(temporary).catch(() => undefined);
    throw writeError(error);
  }
};

/** Sorts what a write threw into the two codes that people are told. */
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
