import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation';
import { describe, expect, test } from 'vitest';
import { packagedAppFolder, projectFolder } from '../support/app/package-app.ts';
import { rowsBelow } from '../support/rules/tables.ts';

type Part = { readonly name: string; readonly version: string; readonly identifier: string };

/** What each bundle says it was made of, and what lies beside the bundles. */
async function carried(): Promise<readonly Part[]> {
  const bundles = ['main', 'preload', 'renderer'].map((bundle) => `out/${bundle}/licenses.json`);
  const parts = (await Promise.all(bundles.map(readJson))) as (readonly Part[])[];
  const beside = await Promise.all(
    ['keytar', '@fontsource-variable/inter'].map(async (name) => {
      const manifest = await readJson(`node_modules/${name}/package.json`);
      const { license, ...part } = manifest as Omit<Part, 'identifier'> & { license: string };
      return { name: part.name, version: part.version, identifier: license };
    }),
  );
  return [...parts.flat(), ...beside];
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(projectFolder, path), 'utf8'));
}

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('P8 what the package is made of', () => {
  test('P8 each part that the bundles carry has its licence and its reason in docs/dependencies.md', async () => {
    const page = await readFile(join(projectFolder, 'docs/dependencies.md'), 'utf8');
    const rows = rowsBelow(page, '## In the package');
    expect(rows.filter(([name, licence, why]) => !name || !licence || !why)).toEqual([]);
    const listed = rows.map(([name, licence]) => `${name} ${licence}`);
    const found = (await carried()).map(({ name, identifier }) => `${name} ${identifier}`);
    expect(listed.sort()).toEqual([...new Set([...found, 'electron MIT'])].sort());
  });

  test('P10 the bill of materials is CycloneDX, and names these parts and no others', async () => {
    const release = packagedAppFolder('release');
    const { version } = (await readJson('package.json')) as { version: string };
    const file = join(release, `../Stowkey-${version}-linux-${process.arch}.cdx.json`);
    const text = await readFile(file, 'utf8');
    expect(await new JsonStrictValidator(Version.v1dot6).validate(text)).toBe(null);

    const { components } = JSON.parse(text) as {
      components: { name: string; version: string; hashes?: { content: string }[] }[];
    };
    const named = components.map((each) => `${each.name} ${each.version}`);
    const electron = (await readFile(join(release, 'version'), 'utf8').catch(() => '')).trim();
    const parts = (await carried()).map((each) => `${each.name} ${each.version}`);
    expect(named.sort()).toEqual([...new Set([...parts, `electron ${electron}`])].sort());
    const without = components.filter(
      ({ hashes }) => !/^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? ''),
    );
    expect(without.map(({ name }) => name)).toEqual(['electron']);
  });
});
