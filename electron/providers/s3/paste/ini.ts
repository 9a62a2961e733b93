import { linesOf, withoutComment } from '../../pasted-text.ts';

type Section = {
  readonly name: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
};

const readLines = (text: string): readonly Section[] => {
  const sections: { name: string; pairs: [string, string][] }[] = [];
  for (const whole of linesOf(text)) {
    if (/^\s*[#;]/.test(whole)) continue;
    const line = withoutComment(whole, /\s[#;]/);
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line);
    if (header !== null) {
      sections.push({ name: (header[1] ?? '').trim(), pairs: [] });
      continue;
    }
    const pair = /^\s*([\w.-]+)\s*[=:]\s*(.*)$/.exec(line);
    // Nested blocks (`s3 =` and indented lines) are read as if they were flat.
    if (pair !== null) sections.at(-1)?.pairs.push([pair[1] ?? '', (pair[2] ?? '').trim()]);
  }
  return sections;
};

/** Far more than a services block says; each profile that names it has all of it. */
const mostServiceSettings = 50;

/**
 * Reads the sections of AWS, rclone and s3cmd files, in order.
 *
 * AWS keeps keys and settings of one profile in two files; pasted together, `[name]` and
 * `[profile name]` are one section here, with what its `[services …]` block says about S3.
 */
export const readIniSections = (text: string): readonly Section[] => {
  const lines = readLines(text);
  const services = new Map(
    lines.flatMap(({ name, pairs }) =>
      name.startsWith('services ')
        ? [[name.slice(9).trim(), pairs.slice(0, mostServiceSettings)] as const]
        : [],
    ),
  );
  const merged = new Map<string, (readonly [string, string])[]>();
  for (const { name, pairs } of lines) {
    if (/^(services|sso-session|plugins)\b/.test(name)) continue;
    const profile = name.replace(/^profile\s+/, '').replace(/^"(.*)"$/, '$1');
    const block = pairs.find(([key]) => key === 'services')?.[1] ?? '';
    const all = merged.get(profile) ?? [];
    merged.set(profile, all);
    for (const pair of [...(services.get(block) ?? []), ...pairs]) all.push(pair);
  }
  return [...merged].map(([name, pairs]) => ({ name, pairs }));
};
