import { parseSync } from 'vite';

type Node = { readonly type: string; readonly start: number; readonly end: number };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Attributes that people read or hear. */
const heard =
  /^(?:aria-label|aria-description|label|title|tip|help|placeholder|alt|name|hint|refuse)$/;

const word = /\p{L}{2}/u;

/** Lists the texts that a component shows without asking `shared/words` for them. */
export const shownTexts = (path: string, text: string): readonly string[] => {
  const found: string[] = [];
  const sourceOf = ({ start, end }: Node): string => text.slice(start, end).trim();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each);
    if (!isNode(value)) return;
    if (value.type === 'JSXText' && word.test(sourceOf(value))) found.push(sourceOf(value));
    if (value.type === 'JSXAttribute') {
      const [name = '', ...rest] = sourceOf(value).split('=');
      const given = rest.join('=');
      // What is given as it stands begins with a quote; a name in it is a value of code.
      if (heard.test(name) && /^(?:"|\{`)(?:\$\{[^}]*\} )?\p{Lu}\p{Ll}/u.test(given))
        found.push(sourceOf(value));
    }
    for (const part of Object.values(value)) look(part);
  };
  look(parseSync(path, text).program);
  return found;
};
