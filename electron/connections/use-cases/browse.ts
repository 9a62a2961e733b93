import type { BucketPage } from '../../../shared/buckets.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { HttpClient } from '../../platform/interfaces.ts';
import { linkTo, listBuckets, listEntries } from '../../s3/browse.ts';
import type { S3Place } from '../../s3/s3-call.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import type { S3Credential } from './hand-out.ts';

/** Works in buckets with an account's keys. The window looks and links; only `at` lets anything be written. */
export type Browse = {
  /** Asks where the keys of an account work, beside whatever else is asked there. */
  readonly at: <T>(
    id: ConnectionId,
    signal: AbortSignal,
    question: (place: S3Place) => Promise<T>,
  ) => Promise<T>;
  readonly buckets: (id: ConnectionId) => Promise<BucketPage>;
  readonly entries: (
    id: ConnectionId,
    where: { readonly bucket: string; readonly prefix: string },
  ) => Promise<BucketPage>;
  /** Gives up what is being asked of an account's buckets; it fails with `operation.cancelled`. */
  readonly leave: (id: ConnectionId) => void;
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
  /** One question an account, as somebody looks at one place at a time. */
  const asked = new Map<ConnectionId, AbortController>();
  const leave = (id: ConnectionId): void => {
    asked.get(id)?.abort();
    asked.delete(id);
  };
  const ask = async <T>(id: ConnectionId, question: (place: S3Place) => Promise<T>): Promise<T> => {
    leave(id);
    const asking = new AbortController();
    asked.set(id, asking);
    try {
      return await question(await placeOf(id, asking.signal));
    } finally {
      if (asked.get(id) === asking) asked.delete(id);
    }
  };
  const placeOf = async (id: ConnectionId, signal: AbortSignal): Promise<S3Place> => {
    const { s3, accessKeyId, secretAccessKey, sessionToken } = await s3Keys(id);
    return {
      http,
      clock,
      signal,
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
    at: async (id, signal, question) => question(await placeOf(id, signal)),
    buckets: (id) => ask(id, listBuckets),
    entries: (id, where) => ask(id, (place) => listEntries(place, where)),
    leave,
    link: async (id, object) => linkTo(await placeOf(id, new AbortController().signal), object),
  };
};
