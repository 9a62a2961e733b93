import type { DecodedGrant } from './grant-verifier.ts';
import type { Ledger } from './ledger.ts';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';
import { type Bucket, type Buckets, isBucketName, listObjects, newObject } from './s3-buckets.ts';
import { errorReply, newRequestId, S3Refusal, type XmlNode, xmlDocument } from './s3-errors.ts';
import { createMultipartUploads } from './s3-multipart.ts';
import { readPayload } from './s3-payload.ts';
import { demand, demandInTime, demandSession, reaches } from './s3-permissions.ts';
import { splitTarget, uriEncode, verifySigV4 } from './sigv4.ts';

export type S3Service = {
  readonly origin: string;
  readonly endpoint: string;
  readonly faults: FaultControls;
  readonly buckets: Buckets;
  /** Creates buckets with objects, as if they had been there for long. */
  readonly seedBuckets: (
    content: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ) => void;
  /** Shifts this server's idea of the time, to provoke RequestTimeTooSkewed. */
  readonly setClockOffsetMs: (offsetMs: number) => void;
  /** Answers wrong keys as it answers good ones that may not, as Ceph with STS and Garage do. */
  readonly refuseAllAlike: () => void;
  /** Takes uploads with a checksum behind the body, as AWS does and Storj's gateway does not. */
  readonly readTrailers: () => void;
  /** Takes a conditional write for a plain one, as services of before 2024 do. */
  readonly ignoreConditions: () => void;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly ledger: Ledger;
  readonly log: (entry: RequestLogEntry) => void;
  /** The one region accepted; null (default) takes any, as Storj's gateway does. */
  readonly region?: string | null;
};

const maxObjectBytes = 64 * 1024 * 1024;

type Call = {
  readonly exchange: Exchange;
  readonly body: Buffer;
  readonly grant: DecodedGrant;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
};

const xml = (root: string, content: XmlNode): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: xmlDocument(root, content),
});

const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

const listReply = (bucket: Bucket, call: Call): Reply => {
  const get = (name: string): string => call.query.get(name) ?? '';
  const second = get('list-type') === '2';
  const encoded = get('encoding-type') === 'url';
  const shown = (text: string): string =>
    encoded ? text.split('/').map(uriEncode).join('/') : text;
  const limit = Math.min(1000, call.query.has('max-keys') ? Number(get('max-keys')) : 1000);
  if (!Number.isInteger(limit) || limit < 0) throw new S3Refusal('InvalidArgument', 'max-keys');
  const token = Buffer.from(get('continuation-token'), 'base64url').toString();
  const after = second ? token || get('start-after') : get('marker');
  const { contents, prefixes, next } = listObjects(bucket, {
    prefix: get('prefix'),
    delimiter: get('delimiter'),
    after,
    limit,
  });
  return xml('ListBucketResult', {
    Name: call.bucket,
    Prefix: shown(get('prefix')),
    ...(get('delimiter') === '' ? {} : { Delimiter: shown(get('delimiter')) }),
    ...(encoded ? { EncodingType: 'url' } : {}),
    MaxKeys: String(limit),
    IsTruncated: String(next !== null),
    ...(second
      ? {
          KeyCount: String(contents.length + prefixes.length),
          NextContinuationToken: next === null ? null : Buffer.from(next).toString('base64url'),
        }
      : { Marker: shown(get('marker')), NextMarker: next === null ? null : shown(next) }),
    Contents: contents.map(({ key, object }) => ({
      Key: shown(key),
      LastModified: isoTime(object.modifiedEpochMs),
      ETag: object.etag,
      Size: String(object.body.length),
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: shown(prefix) })),
  });
};

/** Reads `bytes=a-b`, `bytes=a-` and `bytes=-n`; null for none. */
const rangeOf = (header: string | undefined, size: number): readonly [number, number] | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || start >= end) throw new S3Refusal('InvalidRange');
  return [start, end];
};

const keyRefusals: ReadonlySet<string> = new Set(['InvalidAccessKeyId', 'SignatureDoesNotMatch']);
const denied = (error: S3Refusal): S3Refusal => new S3Refusal('AccessDenied', error.message);

/** Starts the stand-in for an S3 gateway: SigV4 checked here, objects in memory, path style. */
export const startS3Service = async ({
  ledger,
  log,
  region = null,
}: Options): Promise<S3Service> => {
  const buckets: Buckets = new Map();
  let clockOffsetMs = 0;
  let refusesAlike = false;
  let readsTrailers = false;
  let ignoresConditions = false;
  const nowEpochMs = (): number => ledger.nowEpochMs() + clockOffsetMs;

  const bucketOf = (call: Call): Bucket => {
    const bucket = buckets.get(call.bucket);
    if (bucket === undefined) throw new S3Refusal('NoSuchBucket');
    return bucket;
  };

  const listBuckets = ({ grant }: Call): Reply => {
    // The satellite checks this as a read, so it works for grants that may not list objects.
    demand(grant, 'read', null);
    const visible = [...buckets].filter(([name]) => reaches(grant, name, null)).sort();
    return xml('ListAllMyBucketsResult', {
      Owner: { ID: '02d6176db174dc93cb1b899f7c6078f08654445fe8cf1b6ce98d8855f66bdbf4' },
      Buckets: {
        Bucket: visible.map(([Name, { createdEpochMs }]) => ({
          Name,
          CreationDate: isoTime(createdEpochMs),
        })),
      },
    });
  };

  const onBucket = (call: Call): Reply => {
    const { grant, bucket, query } = call;
    const at = { bucket, path: null };
    switch (call.exchange.method) {
      case 'PUT':
        demand(grant, 'write', at);
        if (!isBucketName(bucket)) throw new S3Refusal('InvalidBucketName');
        if (buckets.has(bucket)) throw new S3Refusal('BucketAlreadyOwnedByYou');
        buckets.set(bucket, { createdEpochMs: nowEpochMs(), objects: new Map() });
        return { status: 200, headers: { location: `/${bucket}` } };
      case 'HEAD':
        demand(grant, 'read', at);
        bucketOf(call);
        return { status: 200 };
      case 'DELETE':
        demand(grant, 'delete', at);
        if (bucketOf(call).objects.size > 0) throw new S3Refusal('BucketNotEmpty');
        buckets.delete(bucket);
        return { status: 204 };
      case 'GET':
        if (query.has('location')) {
          demand(grant, 'read', at);
          bucketOf(call);
          return xml('LocationConstraint', region ?? '');
        }
        demand(grant, 'list', { bucket, path: query.get('prefix') ?? '' });
        if (query.has('uploads')) {
          bucketOf(call);
          const Upload = multipart.below(`${bucket}/`);
          return xml('ListMultipartUploadsResult', {
            Bucket: bucket,
            IsTruncated: 'false',
            Upload,
          });
        }
        return listReply(bucketOf(call), call);
      default:
        throw new S3Refusal('MethodNotAllowed');
    }
  };

  const detailsOf = ({ headers }: Exchange) => ({
    metadata: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') && typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
    ...(headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }),
  });

  /** Overwriting deletes what was there. */
  const demandWrite = ({ grant, bucket, key }: Call, objects: Bucket['objects']): void => {
    demand(grant, 'write', { bucket, path: key });
    if (objects.has(key)) demand(grant, 'delete', { bucket, path: key });
  };

  const put = (call: Call): Reply => {
    const { exchange, key } = call;
    if (exchange.headers['x-amz-copy-source'] !== undefined) {
      throw new S3Refusal('NotImplemented', 'copy');
    }
    const bucket = bucketOf(call);
    demandWrite(call, bucket.objects);
    // Seen before the body, and of entity tags `*` alone is known.
    if (!ignoresConditions && exchange.headers['if-none-match'] === '*' && bucket.objects.has(key))
      throw new S3Refusal('PreconditionFailed');
    const object = newObject(call.body, { modifiedEpochMs: nowEpochMs(), ...detailsOf(exchange) });
    bucket.objects.set(key, object);
    return { status: 200, headers: { etag: object.etag } };
  };

  const get = (call: Call): Reply => {
    const { exchange, key } = call;
    demand(call.grant, 'read', { bucket: call.bucket, path: key });
    const object = bucketOf(call).objects.get(key);
    if (object === undefined) throw new S3Refusal('NoSuchKey');
    const size = object.body.length;
    const range = rangeOf(exchange.headers.range, size);
    const [start, end] = range ?? [0, size];
    return {
      status: range === null ? 200 : 206,
      headers: {
        'content-length': String(end - start),
        'content-type': object.contentType,
        'last-modified': new Date(object.modifiedEpochMs).toUTCString(),
        'accept-ranges': 'bytes',
        etag: object.etag,
        ...object.metadata,
        ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
      },
      body: object.body.subarray(start, end),
    };
  };

  const multipart = createMultipartUploads();

  /** A part, the end of an upload or its beginning. */
  const onUpload = (call: Call): Reply => {
    const { exchange, key, query, body } = call;
    const { objects } = bucketOf(call);
    demandWrite(call, objects);
    const uploadId = query.get('uploadId');
    const at = { Bucket: call.bucket, Key: key };
    if (uploadId === undefined) {
      if (exchange.method !== 'POST') throw new S3Refusal('MethodNotAllowed');
      const UploadId = multipart.begin(`${call.bucket}/${key}`, detailsOf(exchange));
      return xml('InitiateMultipartUploadResult', { ...at, UploadId });
    }
    const upload = multipart.find(uploadId, `${call.bucket}/${key}`);
    switch (exchange.method) {
      case 'PUT':
        return {
          status: 200,
          headers: { etag: upload.addPart(Number(query.get('partNumber')), body) },
        };
      case 'POST': {
        const object = upload.complete(body.toString(), nowEpochMs());
        objects.set(key, object);
        return xml('CompleteMultipartUploadResult', { ...at, ETag: object.etag });
      }
      case 'DELETE':
        upload.abort();
        return { status: 204 };
      default:
        throw new S3Refusal('NotImplemented', 'ListParts');
    }
  };

  const onObject = (call: Call): Reply => {
    if (call.query.has('uploads') || call.query.has('uploadId')) return onUpload(call);
    switch (call.exchange.method) {
      case 'PUT':
        return put(call);
      case 'GET':
      case 'HEAD':
        return get(call);
      case 'DELETE':
        demand(call.grant, 'delete', { bucket: call.bucket, path: call.key });
        bucketOf(call).objects.delete(call.key);
        return { status: 204 };
      default:
        throw new S3Refusal('MethodNotAllowed');
    }
  };

  const unsupported = ['delete', 'acl', 'policy', 'tagging'];

  const serve = (exchange: Exchange): Reply => {
    const { segments, parameters } = splitTarget(exchange.rawTarget);
    const query = new Map(parameters);
    const missing = unsupported.find((name) => query.has(name));
    if (missing !== undefined) throw new S3Refusal('NotImplemented', missing);
    if (exchange.body.length > maxObjectBytes) throw new S3Refusal('EntityTooLarge');
    const verified = verifySigV4(exchange, {
      secretOf: (id) => ledger.s3Keys.get(id)?.secretAccessKey ?? null,
      nowEpochMs: nowEpochMs(),
      region,
    });
    const body = readPayload(exchange, verified, readsTrailers);
    const record = ledger.s3Keys.get(verified.accessKeyId);
    if (record === undefined) throw new S3Refusal('InvalidAccessKeyId');
    demandSession(record, exchange.headers['x-amz-security-token'], nowEpochMs());
    const { grant } = record;
    demandInTime(grant, nowEpochMs());
    if (ledger.isRevoked(grant.head)) throw new S3Refusal('AccessDenied', 'API key is revoked');
    const [, bucket = '', ...rest] = segments;
    const call: Call = { exchange, body, grant, bucket, key: rest.join('/'), query };
    if (bucket === '') {
      if (exchange.method !== 'GET') throw new S3Refusal('MethodNotAllowed');
      return listBuckets(call);
    }
    return call.key === '' ? onBucket(call) : onObject(call);
  };

  const server = await startLoopbackServer({
    name: 's3',
    log,
    maxBodyBytes: maxObjectBytes,
    handle: (exchange) => {
      try {
        const reply = serve(exchange);
        return { ...reply, headers: { 'x-amz-request-id': newRequestId(), ...reply.headers } };
      } catch (error) {
        if (error instanceof S3Refusal) {
          const shown = refusesAlike && keyRefusals.has(error.code) ? denied(error) : error;
          return errorReply(shown, exchange.url.pathname);
        }
        throw error;
      }
    },
  });

  return {
    origin: server.origin,
    endpoint: server.origin,
    faults: server.faults,
    buckets,
    seedBuckets: (content) => {
      for (const [name, objects] of Object.entries(content)) {
        const modifiedEpochMs = nowEpochMs();
        const entries = Object.entries(objects).map(
          ([key, text]) => [key, newObject(Buffer.from(text), { modifiedEpochMs })] as const,
        );
        buckets.set(name, { createdEpochMs: modifiedEpochMs, objects: new Map(entries) });
      }
    },
    readTrailers: () => {
      readsTrailers = true;
    },
    ignoreConditions: () => {
      ignoresConditions = true;
    },
    refuseAllAlike: () => {
      refusesAlike = true;
    },
    setClockOffsetMs: (offsetMs) => {
      clockOffsetMs = offsetMs;
    },
    close: server.close,
  };
};
