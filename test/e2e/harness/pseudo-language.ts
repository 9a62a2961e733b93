import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { englishTexts } from '../../../scripts/languages.ts';

const accented: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  A: 'Å',
  E: 'É',
  O: 'Ö',
};

const longer = (text: string): string => {
  const written = [...text].map((letter) => accented[letter] ?? letter).join('');
  return /\p{L}/u.test(text) ? `${written}${'~'.repeat(Math.ceil(text.length * 0.4))}` : written;
};

const hebrew = 'אבגדהוזחטיכלמנסעפצקרשת';
const rightToLeft = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => hebrew[letter.toLowerCase().charCodeAt(0) - 97] ?? 'א');

const inAll = (
  elements: readonly MessageFormatElement[],
  write: (text: string) => string,
): MessageFormatElement[] =>
  elements.map((element) => {
    if (element.type === TYPE.literal) return { ...element, value: write(element.value) };
    if (element.type === TYPE.plural || element.type === TYPE.select)
      return {
        ...element,
        options: Object.fromEntries(
          Object.entries(element.options).map(([form, { value }]) => [
            form,
            { value: inAll(value, write) },
          ]),
        ),
      };
    return element;
  });

/** Places of plain placeholders, which are filled without ICU. */
const plainly = (text: string, write: (text: string) => string): string =>
  text
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith('{') ? part : write(part)))
    .join('');

/** Makes a language of English: 40 % longer, in brackets, or written from right to left. */
export const pseudoCatalogue = async (
  kind: 'longer' | 'right-to-left',
): Promise<Readonly<Record<string, unknown>>> => {
  const write = kind === 'longer' ? longer : rightToLeft;
  return Object.fromEntries(
    (await englishTexts()).map(({ id, text }) => [
      id,
      /\{\s*\w+\s*,/.test(text)
        ? inAll(parse(text, { ignoreTag: true }), write)
        : kind === 'longer'
          ? `[${plainly(text, write)}]`
          : plainly(text, write),
    ]),
  );
};

/** The place of German is taken, for a script that it can be written in from either side. */
export const pseudoLocales = { longer: 'de', 'right-to-left': 'de-Arab' } as const;
