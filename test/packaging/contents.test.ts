import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { describe, expect, test } from 'vitest';
import { firstFrameFile } from '../../shared/first-frame.ts';
import { languages } from '../../shared/languages.ts';
import { packagedAppFolder } from '../support/app/package-app.ts';

const release = packagedAppFolder('release');
const archive = join(release, 'resources/app.asar');
const binary = `node_modules/keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`;

/** Everything that may lie in the archive. Assets of the bundles carry a digest in their name. */
const allowed = [
  /^package\.json$/,
  /^out\/main\/main\.cjs$/,
  /^out\/main\/chunks\/[\w-]+\.(cjs|js|png)$/,
  /^out\/preload\/bridge\.cjs$/,
  /^out\/renderer\/(index\.html|ask\.html|first-frame\.[\w-]+\.json)$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg|png)$/,
  /^node_modules\/keytar\/(package\.json|lib\/keytar\.js)$/,
];

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('P4 what the package holds', () => {
  test('P4 the archive holds the bundles and keytar, and nothing else', () => {
    const files = archived().filter(({ packed }) => packed);
    const strangers = files.filter(({ path }) => !allowed.some((pattern) => pattern.test(path)));
    expect(strangers).toEqual([]);
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('out/main/main.cjs');
    expect(paths).toContain('out/preload/bridge.cjs');
    expect(paths).toContain('out/renderer/index.html');
  });

  test('P4 exactly one native binary goes with it, outside the archive', async () => {
    const unpacked = archived().filter(({ packed }) => !packed);
    expect(unpacked.map(({ path }) => path)).toEqual([binary]);
    expect(await filesBelow(join(release, 'resources/app.asar.unpacked'))).toEqual([binary]);
    const folders = await filesBelow(join(release, 'resources'));
    expect(folders.filter((path) => path.endsWith('.node'))).toEqual([
      `app.asar.unpacked/${binary}`,
    ]);
  });

  test('P4 no source map, no development server and no build path is left in the bundles', () => {
    for (const { path } of archived().filter((file) => /^out\/.*js$/.test(file.path))) {
      const text = extractFile(archive, path).toString('utf8');
      expect(text, path).not.toMatch(/sourceMappingURL=|@vite\/client|import\.meta\.hot/);
      expect(text, path).not.toContain(process.cwd());
    }
  });

  test('Y2 the first frame of each language is made of the same elements', () => {
    const elements = languages.map((language) => {
      const text = extractFile(archive, `out/renderer/${firstFrameFile(language)}`).toString(
        'utf8',
      );
      return text.replace(/>[^<]*/g, '>').match(/<\/?[\w-]+/g);
    });
    for (const each of elements) expect(each).toEqual(elements[0]);
  });

  test('A16 what assistants speak is a chunk that their command alone loads, and makes no code', () => {
    const chunks = archived()
      .filter(({ path }) => /^out\/main\/.*cjs$/.test(path))
      .map(({ path }) => ({ path, text: extractFile(archive, path).toString('utf8') }));
    const speaking = chunks.filter(({ text }) => text.includes('io.modelcontextprotocol/'));
    expect(speaking).toHaveLength(1);
    const [{ path, text } = { path: '', text: '' }] = speaking;
    expect(text).not.toMatch(/new Function\b/);
    const required = `require("./${basename(path)}")`;
    const lines = chunks.flatMap((each) =>
      each.text.split('\n').filter((line) => line.includes(required)),
    );
    expect(lines).toEqual([
      expect.stringMatching(/await Promise\.resolve\(\)\.then\(\(\) => require/),
    ]);
  });

  test('P4 the manifest carries no scripts and no development dependencies', () => {
    const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
    expect(manifest).toMatchObject({ name: 'stowkey', main: 'out/main/main.cjs' });
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  test('P4 the program is named stowkey and no default app of Electron stays behind', async () => {
    const names = await readdir(release);
    expect(names).toContain('stowkey');
    expect(names).not.toContain('electron');
    const resources = await readdir(join(release, 'resources'));
    const licences = ['LICENSE.txt', 'THIRD-PARTY-NOTICES.txt'];
    const program = ['apparmor-profile', 'app.asar', 'app.asar.unpacked', 'bin'];
    expect(resources.sort()).toEqual([...licences, ...program].sort());
    expect(await filesBelow(join(release, 'resources/bin'))).toEqual(['stowkey']);
  });

  test('P8 the package carries its licence and those of all that is in it', async () => {
    const text = (path: string): Promise<string> => readFile(join(release, path), 'utf8');
    expect(await text('resources/LICENSE.txt')).toBe(await readFile('LICENSE', 'utf8'));
    expect(await readdir(release)).toContain('LICENSES.chromium.html');
    expect(await text('LICENSE.electron.txt')).toContain('Electron contributors');
    const notices = await text('resources/THIRD-PARTY-NOTICES.txt');
    // One each of main and renderer, the one that ships beside the bundles, and the typeface.
    const carried = ['undici', 'react-dom', 'keytar', '@fontsource-variable/inter'];
    for (const name of carried) {
      const folder = join('node_modules', name);
      const file = (await readdir(folder)).find((each) => each.startsWith('LICENSE')) ?? '';
      expect(notices, name).toContain((await readFile(join(folder, file), 'utf8')).trim());
    }
    // A tool that builds the program is not carried.
    expect(notices).not.toMatch(/^(vite|electron-builder) \d/m);
  });

  test('P1 the driven build is the release build but for one byte of one file', async () => {
    const driven = packagedAppFolder('test');
    const paths = await filesBelow(release);
    expect(await filesBelow(driven)).toEqual(paths);
    const differing: string[] = [];
    for (const path of paths) {
      const bytes = await differingBytes(join(release, path), join(driven, path));
      if (bytes > 0) differing.push(`${path}: ${bytes}`);
    }
    expect(differing).toEqual(['stowkey: 1']);
  });
});

function archived(): readonly { readonly path: string; readonly packed: boolean }[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1).replaceAll('\\', '/'))
    .flatMap((path) => {
      const entry = statFile(archive, path);
      return 'files' in entry ? [] : [{ path, packed: !('unpacked' in entry && entry.unpacked) }];
    });
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function differingBytes(one: string, other: string): Promise<number> {
  const [a, b] = [await readFile(one), await readFile(other)];
  if (a.equals(b)) return 0;
  if (a.length !== b.length) return Math.abs(a.length - b.length);
  let count = 0;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) count += 1;
  return count;
}
