import { opendir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { SkipReason } from '../../../shared/exposed-secrets.ts';
import type { ExposedKey } from './exposed-key.ts';
import { isDotenv, isPassedOver, type KnownFile, type knownPlaces } from './places.ts';
import { mayBeBinary, readKeys } from './read-keys.ts';
import { readWithin } from './read-within.ts';

/** A file that was looked into. */
export type LookedInto = KnownFile & {
  readonly bytes: Buffer;
  readonly keys: readonly ExposedKey[];
};

type Looked = {
  /** Those of them with keys. */
  readonly found: readonly LookedInto[];
  readonly files: number;
  readonly skipped: readonly { readonly path: string; readonly reason: SkipReason }[];
  readonly isCutShort: boolean;
};

/** What one search takes on, at most. */
const limits = { entries: 50_000, files: 2_000, bytes: 64 * 1024 * 1024, depth: 12, skipped: 200 };

/**
 * Looks into the known files, and those of the picked folders and what is below them. Follows no link
 * out of a folder, and none to a folder. Never throws.
 */
export const lookForKeys = async (
  places: ReturnType<typeof knownPlaces>,
  picked: readonly string[],
): Promise<Looked> => {
  const found: LookedInto[] = [];
  const skipped: { path: string; reason: SkipReason }[] = [];
  const seen = new Set<string>();
  let [entries, files, bytes] = [0, 0, 0];
  let isCutShort = false;

  const skip = (path: string, reason: SkipReason): void => {
    if (skipped.length < limits.skipped) skipped.push({ path, reason });
    else isCutShort = true;
  };

  const lookInto = async (file: KnownFile): Promise<void> => {
    if (files >= limits.files || bytes >= limits.bytes) {
      isCutShort = true;
      return;
    }
    const read = await readWithin(file.root, file.path);
    if (read.kind === 'skipped') skip(file.path, read.reason);
    if (read.kind !== 'read' || seen.has(read.path)) return;
    seen.add(read.path);
    files += 1;
    bytes += read.bytes.length;
    if (read.bytes.includes(0) && !mayBeBinary(file.kind)) return skip(file.path, 'binary');
    const keys = readKeys(file.kind, read.bytes);
    if (keys.length > 0) found.push({ ...file, bytes: read.bytes, keys });
  };

  type Visit = (path: string, name: string, isFolder: boolean) => Promise<void>;
  const each = async (folder: string, visit: Visit): Promise<void> => {
    try {
      for await (const entry of await opendir(folder)) {
        entries += 1;
        if (entries > limits.entries) {
          isCutShort = true;
          return;
        }
        await visit(join(folder, entry.name), entry.name, entry.isDirectory());
      }
    } catch {
      // A folder that nobody may list, or that is not there.
    }
  };

  const walk = async (root: string, folder: string, depth: number): Promise<void> => {
    if (depth > limits.depth) {
      isCutShort = true;
      return;
    }
    const below: string[] = [];
    await each(folder, async (path, name, isFolder) => {
      if (isFolder) {
        if (!isPassedOver(name)) below.push(path);
      } else if (isDotenv(name)) await lookInto({ path, root, kind: 'dotenv' });
    });
    for (const path of below) await walk(root, path, depth + 1);
  };

  for (const file of places.files) await lookInto(file);
  for (const { path: folder, has, ...place } of places.folders) {
    await each(folder, async (path, name, isFolder) => {
      if (!isFolder && has(name)) await lookInto({ ...place, path });
    });
  }
  for (const folder of picked) {
    const real = await realpath(folder).catch(() => null);
    if (real === null) skip(folder, 'unreadable');
    else await walk(real, real, 0);
  }
  return { found, files, skipped, isCutShort };
};
