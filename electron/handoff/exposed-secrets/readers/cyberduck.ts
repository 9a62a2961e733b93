import { linesOf } from '../../aws-config/lines.ts';
import type { NamedValue, ValueGroup } from '../exposed-key.ts';

const names: Readonly<Record<string, string>> = {
  Username: 'access_key',
  Password: 'secret_key',
  Hostname: 'endpoint',
  Region: 'region',
};

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};
const decoded = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => entities[entity] ?? entity);

/** Reads a bookmark: a property list, its keys and texts in order (`.duck`). */
export const readBookmark = (text: string): readonly ValueGroup[] => {
  const values: NamedValue[] = [];
  let line = 1;
  for (const [whole, key, value] of text.matchAll(
    /<key>([^<\n]{1,64})<\/key>\s{0,64}<string>([^<]*)<\/string>|\n/g,
  )) {
    if (key !== undefined && value !== undefined) {
      // The value stands behind the line ends between the two.
      const before = whole.slice(0, whole.indexOf('<string>')).split('\n').length - 1;
      values.push({ name: names[key] ?? key, value: decoded(value), line: line + before });
    }
    line += whole.split('\n').length - 1;
  }
  return [{ name: null, values }];
};

/** Reads what the command line of Cyberduck keeps in `~/.duck/credentials`: `scheme://user@host=password`. */
export const readDuckCredentials = (text: string): readonly ValueGroup[] =>
  [...linesOf(text)].flatMap(({ text: line, number }) => {
    const [, user, host = '', password] =
      /^[a-z][a-z0-9-]{0,31}\\?:\/\/([^@=\s]{1,256})@([^=\s]{1,256})=(\S{1,1024})\s*$/i.exec(
        line,
      ) ?? [];
    if (user === undefined || password === undefined) return [];
    return {
      name: host.replaceAll('\\', ''),
      values: [
        { name: 'access_key', value: user, line: number },
        { name: 'secret_key', value: password.replace(/\\(.)/g, '$1'), line: number },
      ],
    };
  });
