import { IntlMessageFormat } from 'intl-messageformat';

type Parsed = Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>;

/** An ICU message: as it is written, or parsed by the build where it holds more than plain placeholders. */
type Text = string | Parsed;

/** Texts of one language by the message's id. What is missing is said in English. */
export type Catalogue = Readonly<Record<string, Text | undefined>>;

type Language = {
  /** BCP 47. */
  readonly locale: string;
  readonly catalogue: Catalogue;
  /** What was formatted before, by its text. */
  readonly formats: Map<Text, IntlMessageFormat>;
};

const languageOf = (locale: string, catalogue: Catalogue): Language => ({
  locale,
  catalogue,
  formats: new Map(),
});

const english = languageOf('en', {});
let inUse = english;

/** Says everything in this language from now on. */
export const speak = (locale: string, catalogue: Catalogue): void => {
  inUse = languageOf(locale, catalogue);
};

/** The language that is spoken, with the person's region where it is known (BCP 47). */
export const spokenLocale = (): string => inUse.locale;

/** Says something in English, whatever is spoken: for terminals, scripts and files. */
export const inEnglish = <T>(say: () => T): T => {
  const before = inUse;
  inUse = english;
  try {
    return say();
  } finally {
    inUse = before;
  }
};

export type Values = Readonly<Record<string, string | number | boolean | null>>;

const knownParts = new Map<string, readonly string[] | null>();

/**
 * Gives what a text is filled in between, and by their names with what, in turn; null for one that takes ICU,
 * which a start would wait for, and a search of a long list.
 */
const plainParts = (text: string): readonly string[] | null => {
  const known = knownParts.get(text);
  if (known !== undefined) return known;
  const parts = /\{\s*\w+\s*,/.test(text) ? null : text.split(/\{(\w+)\}/);
  knownParts.set(text, parts);
  return parts;
};

/** Fills an ICU message of the language that is spoken. */
export const fillIn = (text: Text, values: Values): string => {
  const parts = typeof text === 'string' ? plainParts(text) : null;
  if (parts !== null)
    return parts.map((part, at) => (at % 2 === 0 ? part : String(values[part] ?? ''))).join('');
  let format = inUse.formats.get(text);
  if (format === undefined) {
    format = new IntlMessageFormat(text, inUse.locale, undefined, { ignoreTag: true });
    inUse.formats.set(text, format);
  }
  return String(format.format(values));
};

/** Says a text that stands in data, such as a template's: its id is the English itself, behind the group's. */
export const sayText = (group: string, text: string): string => {
  const said = inUse.catalogue[`${group}.${text}`];
  return typeof said === 'string' ? said : text;
};

/** A message that is told with values. */
class Message<A extends readonly unknown[]> {
  readonly icu: Text;
  readonly values: (...given: A) => Values;
  constructor(icu: Text, values: (...given: A) => Values) {
    this.icu = icu;
    this.values = values;
  }
}

/** Writes a message that depends on something: `{count, plural, one {# key} other {# keys}}`. */
export const says = <A extends readonly unknown[]>(
  icu: string,
  values: (...given: A) => Values,
): Message<A> => new Message(icu, values);

type Tree = { readonly [key: string]: unknown };

/** What messages are once they are said: texts, and functions that give texts. */
export type Said<T> =
  T extends Message<infer A>
    ? (...given: A) => string
    : T extends string
      ? string
      : { readonly [K in keyof T]: Said<T[K]> };

const defined = new Map<string, Tree>();

/** All messages that modules have made, by the id of their group; for whoever checks catalogues. */
export const definedMessages: ReadonlyMap<string, Tree> = defined;

const answering = (path: string, tree: object): unknown => {
  // Objects and functions stay the same, whatever is spoken; they answer when they are asked.
  const made = new Map<string | symbol, unknown>();
  return new Proxy(tree, {
    get: (target, key) => {
      const kept = made.get(key);
      if (kept !== undefined) return kept;
      const value: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return value;
      const id = `${path}.${key}`;
      if (typeof value === 'string') return inUse.catalogue[id] ?? value;
      if (typeof value !== 'object' || value === null) return value;
      const answer =
        value instanceof Message
          ? (...given: unknown[]) =>
              fillIn(inUse.catalogue[id] ?? value.icu, value.values(...given))
          : answering(id, value);
      made.set(key, answer);
      return answer;
    },
  });
};

/**
 * Makes a group of messages that answer in the language that is spoken when they are asked. Each is
 * written in English, as an ICU message; its id is the group's and the path to it, joined by dots.
 */
// @__NO_SIDE_EFFECTS__
export const messages = <const T extends Tree>(group: string, tree: T): Said<T> => {
  defined.set(group, tree);
  return answering(group, tree) as Said<T>;
};

export type EnglishText = {
  readonly id: string;
  readonly text: string;
  /** It is said as it stands, or filled with plain placeholders alone. */
  readonly isFixed: boolean;
};

/** Lists the English of a tree of messages. */
export const textsOf = (path: string, value: unknown): readonly EnglishText[] => {
  if (typeof value === 'string') return [{ id: path, text: value, isFixed: true }];
  if (value instanceof Message) return [{ id: path, text: String(value.icu), isFixed: false }];
  if (typeof value === 'function') throw new TypeError(`${path} is no message`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(`${path}.${key}`, each));
};
