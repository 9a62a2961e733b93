import { resolve } from 'node:path';
import { parseSync } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  catalogueProblems,
  englishProblems,
  englishTexts,
  translationsOf,
} from '../../scripts/languages.ts';
import { languages } from '../../shared/languages.ts';
import type { EnglishText } from '../../shared/words/messages.ts';
import { readSources } from '../support/rules/import-rules.ts';

const root = resolve(import.meta.dirname, '../..');

/** Gives what stands in a file as text: no comments, no ids, and nothing that is thrown at programmers. */
const writtenTexts = (path: string, source: string): readonly string[] => {
  const textsOf = (node: unknown): readonly string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const { type, value, name } = node as Readonly<Record<string, unknown>>;
    if (type === 'NewExpression') return [];
    if (type === 'JSXAttribute' && /^aria-.*by$/.test(String((name as { name: unknown }).name)))
      return [];
    if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') return [value];
    if (type === 'TemplateElement') return [`…${(value as { raw: string }).raw}`];
    return Object.values(node).flatMap(textsOf);
  };
  return textsOf(parseSync(path, source).program.body);
};

let english: readonly EnglishText[] = [];
beforeAll(async () => {
  english = await englishTexts();
});

describe('the languages', () => {
  it('Y1 have English messages that can be filled, each with an id of its own', () => {
    expect(english.length).toBeGreaterThan(1_000);
    expect(englishProblems(english)).toEqual([]);
    expect(new Set(english.map(({ id }) => id)).size).toBe(english.length);
  });

  // By the message's own name alone: groups are asked for with codes and kinds that are computed.
  it('Y1 have no English message that no code names', () => {
    const named = new Set(
      readSources(root, ['electron', 'renderer', 'shared']).flatMap(({ text }) =>
        // All words but those that a property or a message is defined by.
        [...text.matchAll(/(?<![\w-])[\w-]+(?![\w-])(?!['"]?:)/g)].map(([word]) => word),
      ),
    );
    const unnamed = english.filter(
      ({ id, text }) => id !== `templates.${text}` && !named.has(id.slice(id.lastIndexOf('.') + 1)),
    );
    expect(unnamed).toEqual([]);
  });

  it('Y1 have every sentence of the window in shared/words, where it is translated', () => {
    const sentences = readSources(root, ['renderer'])
      // It is used by the build alone.
      .filter(({ path }) => path !== 'renderer/views/shell/first-frame-template.tsx')
      .flatMap(({ path, text }) => writtenTexts(path, text).map((each) => `${path}: ${each}`))
      // A word after what a template fills in is one of a sentence as well.
      .filter((text) => /: .*[a-z…]{3,} [a-z]{2,}|: … [a-z]{3,}/i.test(text))
      .filter((text) => !/bottom (start|end)$/.test(text));
    expect(sentences).toEqual([]);
  });

  it.each(languages.filter((each) => each !== 'en'))(
    'Y1 say everything in %s, and nothing else',
    (language) => {
      expect(catalogueProblems(english, translationsOf(language), language)).toEqual([]);
    },
  );

  const said = (id: string, text: string, isFixed = false): EnglishText => ({ id, text, isFixed });
  it.each<[EnglishText, Readonly<Record<string, string>>, string]>([
    [said('a', 'Renew'), {}, 'a is missing'],
    [said('a', 'Renew'), { a: 'Erneuern', b: 'Neu' }, 'b is not used'],
    [said('a', 'Hi {host}'), { a: 'Hallo' }, 'a lacks {host}'],
    [said('a', 'Hi'), { a: 'Hallo {host}' }, 'a has {host} of its own'],
    [said('a', 'Hi {host'), { a: 'Hi' }, 'a is no ICU message'],
    [
      said('a', '{n, plural, one {#} other {#}}'),
      { a: '{n, plural, other {#}}' },
      'a no form for one of n',
    ],
    [
      said('a', 'Hi {n}', true),
      { a: '{n, number}' },
      'a takes plain placeholders alone, as {host}',
    ],
    [said('a', 'Don’t'), { a: "Don't" }, 'a holds a straight apostrophe: write ’'],
  ])('Y1 are refused where a message does not fit: %j %j', (text, translations, problem) => {
    const problems = catalogueProblems([text], translations, 'de');
    const own = englishProblems([text]);
    expect([...problems, ...own].some((each) => each.startsWith(problem))).toBe(true);
  });
});
