// What a package of Stowkey carries of others: the one list for licences, for the bill of materials and
// for the test of docs/dependencies.md. Plain JavaScript, for electron-builder's hooks load nothing else.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Carried as files and not as modules, so that no bundle knows of them. */
const besideTheBundles = ['keytar', '@fontsource-variable/inter'];

/** Says MIT in its manifest and has no licence file: its author's words in another of his packages. */
const wordsOf = { '@nodable/entities': 'fast-xml-parser' };

/**
 * Gives name, version, licence (SPDX) and its text of each npm package that the bundles in `out/` were
 * made of or that lies beside them, by name. Electron is none of them.
 */
export async function carriedPackages(project) {
  const parts = await Promise.all([
    ...['main', 'preload', 'renderer'].map(async (bundle) =>
      JSON.parse(await readFile(join(project, 'out', bundle, 'licenses.json'), 'utf8')),
    ),
    ...besideTheBundles.map((name) => fromPackage(project, name)),
  ]);
  const entries = new Map(parts.flat().map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return Promise.all(
    [...entries].sort().map(async ([, { name, version, identifier, text }]) => ({
      name,
      version,
      identifier,
      text: text ?? (await fromPackage(project, wordsOf[name] ?? name)).text,
    })),
  );
}

/** Throws when a package has no licence file: then somebody has to find out what it is under. */
async function fromPackage(project, packageName) {
  const folder = join(project, 'node_modules', packageName);
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file === undefined) throw new Error(`${name} ${version} has no licence file (${license})`);
  return {
    name,
    version,
    identifier: license,
    text: (await readFile(join(folder, file), 'utf8')).trim(),
  };
}
