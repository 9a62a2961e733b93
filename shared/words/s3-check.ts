import type { S3Check, S3WriteCheck } from '../schemas.ts';
import { messages, says } from './messages.ts';
import { asSentence, inSequence } from './sentences.ts';
import { formatDuration } from './time.ts';

/** Servers sign in nobody whose clock is 15 minutes off; a third of it is worth a word. */
const worthAWarningSeconds = 300;

const words = messages('s3-check.words', {
  proof: {
    known: 'May not list buckets',
    seen: 'It is there; its names may not be listed',
    opened: 'Listed the bucket you named',
    buckets: says('{count, plural, one {# bucket} other {# buckets}}', (count: number) => ({
      count,
    })),
  },
  writing: {
    none: 'Not tried',
    refused: says('May not write to {bucket}', (bucket: string) => ({ bucket })),
    'no-such-bucket': says('Not proven: there is no bucket {bucket}', (bucket: string) => ({
      bucket,
    })),
    failed: says(
      'Not proven: the service did not take an upload to {bucket}',
      (bucket: string) => ({
        bucket,
      }),
    ),
    written: says('Written to {bucket} and deleted again', (bucket: string) => ({ bucket })),
    writtenLeft: says('Written to {bucket}', (bucket: string) => ({ bucket })),
    withoutChecksums: says(
      'Written to {bucket}. An upload with the new checksums of AWS SDKs was refused: use the copied AWS profile, which switches them off.',
      (bucket: string) => ({ bucket }),
    ),
    leftBehind: says('An object of ours could not be deleted: {name}', (name: string) => ({
      name,
    })),
  },
  clock: {
    agrees: 'Agrees with the server',
    off: says(
      '{span} {ahead, select, true {ahead of} other {behind}} the server',
      (span: string, ahead: boolean) => ({ span, ahead }),
    ),
    farOff: says(
      '{span} {ahead, select, true {ahead of} other {behind}} the server. Set it right before keys are refused.',
      (span: string, ahead: boolean) => ({ span, ahead }),
    ),
  },
});

/** Says what the last check of S3 keys showed of buckets. */
export const describeProof = ({ proof, bucketCount }: S3Check): string => {
  const says = words.proof;
  return proof === 'known' || proof === 'seen' || proof === 'opened'
    ? says[proof]
    : says.buckets(bucketCount ?? 0);
};

/** Says what came of writing. */
export const describeWriting = (writing: S3WriteCheck | null): string => {
  const says = words.writing;
  if (writing === null) return says.none;
  const { bucket, outcome, checksums, leftBehind } = writing;
  const isRefused = outcome === 'written' && checksums === 'refused';
  if (leftBehind === null) return isRefused ? says.withoutChecksums(bucket) : says[outcome](bucket);
  const first = isRefused
    ? says.withoutChecksums(bucket)
    : asSentence(outcome === 'written' ? says.writtenLeft(bucket) : says[outcome](bucket));
  return inSequence([first, says.leftBehind(leftBehind)]);
};

/** Compares this computer's clock with the server's; null when the server told no time. */
export const describeClock = ({ clockSkewSeconds: skew }: S3Check): string | null => {
  if (skew === null) return null;
  const off = Math.abs(skew);
  if (off < 60) return words.clock.agrees;
  const isMuch = off >= worthAWarningSeconds;
  return words.clock[isMuch ? 'farOff' : 'off'](formatDuration(off), skew > 0);
};

/** What stands in the object that is written; it may be found where it could not be deleted. */
export const writtenObjectText =
  'Stowkey tried whether these keys may write, and deletes this again.';

export const signInCheckWords = messages('s3-check.signIn', {
  account: 'Signed in as',
  storage: 'Storage',
  used: says(
    '{limited, select, true {{used} of {total} used} other {{used} used, no limit}}',
    (used: string, total: string | null) => ({
      limited: total !== null,
      used,
      total: total ?? '',
    }),
  ),
  storageUsed: 'Storage used',
});

export const s3CheckWords = messages('s3-check', {
  title: 'Last check',
  verify: 'Verify',
  checked: 'Checked',
  notYet: 'Not yet',
  keys: 'Keys',
  genuine: 'The service knows them',
  buckets: 'Buckets',
  writing: 'Writing',
  region: 'Region',
  regionAdopted: says('{region}, as the service asked for', (region: string) => ({ region })),
  answered: 'Answered in',
  milliseconds: says('{latencyMs} ms', (latencyMs: number) => ({ latencyMs })),
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
});
