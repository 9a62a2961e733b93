import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { languages } from '../shared/languages.ts';
import { providerDescriptorSchema } from '../shared/provider-descriptor.ts';
import { definedMessages, type EnglishText, textsOf } from '../shared/words/messages.ts';
import { withOwnTexts } from '../shared/words/providers.ts';

const root = resolve(import.meta.dirname, '..');
const wordsFolder = join(root, 'shared/words');
const fileOf = (language: string): string => join(wordsFolder, 'languages', `${language}.json`);

/** Gives all messages in English, in the order in which they stand in `shared/words`. */
export const englishTexts = async (): Promise<readonly EnglishText[]> => {
  const files = readdirSync(wordsFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  for (const name of files) await import(join(wordsFolder, name));
  const words = [...definedMessages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, tree]) => textsOf(group, tree));
  return [...words, ...(await templateTexts())];
};

/** Gives what the templates that ship say themselves; the id is the text. */
const templateTexts = async (): Promise<readonly EnglishText[]> => {
  const { builtInProviders } = await import('../electron/providers/registry.ts');
  const texts = new Set<string>();
  for (const { descriptor } of builtInProviders.filter((each) => each.descriptor.isTemplate))
    withOwnTexts(providerDescriptorSchema.parse(descriptor), (text) => {
      texts.add(text);
      return text;
    });
  return [...texts].map((text) => ({ id: `templates.${text}`, text, isFixed: true }));
};

type Translations = Readonly<Record<string, string>>;

export const translationsOf = (language: string): Translations =>
  JSON.parse(readFileSync(fileOf(language), 'utf8'));

type Told = { readonly names: ReadonlySet<string>; readonly problems: readonly string[] };

const none: Told = { names: new Set(), problems: [] };

const both = (parts: readonly Told[]): Told => ({
  names: new Set(parts.flatMap(({ names }) => [...names])),
  problems: parts.flatMap(({ problems }) => problems),
});

/** Collects what a message is filled with, and the plurals that lack a form of the language. */
const look = (elements: readonly MessageFormatElement[], language: string): Told =>
  both(
    elements.map((element): Told => {
      switch (element.type) {
        case TYPE.literal:
        case TYPE.pound:
          return none;
        case TYPE.plural: {
          const forms = Object.keys(element.options);
          const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
          const missing = needed
            // Nothing that is counted here comes by the million.
            .filter((form) => form !== 'many' || !['fr', 'es'].includes(language))
            .filter((form) => !forms.includes(form));
          return both([
            {
              names: new Set([element.value]),
              problems: missing.map((form) => `no form for ${form} of ${element.value}`),
            },
            ...Object.values(element.options).map(({ value }) => look(value, language)),
          ]);
        }
        case TYPE.select:
          return both([
            { names: new Set([element.value]), problems: [] },
            ...Object.values(element.options).map(({ value }) => look(value, language)),
          ]);
        case TYPE.tag:
          return { names: new Set(), problems: ['holds a tag'] };
        default:
          return { names: new Set([element.value]), problems: [] };
      }
    }),
  );

const lookAt = (text: string, language: string): Told => {
  try {
    return look(parse(text, { ignoreTag: true }), language);
  } catch (error) {
    return { names: new Set(), problems: [`is no ICU message (${String(error)})`] };
  }
};

/** Says what is wrong with one text; `text` is English itself where English is checked. */
const problemsOf = (english: EnglishText, text: string, language: string): readonly string[] => {
  const wanted = lookAt(english.text, 'en').names;
  const { names, problems } = lookAt(text, language);
  return [
    ...problems,
    // In ICU messages it takes away the meaning of what follows.
    ...(text.includes("'") ? ['holds a straight apostrophe: write ’'] : []),
    ...(english.isFixed && /\{\s*\w+\s*,/.test(text)
      ? ['takes plain placeholders alone, as {host}']
      : []),
    ...(text === '' ? ['is empty'] : []),
    ...[...wanted].filter((name) => !names.has(name)).map((name) => `lacks {${name}}`),
    ...[...names].filter((name) => !wanted.has(name)).map((name) => `has {${name}} of its own`),
  ];
};

/** Says what is wrong with the English messages themselves. */
export const englishProblems = (english: readonly EnglishText[]): readonly string[] =>
  english.flatMap((each) =>
    problemsOf(each, each.text, 'en').map((problem) => `${each.id} ${problem}`),
  );

/** Says what is wrong with a language: what is missing, what nothing asks for, what cannot be filled. */
export const catalogueProblems = (
  english: readonly EnglishText[],
  translations: Translations,
  language: string,
): readonly string[] => {
  const known = new Map(english.map((each) => [each.id, each]));
  return [
    ...english
      .filter(({ id }) => !Object.hasOwn(translations, id))
      .map(({ id }) => `${id} is missing`),
    ...Object.keys(translations)
      .filter((id) => !known.has(id))
      .map((id) => `${id} is not used`),
    ...Object.entries(translations).flatMap(([id, text]) => {
      const each = known.get(id);
      if (each === undefined) return [];
      return problemsOf(each, text, language).map((problem) => `${id} ${problem}`);
    }),
  ];
};

const write = (file: string, translations: Translations): void =>
  writeFileSync(file, `${JSON.stringify(translations, null, 2)}\n`);

/** Lists what a language lacks, with the English, for whoever translates it. */
const writeMissing = async (language: string, file: string): Promise<void> => {
  const translations = translationsOf(language);
  const missing = (await englishTexts()).filter(({ id }) => !Object.hasOwn(translations, id));
  write(file, Object.fromEntries(missing.map(({ id, text }) => [id, text])));
  console.log(`${missing.length} messages in ${file}`);
};

/** Takes translations from a file into a language, in the order of the English, and drops what is not used. */
const take = async (language: string, file: string): Promise<void> => {
  const taken: Translations = {
    ...translationsOf(language),
    ...JSON.parse(readFileSync(file, 'utf8')),
  };
  write(
    fileOf(language),
    Object.fromEntries(
      (await englishTexts()).flatMap(({ id }) => {
        const text = taken[id];
        return text === undefined ? [] : [[id, text]];
      }),
    ),
  );
};

/** Looks at all languages, which a build does not go on without. */
const check = async (): Promise<void> => {
  const english = await englishTexts();
  const problems = languages
    .filter((language) => language !== 'en')
    .flatMap((language) =>
      catalogueProblems(english, translationsOf(language), language).map(
        (problem) => `${language}: ${problem}`,
      ),
    );
  for (const problem of [...englishProblems(english), ...problems]) {
    console.error(problem);
    process.exitCode = 1;
  }
};

const [, script, act, language = '', file = ''] = process.argv;
if (script === import.meta.filename) {
  if (act === 'missing') await writeMissing(language, file);
  else if (act === 'take') await take(language, file);
  else if (act === 'check') await check();
  else {
    console.error('usage: npm run languages -- check | missing LANGUAGE FILE | take LANGUAGE FILE');
    process.exitCode = 2;
  }
}
