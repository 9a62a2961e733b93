import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Where something could lie that has no business there. */
export type Place = { readonly path: string; readonly content: Buffer };

/** Reads every file below a folder whose path within it `wanted` takes. */
export async function filesBelow(
  folder: string,
  wanted: (path: string) => boolean = () => true,
): Promise<readonly Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(wanted);
  return Promise.all(
    // What has gone meanwhile, such as a lock file, holds nothing any more.
    paths.map(async (path) => ({
      path,
      content: await readFile(join(folder, path)).catch(() => Buffer.alloc(0)),
    })),
  );
}

/** Reads arguments and environment of a process and of all that came from it; of every one for 1. */
export function processesOf(rootPid: number): readonly Place[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = readProc(`/proc/${name}/stat`).toString();
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(Number(name), parent);
  }
  const isOurs = (pid: number): boolean => {
    for (let each: number | undefined = pid; each !== undefined && each > 0; ) {
      if (each === rootPid) return true;
      each = parents.get(each);
    }
    return false;
  };
  return [...parents.keys()].filter(isOurs).flatMap((pid) =>
    ['cmdline', 'environ'].map((name) => {
      const path = `/proc/${pid}/${name}`;
      return { path, content: readProc(path) };
    }),
  );
}

function readProc(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // It has ended meanwhile.
    return Buffer.alloc(0);
  }
}

/** Lists what was found where, in any of the forms in which a text gets written. */
export function findIn(
  places: readonly Place[],
  wanted: ReadonlyMap<string, string>,
): readonly string[] {
  return [...wanted].flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    const forms = [
      bytes,
      Buffer.from(text, 'utf16le'),
      ...[JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString('hex')],
      ...[base64, bytes.toString('base64url')],
    ];
    return places
      .filter(({ content }) => forms.some((form) => content.includes(form)))
      .map(({ path }) => `${name} in ${path}`);
  });
}
