import type { S3Check, S3WriteCheck } from '../schemas.ts';
import { formatDuration } from './time.ts';

/** Servers sign in nobody whose clock is 15 minutes off; a third of it is worth a word. */
const worthAWarningSeconds = 300;

/** Says what the last check of S3 keys showed of buckets. */
export const describeProof = ({ proof, bucketCount }: S3Check): string => {
  if (proof === 'known') return 'May not list buckets';
  if (proof === 'seen') return 'It is there; its names may not be listed';
  if (proof === 'opened') return 'Listed the bucket you named';
  return bucketCount === 1 ? '1 bucket' : `${bucketCount ?? 0} buckets`;
};

const ofWriting = ({ bucket, outcome, checksums }: S3WriteCheck): string => {
  switch (outcome) {
    case 'refused':
      return `May not write to ${bucket}`;
    case 'no-such-bucket':
      return `Not proven: there is no bucket ${bucket}`;
    case 'failed':
      return `Not proven: the service did not take an upload to ${bucket}`;
    case 'written':
      return checksums === 'refused'
        ? `Written to ${bucket}. An upload with the new checksums of AWS SDKs was refused: use the copied AWS profile, which switches them off.`
        : `Written to ${bucket}`;
  }
};

/** Says what came of writing. */
export const describeWriting = (writing: S3WriteCheck | null): string => {
  if (writing === null) return 'Not tried';
  const says = ofWriting(writing);
  if (writing.leftBehind !== null) {
    return `${says.replace(/\.$/, '')}. An object of ours could not be deleted: ${writing.leftBehind}`;
  }
  return writing.outcome === 'written' && writing.checksums !== 'refused'
    ? `${says} and deleted again`
    : says;
};

/** Compares this computer's clock with the server's; null when the server told no time. */
export const describeClock = ({ clockSkewSeconds: skew }: S3Check): string | null => {
  if (skew === null) return null;
  const off = Math.abs(skew);
  if (off < 60) return 'Agrees with the server';
  const way = `${formatDuration(off)} ${skew > 0 ? 'ahead of' : 'behind'} the server`;
  return off < worthAWarningSeconds ? way : `${way}. Set it right before keys are refused.`;
};

/** What stands in the object that is written; it may be found where it could not be deleted. */
export const writtenObjectText =
  'Stowkey tried whether these keys may write, and deletes this again.';

export const signInCheckWords = {
  account: 'Signed in as',
  storage: 'Storage',
  used: (used: string, total: string | null) =>
    total === null ? `${used} used, no limit` : `${used} of ${total} used`,
  storageUsed: 'Storage used',
} as const;

export const s3CheckWords = {
  title: 'Last check',
  verify: 'Verify',
  checked: 'Checked',
  notYet: 'Not yet',
  keys: 'Keys',
  genuine: 'The service knows them',
  buckets: 'Buckets',
  writing: 'Writing',
  region: 'Region',
  regionAdopted: (region: string) => `${region}, as the service asked for`,
  answered: 'Answered in',
  milliseconds: (latencyMs: number) => `${latencyMs} ms`,
  clock: 'This clock',
  connection: 'Connection',
  encrypted: 'Encrypted, with a certificate that this computer trusts',
  plain: 'Not encrypted',
  tryWriting: 'Try writing…',
  dialogTitle: 'Try whether these keys may write?',
  dialogText:
    'Stowkey uploads a few bytes under a name of its own, and deletes them again. Nothing else is touched.',
  bucketField: 'Bucket',
  bucketProblem: 'Letters, digits, dots and dashes only',
  cancel: 'Cancel',
  write: 'Write and delete',
} as const;
