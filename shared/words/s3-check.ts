import type { S3Check } from '../schemas.ts';
import { formatDuration } from './time.ts';

/** Servers sign in nobody whose clock is 15 minutes off; a third of it is worth a word. */
const worthAWarningSeconds = 300;

/** Says what the last check of S3 keys showed. */
export const describeProof = ({ proof, bucketCount }: S3Check): string => {
  if (proof === 'known') return 'Keys are genuine, but may not list buckets';
  if (proof === 'opened') return 'Opened the bucket you named';
  return bucketCount === 1 ? '1 bucket' : `${bucketCount ?? 0} buckets`;
};

/** Compares this computer's clock with the server's; null when the server told no time. */
export const describeClock = ({ clockSkewSeconds: skew }: S3Check): string | null => {
  if (skew === null) return null;
  const off = Math.abs(skew);
  if (off < 60) return 'Agrees with the server';
  const way = `${formatDuration(off)} ${skew > 0 ? 'ahead of' : 'behind'} the server`;
  return off < worthAWarningSeconds ? way : `${way}. Set it right before keys are refused.`;
};
