import type { GrantWarning } from '../grant-warnings.ts';
import type { GrantView } from '../schemas.ts';
import { messages, says } from './messages.ts';

export const grantWarningWords: Readonly<Record<GrantWarning, string>> = messages(
  'grants.warnings',
  {
    'never-valid': 'This grant ends before it begins, so it can never be used.',
    'nothing-allowed': 'This grant forbids reading, writing, listing and deleting.',
    'no-bucket-left': 'The limits of this grant leave no bucket that it could reach.',
    'bucket-name-slash':
      'A bucket name in this grant ends with a slash. The server may match no bucket with it.',
    'no-list': 'This grant cannot list objects, so most S3 tools will not be able to browse.',
    'no-encryption-key':
      'This grant holds no encryption key, so it may not be able to read existing objects.',
    'unknown-restriction':
      'This grant has a restriction that Stowkey does not know. It may allow less than shown.',
  },
);

type Bucket = NonNullable<GrantView['buckets']>[number];

const parts = messages('grants.parts', {
  whole: ' (whole bucket)',
  encrypted: says('encrypted prefix ({bytes} bytes)', (bytes: number) => ({ bytes })),
});

/** Says which part of a bucket a grant opens; goes behind the bucket's name. */
export const partOfBucket = (prefix: Bucket['prefix']): string => {
  if (prefix === null) return parts.whole;
  return ` / ${typeof prefix === 'string' ? prefix : parts.encrypted(prefix.encryptedBytes)}`;
};
