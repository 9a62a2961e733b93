import { quoteForShell } from '../../quoting.ts';
import { toSh } from '../environment/sh.ts';
import { environmentOf } from '../environment/variables.ts';
import type { S3Values } from '../values.ts';

/** Stands where the person puts the name of a bucket. */
export const bucketToName = 'BUCKET';

const repository = ({ endpoint }: S3Values): string => `s3:${endpoint}/${bucketToName}`;

/** Writes restic's environment with the keys. */
export const toRestic = (values: S3Values): string =>
  toSh([...environmentOf(values), ['RESTIC_REPOSITORY', repository(values)]]);

/** Writes a command that gets the keys of Stowkey: restic reads no profile of `~/.aws/config`. */
export const toResticWithoutKeys = (values: S3Values): string =>
  `stowkey exec ${quoteForShell(values.label)} -- restic -r ${quoteForShell(repository(values))} snapshots\n`;
