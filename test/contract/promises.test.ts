import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const tests = resolve(import.meta.dirname, '..');
const page = readFileSync(join(tests, '../docs/promises.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z]\d+) \| (.+) \| (.+) \|$/gm)].map(
  ([, id = '', promise = '', proof = '']) => ({ id, promise, proof }),
);

/** What stands in quotes in a file, to the end of the line: titles among it. */
const quotedIn = (text: string): string => (text.match(/['"`].*/g) ?? []).join('\n');

describe('the page of promises', () => {
  it('names tests that exist, or says that there is none yet', () => {
    const untrue = rows.flatMap(({ id, proof }) =>
      proof.split('<br>').flatMap((part) => {
        if (part.startsWith('_not yet_')) return [];
        const [, file = '', words = ''] = /^`(.+)` › (.+)$/.exec(part) ?? [];
        const path = join(tests, file);
        const isThere =
          words !== '' && existsSync(path) && quotedIn(readFileSync(path, 'utf8')).includes(words);
        return isThere ? [] : [`${id}: ${part}`];
      }),
    );
    expect(untrue).toEqual([]);
  });

  it('has every promise that a test names, once', () => {
    const ids = rows.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(160);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const named = readdirSync(tests, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const titles = readFileSync(join(tests, path), 'utf8').matchAll(
          /['`]((?:[KMLNIWSPAFT]\d{1,2} )+)/g,
        );
        return [...titles].flatMap(([, list = '']) => list.trim().split(' '));
      });
    expect([...new Set(named)].filter((id) => !ids.includes(id))).toEqual([]);
  });
});
