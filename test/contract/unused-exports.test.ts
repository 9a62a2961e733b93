import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTexts, unusedExports } from '../support/rules/unused-exports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configs = readdirSync(root).filter((name) => /\.config\.ts$/.test(name));

describe('what a file exports', () => {
  it('is imported somewhere: by the program or by a test', () => {
    const files = readTexts(root, ['electron', 'renderer', 'shared', 'test'], configs);
    expect(files.length).toBeGreaterThan(400);
    // Tools import the default of their configuration.
    expect(unusedExports(files).filter((each) => !/\.config\.ts: default$/.test(each))).toEqual([]);
  });

  it('is found however it is imported', () => {
    const text = 'export const a = 1;\nexport type B = 2;\nexport default 3;\nexport { a as c };';
    const unused = (importer: string): readonly string[] =>
      unusedExports([
        { path: 'x/one.ts', text },
        { path: 'x/two.ts', text: importer },
      ]);
    const [a, b, d, c] = ['a', 'B', 'default', 'c'].map((name) => `x/one.ts: ${name}`);
    expect(unused('')).toEqual([a, b, d, c]);
    expect(unused("import { a } from './one.ts';")).toEqual([b, d, c]);
    expect(unused("import { c as other } from './one.ts';")).toEqual([a, b, d]);
    expect(unused("import type { B } from './one.ts';")).toEqual([a, d, c]);
    expect(unused("import { type B } from './one.ts';")).toEqual([a, d, c]);
    expect(unused("import one from '../x/one.ts';")).toEqual([a, b, c]);
    expect(unused("import * as one from './one.ts';")).toEqual([]);
    expect(unused("const one = await import('./one.ts');")).toEqual([]);
    expect(unused("type T = import('./one.ts').B;")).toEqual([]);
    expect(unused("export { a } from './one.ts';")).toEqual([b, d, c, 'x/two.ts: a']);
    expect(unused("export * from './one.ts';")).toContain('x/two.ts: *');
  });
});
