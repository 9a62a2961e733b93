import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

type SourceText = { readonly path: string; readonly text: string };

/** Reads every source file under the folders, and the named files. */
export const readTexts = (
  root: string,
  folders: readonly string[],
  files: readonly string[],
): readonly SourceText[] =>
  [
    ...folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|tsx|mts)$/.test(name) && !name.endsWith('.d.ts'))
        .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
    ),
    ...files,
  ].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

type Found = {
  /** `file#name` of everything that is imported; the name is `*` for a whole module. */
  readonly imported: readonly string[];
  readonly exported: readonly string[];
};

const read = ({ path, text }: SourceText): Found => {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse`);
  const target = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
  const imported = module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ importName: { kind, name } }) => {
      const named = kind === 'Name' ? name : kind === 'Default' ? 'default' : '*';
      return `${target(moduleRequest.value)}#${named}`;
    }),
  );
  const exported: string[] = [];
  for (const { moduleRequest, importName, exportName } of module.staticExports.flatMap(
    (each) => each.entries,
  )) {
    if (moduleRequest !== null) {
      imported.push(`${target(moduleRequest.value)}#${importName.name ?? '*'}`);
    }
    exported.push(exportName.kind === 'Default' ? 'default' : (exportName.name ?? '*'));
  }
  // Which names are taken of a module that is imported while running cannot be told.
  for (const [, specifier = ''] of text.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]\s*\)/g)) {
    imported.push(`${target(specifier)}#*`);
  }
  return { imported, exported };
};

/** Lists what is exported and imported by no file, as `file: name`. */
export const unusedExports = (files: readonly SourceText[]): readonly string[] => {
  const found = files.map((file) => ({ path: file.path, ...read(file) }));
  const imported = new Set(found.flatMap((each) => each.imported));
  return found.flatMap(({ path, exported }) =>
    imported.has(`${path}#*`)
      ? []
      : exported
          .filter((name) => !imported.has(`${path}#${name}`))
          .map((name) => `${path}: ${name}`),
  );
};
