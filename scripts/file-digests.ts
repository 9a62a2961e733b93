import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** electron-builder's own notes, which it makes with paths and leaves beside the packages. */
const notes = /^dist\/builder-(?:debug|effective-config)\.ya?ml$/;

/** Gives the SHA-256 of every file of these parts of a folder, by path, in order. */
export async function fileDigests(
  folder: string,
  parts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const paths: string[] = [];
  for (const part of parts) {
    const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
    for (const entry of entries)
      if (entry.isFile()) paths.push(relative(folder, join(entry.parentPath, entry.name)));
  }
  const digests = new Map<string, string>();
  for (const path of paths.filter((each) => !notes.test(each)).sort()) {
    const bytes = await readFile(join(folder, path));
    digests.set(path, createHash('sha256').update(bytes).digest('hex'));
  }
  return digests;
}

/** Names the files that are in one list alone or have another digest in the other. Pure. */
export const differences = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => one.get(path) !== other.get(path),
  );
