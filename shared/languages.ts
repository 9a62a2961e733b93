import { type Catalogue, speak } from './words/messages.ts';

/** The languages that everything is said in, by BCP 47 tag, with their own names. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  'zh-Hans': '简体中文',
} as const;
export type Language = keyof typeof languageNames;

export const languages = Object.keys(languageNames) as readonly Language[];

type Loaded = { readonly default: Catalogue };

/** English stands in the code. Each other language is a chunk of its own, loaded when it is spoken. */
const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Loaded>>> = {
  de: () => import('./words/languages/de.json'),
  fr: () => import('./words/languages/fr.json'),
  es: () => import('./words/languages/es.json'),
  ja: () => import('./words/languages/ja.json'),
  'zh-Hans': () => import('./words/languages/zh-Hans.json'),
};

/** Where Chinese is written in traditional characters, unless a tag says that it is not. */
const traditional: readonly string[] = ['Hant', 'TW', 'HK', 'MO'];

/**
 * Gives the language of a tag such as `de-AT`; null for one that nothing is said in. Goes without
 * `Intl.Locale`, which a start would wait for.
 */
export const languageOf = (tag: string): Language | null => {
  const [language, ...parts] = tag.split('-');
  if (language === 'zh')
    return !parts.includes('Hans') && parts.some((part) => traditional.includes(part))
      ? null
      : 'zh-Hans';
  return languages.find((each) => each === language) ?? null;
};

/**
 * Chooses what is spoken: the person's choice, or the first of the system's languages that there is.
 * Keeps the system's region, which decides how dates and numbers are written.
 */
export const localeFor = (chosen: 'system' | Language, systemTags: readonly string[]): string => {
  const spoken = systemTags.find((tag) => {
    const language = languageOf(tag);
    return chosen === 'system' ? language !== null : language === chosen;
  });
  return spoken ?? (chosen === 'system' ? 'en' : chosen);
};

const loadCatalogue = async (language: Language): Promise<Catalogue> =>
  language === 'en' ? {} : (await catalogues[language]()).default;

let wanted: string | null = null;

/** Loads what is said in the language of a locale, and says everything in it from then on. */
export const speakIn = async (locale: string): Promise<void> => {
  wanted = locale;
  const catalogue = await loadCatalogue(languageOf(locale) ?? 'en');
  // Another one was chosen while this one was loaded.
  if (wanted === locale) speak(locale, catalogue);
};
