import { linesOf } from '../../aws-config/lines.ts';
import type { ValueGroup } from '../exposed-key.ts';

/** Reads a password file of s3fs: `ID:SECRET` or `bucket:ID:SECRET`, a line each (s3fs-fuse's manual). */
export const readS3fs = (text: string): readonly ValueGroup[] =>
  [...linesOf(text)].flatMap(({ text: line, number }) => {
    const [, bucket = null, keyId, secret] =
      /^(?:([^#:\s][^:\s]*):)?([^#:\s][^:\s]*):([^:\s]+)\s*$/.exec(line) ?? [];
    if (keyId === undefined || secret === undefined) return [];
    return {
      name: bucket,
      values: [
        { name: 'access_key', value: keyId, line: number },
        { name: 'secret_key', value: secret, line: number },
      ],
    };
  });
