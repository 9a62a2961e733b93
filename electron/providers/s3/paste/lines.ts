import { linesOf, withoutComment } from '../../pasted-text.ts';

/** Splits at line ends, `;` and `&&` that are not within quotes. */
const statements = (text: string): readonly string[] =>
  linesOf(text)
    .flatMap((line) => line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|(?!&&)[^;])+/g) ?? [])
    .map((part) => part.replace(/^&/, '').trim())
    .filter((part) => part !== '');

/** What stands before the name: sh, fish, cmd, PowerShell, docker, YAML lists. */
const prefix =
  /^(?:-\s+|export\s+|declare\s+-x\s+|typeset\s+-x\s+|env\s+|setx?\s+(?:-{1,2}[a-zA-Z-]+\s+)*|-e\s+|--env\s+|\$env:)/i;

const unquote = (text: string): string => {
  const trimmed = text.trim();
  // A shell joins what stands without a blank between: 'it'\''s'.
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.)*/.exec(trimmed);
  if (quoted !== null) {
    return quoted[0].replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? '',
    );
  }
  return withoutComment(trimmed)
    .replace(/,$/, '')
    .replace(/^`(.*)`$/, '$1');
};

/** A name followed by nothing: the value is on the next line, as web consoles copy it. */
const isLabel = (line: string): boolean => /^[A-Za-z][A-Za-z0-9 _-]{2,40}:?$/.test(line);

/**
 * Reads `NAME=value` in the manner of every common shell, and `Label: value` lines of web consoles.
 * Pure; what is neither is skipped.
 */
export const readAssignments = (text: string): readonly (readonly [string, string])[] => {
  const pairs: [string, string][] = [];
  let label: string | null = null;
  for (const statement of statements(text)) {
    if (/^(#|\/\/|rem\b|unset\b)/i.test(statement)) continue;
    let rest = statement;
    let isSet = false;
    for (let match = prefix.exec(rest); match !== null; match = prefix.exec(rest)) {
      rest = rest.slice(match[0].length);
      isSet = true;
    }
    // cmd quotes the whole: set "NAME=value".
    const whole = /^"([A-Za-z_]\w*=[^"]*)"$/.exec(rest);
    if (whole !== null) rest = whole[1] ?? '';
    const assigned =
      /^["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*(\S.*)$/.exec(rest) ??
      // fish and setx put a space between name and value.
      (isSet ? /^([A-Za-z_]\w*)\s+(\S.*)$/.exec(rest) : null) ??
      /^([A-Za-z][A-Za-z0-9 _-]{2,40}?)\s*:\s+(\S.*)$/.exec(rest);
    if (assigned !== null) {
      pairs.push([assigned[1] ?? '', unquote(assigned[2] ?? '')]);
      label = null;
    } else if (label !== null && /^\S+$/.test(rest)) {
      pairs.push([label, unquote(rest)]);
      label = null;
    } else {
      label = isLabel(rest) ? rest : null;
    }
  }
  return pairs;
};
