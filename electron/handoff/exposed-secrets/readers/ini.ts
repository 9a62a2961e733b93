import { cleanValue } from '../../../providers/s3/paste/keys.ts';
import { linesOf } from '../../aws-config/lines.ts';
import type { NamedValue, ValueGroup } from '../exposed-key.ts';

const longestLine = 4_096;

/** Reads the sections of AWS, rclone and s3cmd files. Takes any text; what is no setting is skipped. */
export const readIni = (text: string): readonly ValueGroup[] => {
  const groups: { name: string | null; values: NamedValue[] }[] = [{ name: null, values: [] }];
  for (const { text: line, number } of linesOf(text)) {
    if (line.length > longestLine || /^\s*[#;]/.test(line)) continue;
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      groups.push({ name: header.trim(), values: [] });
      continue;
    }
    const at = line.search(/[=:]/);
    if (at < 1) continue;
    const [name, value] = [line.slice(0, at).trim(), cleanValue(line.slice(at + 1))];
    groups.at(-1)?.values.push({ name, value, line: number });
  }
  return groups;
};
