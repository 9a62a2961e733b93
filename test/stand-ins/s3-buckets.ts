import { createHash } from 'node:crypto';

export type StoredObject = {
  readonly body: Buffer;
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly modifiedEpochMs: number;
};

export type Bucket = {
  readonly createdEpochMs: number;
  readonly objects: Map<string, StoredObject>;
};

export type Buckets = Map<string, Bucket>;

export const newObject = (
  body: Buffer,
  details: Pick<StoredObject, 'modifiedEpochMs'> & Partial<StoredObject>,
): StoredObject => ({
  body,
  etag: `"${createHash('md5').update(body).digest('hex')}"`,
  contentType: 'binary/octet-stream',
  metadata: {},
  ...details,
});

export const isBucketName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..');

type Listing = {
  readonly contents: readonly { readonly key: string; readonly object: StoredObject }[];
  readonly prefixes: readonly string[];
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
};

/** Lists keys in UTF-8 order and folds what lies behind the delimiter into common prefixes. */
export const listObjects = (
  bucket: Bucket,
  query: {
    readonly prefix: string;
    readonly delimiter: string;
    readonly after: string;
    readonly limit: number;
  },
): Listing => {
  const contents: { key: string; object: StoredObject }[] = [];
  const prefixes: string[] = [];
  let last = '';
  const keys = [...bucket.objects.entries()]
    .filter(([key]) => key.startsWith(query.prefix))
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [key, object] of keys) {
    const cut = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length);
    const name = cut === -1 ? key : key.slice(0, cut + query.delimiter.length);
    const isPrefix = cut !== -1;
    if (isPrefix && prefixes.at(-1) === name) continue;
    if (query.after !== '' && Buffer.compare(Buffer.from(name), Buffer.from(query.after)) <= 0) {
      continue;
    }
    if (contents.length + prefixes.length >= query.limit) {
      return { contents, prefixes, next: last };
    }
    last = name;
    if (isPrefix) prefixes.push(name);
    else contents.push({ key, object });
  }
  return { contents, prefixes, next: null };
};
