import type { BucketPage } from '../../../shared/buckets.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { HttpClient } from '../../platform/interfaces.ts';
import { linkTo, listBuckets, listEntries } from '../../s3/browse.ts';
import type { S3Place } from '../../s3/s3-call.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import type { S3Credential } from './hand-out.ts';

/** Looks into buckets with an account's keys. Nothing is written. */
export type Browse = {
  readonly buckets: (id: ConnectionId) => Promise<BucketPage>;
  readonly entries: (
    id: ConnectionId,
    where: { readonly bucket: string; readonly prefix: string },
  ) => Promise<BucketPage>;
  /** An address that opens an object for whoever has it, for so many seconds. */
  readonly link: (
    id: ConnectionId,
    object: { readonly bucket: string; readonly key: string; readonly seconds: number },
  ) => Promise<Secret>;
};

export const createBrowse = (
  { vault, clock, http }: UseCaseDependencies & { readonly http: HttpClient },
  s3Keys: (id: ConnectionId) => Promise<S3Credential>,
): Browse => {
  const placeOf = async (id: ConnectionId): Promise<S3Place> => {
    const { s3, accessKeyId, secretAccessKey, sessionToken } = await s3Keys(id);
    return {
      http,
      clock,
      signal: new AbortController().signal,
      keys: {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      },
      endpoint: s3.endpoint,
      region: s3.region,
      addressing: s3.addressing,
      privateHttp: vault.find(id).settings.privateHttp === true,
    };
  };
  return {
    buckets: async (id) => listBuckets(await placeOf(id)),
    entries: async (id, where) => listEntries(await placeOf(id), where),
    link: async (id, object) => linkTo(await placeOf(id), object),
  };
};
