// A hook of electron-builder (see electron-builder.yml): puts the licences of everything that the
// package carries beside Stowkey's own. Electron's and Chromium's stand in files of their own, which
// electron-builder keeps. Plain JavaScript, for electron-builder loads nothing else.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Carried as files and not as modules, so that no bundle knows of them. */
const besideTheBundles = ['keytar', '@fontsource-variable/inter'];

/** Says MIT in its manifest and has no licence file: its author's words in another of his packages. */
const wordsOf = { '@nodable/entities': 'fast-xml-parser' };

export default async function writeNotices({ packager, appOutDir }) {
  const project = packager.projectDir;
  const parts = await Promise.all([
    ...['main', 'preload', 'renderer'].map(async (bundle) =>
      JSON.parse(await readFile(join(project, 'out', bundle, 'licenses.json'), 'utf8')),
    ),
    ...besideTheBundles.map((name) => fromPackage(project, name)),
  ]);
  const entries = new Map(parts.flat().map((entry) => [`${entry.name} ${entry.version}`, entry]));
  const texts = await Promise.all(
    [...entries].sort().map(async ([title, { name, identifier, text }]) => {
      const words = text ?? (await fromPackage(project, wordsOf[name] ?? name)).text;
      return `${'='.repeat(80)}\n${title} (${identifier})\n${'='.repeat(80)}\n\n${words}\n`;
    }),
  );
  await writeFile(
    join(packager.getResourcesDir(appOutDir), 'THIRD-PARTY-NOTICES.txt'),
    `Stowkey carries the software below, under these licences.\n\n${texts.join('\n')}`,
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
