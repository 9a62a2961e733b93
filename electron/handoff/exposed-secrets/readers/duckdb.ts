import type { NamedValue, ValueGroup } from '../exposed-key.ts';

/** Reads `CREATE SECRET` and `SET s3_…` of a DuckDB start file, a group for each secret. */
export const readDuckdbSql = (text: string): readonly ValueGroup[] => {
  const groups: NamedValue[][] = [[]];
  let line = 1;
  for (const [whole, name, value] of text.matchAll(
    /\b(\w{1,64})[ \t]{0,8}[=:]?[ \t]{0,8}'((?:[^']|''){0,2048})'|\bCREATE\b|\n/gi,
  )) {
    if (/^create$/i.test(whole)) groups.push([]);
    if (name !== undefined && value !== undefined) {
      groups.at(-1)?.push({ name, value: value.replaceAll("''", "'"), line });
    }
    line += whole.split('\n').length - 1;
  }
  return groups.map((values) => ({ name: null, values }));
};

/** What a text's length, written before it, may be taken for: a character of the text itself. */
const withoutLength = (run: string): string =>
  run.charCodeAt(0) === run.length - 1 ? run.slice(1) : run;

/**
 * Finds key and secret in a secret that DuckDB keeps: its binary form has each value's text behind the
 * name. There are no lines in it, so what is found stands in line 1.
 */
export const readDuckdbStored = (bytes: Uint8Array): readonly ValueGroup[] => {
  const runs = (
    Buffer.from(bytes)
      .toString('latin1')
      .match(/[\x20-\x7e]{3,}/g) ?? []
  ).map(withoutLength);
  const values = ['key_id', 'secret', 'session_token', 'endpoint', 'region'].flatMap((name) => {
    const at = runs.lastIndexOf(name);
    const value = at === -1 ? undefined : runs[at + 1];
    return value === undefined ? [] : [{ name, value, line: 1 }];
  });
  return [{ name: null, values }];
};
