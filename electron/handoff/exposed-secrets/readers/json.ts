import type { NamedValue, ValueGroup } from '../exposed-key.ts';

const token = /"(?:[^"\\\n]|\\.)*"|[{}:\n]/g;

const textOf = (quoted: string): string => {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
};

/** Reads the texts of each object of a JSON file, with their lines; a file that is cut as far as it goes. */
export const readJsonObjects = (text: string): readonly ValueGroup[] => {
  type Open = { readonly name: string | null; readonly values: NamedValue[] };
  const groups: Open[] = [];
  const open: Open[] = [];
  let line = 1;
  let last: string | null = null;
  let name: string | null = null;
  for (const [part] of text.matchAll(token)) {
    if (part === '\n') line += 1;
    else if (part === '{') {
      const group: Open = { name, values: [] };
      groups.push(group);
      open.push(group);
      last = name = null;
    } else if (part === '}') {
      open.pop();
      last = name = null;
    } else if (part === ':') {
      name = last;
    } else {
      last = textOf(part);
      if (name !== null) {
        open.at(-1)?.values.push({ name, value: last, line });
        name = null;
      }
    }
  }
  return groups;
};
