import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rowsBelow } from '../support/rules/tables.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

type Locked = { readonly name?: string; readonly hasInstallScript?: true };
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

describe('what npm installs', () => {
  test('P7 runs no script of its own, and each package that would is known', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
    const scripted = Object.entries(lock.packages).flatMap(([path, { name, hasInstallScript }]) =>
      hasInstallScript ? [name ?? path.replace(/^.*node_modules\//, '')] : [],
    );
    const known = rowsBelow(read('docs/dependencies.md'), '## With install scripts');
    expect([...new Set(scripted)].sort()).toEqual(known.map(([name]) => name).sort());
  });

  test('P8 is one package for use, and every version is exact', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['keytar']);
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const loose = Object.entries(all).filter(([, version]) => !/(^|@)\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });
});

test('P12 nothing in it brings updates until there is a home to sign for', () => {
  const updater = /electron-updater|update-electron-app|\bautoUpdater\b/;
  expect(Object.keys(lock.packages).filter((path) => updater.test(path))).toEqual([]);
  const sources = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' });
  const files = sources.filter((path) => path.endsWith('.ts'));
  expect(files.filter((path) => updater.test(read(`electron/${path}`)))).toEqual([]);
  // With an address electron-builder would write one into the package, for an updater to ask.
  expect(read('electron-builder.yml')).toMatch(/^publish: null$/m);
});

describe('the runtime', () => {
  /** The day on which a person has to have taken a newer one, as docs/release.md has it. */
  const supportEnds = (major: string): string | undefined =>
    rowsBelow(read('docs/release.md'), '## Electron’s support').find(([it]) => it === major)?.[2];
  const major = manifest.devDependencies.electron?.split('.')[0] ?? '';

  test('P9 the Electron that packages ship is a supported one', () => {
    const ends = supportEnds(major);
    const say =
      ends === undefined
        ? `docs/release.md does not say until when Electron ${major} is supported: add its row`
        : `Electron ${major} is out of support since ${ends}, so it gets no more security fixes. ` +
          'Take the newest major (npm install -DE electron@latest), run every test, and add its row to docs/release.md';
    expect(ends, say).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(Date.now() < Date.parse(`${ends}T00:00:00Z`), say).toBe(true);
  });
});
