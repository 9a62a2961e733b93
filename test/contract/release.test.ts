import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rowsBelow } from '../support/rules/tables.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/release.md');

test('the page of releases names commands and files that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...page.matchAll(/`[^`]*npm run ([\w:]+)[^`]*`/g)].map(([, name = '']) => name);
  expect(commands).toEqual(expect.arrayContaining(['package', 'check:packages', 'reproduce']));
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const paths = [...page.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|yml|md|json))`/g)];
  const files = paths.map(([, path = '']) => path).filter((path) => !path.startsWith('.cdx'));
  expect(files).toContain('.github/workflows/release.yml');
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the workflows take the steps that the page says a machine takes', () => {
  const release = read('.github/workflows/release.yml');
  expect(release).toContain('uses: ./.github/workflows/ci.yml');
  for (const step of ['npm run package', 'npm run check:packages'])
    expect(release).toContain(`- run: ${step}`);
  for (const carried of ['dist/*.cdx.json', 'SHA256SUMS']) expect(release).toContain(carried);
  const checks = read('.github/workflows/ci.yml');
  for (const step of ['npm run check:vulnerabilities', '.ci/run'])
    expect(checks).toContain(`- run: ${step}`);
});

test('what a person tries by hand has, for each system, what to see', () => {
  for (const system of ['macOS', 'Windows', 'GNOME', 'KDE', 'Wayland', 'Everywhere']) {
    const rows = rowsBelow(page, `### ${system}`);
    expect(rows.length, system).toBeGreaterThan(2);
    expect(rows.filter((cells) => cells.length !== 2 || cells.some((cell) => cell === ''))).toEqual(
      [],
    );
  }
});
