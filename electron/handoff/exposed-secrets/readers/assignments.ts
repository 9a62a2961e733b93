import { readAssignments } from '../../../providers/s3/paste/lines.ts';
import { linesOf } from '../../aws-config/lines.ts';
import type { NamedValue, ValueGroup } from '../exposed-key.ts';

const longestLine = 4_096;

/** Keys within an address, as `MC_HOST_name=https://ID:SECRET@host` has them. */
const inAddress = /^(https?:\/\/)([^\s:@/]+):([^\s@]+)@([^\s@/]+)/;

const parts = ({ name, value, line }: NamedValue): readonly NamedValue[] => {
  const [, scheme = '', keyId, secret = '', host = ''] = inAddress.exec(value) ?? [];
  if (!/^MC_HOST_/i.test(name) || keyId === undefined) return [{ name, value, line }];
  return [
    { name: `${name}_access_key`, value: keyId, line },
    { name: `${name}_secret_key`, value: secret.split(':')[0] ?? '', line },
    { name: `${name}_endpoint`, value: `${scheme}${host}`, line },
  ];
};

/** Reads what shells' start files and `.env` files set, in the manner of any shell, line by line. */
export const readSettings = (text: string): readonly ValueGroup[] => {
  const values: NamedValue[] = [];
  for (const { text: line, number } of linesOf(text)) {
    if (line.length > longestLine) continue;
    for (const [name, value] of readAssignments(line)) {
      values.push(...parts({ name, value, line: number }));
    }
  }
  return [{ name: null, values }];
};
