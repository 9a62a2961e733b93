import type { ErrorCode, FieldProblem } from '../../shared/result.ts';
import type { S3Check } from '../../shared/schemas.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { HttpResponse } from '../platform/interfaces.ts';
import { type ReplyOrigin, unexpectedReplyError } from '../platform/reply.ts';
import { clockSkewError, isRefusedSkew } from './clock-skew.ts';
import { commonErrors } from './error-codes.ts';
import { readS3Reply, type S3Reply } from './s3-reply.ts';
import type { S3Keys } from './signed-request.ts';

type ListBucketsAnswer = ReplyOrigin & {
  readonly response: HttpResponse;
  readonly keys: S3Keys;
  readonly clockSkewSeconds: number | null;
  /** The request listed objects of the bucket that the person named. */
  readonly namesBucket?: boolean;
};

type ShownByList = Pick<S3Check, 'proof' | 'bucketCount' | 'clockSkewSeconds'>;

/**
 * Says what a reply to ListBuckets (or ListObjectsV2) shows of the keys, or throws what it means
 * instead. That a server knows them (`known`) is true only if it also knows others from them
 * (`refusesWrongKeys`).
 */
export const judgeListBuckets = (answer: ListBucketsAnswer): ShownByList => {
  const { response, host, clockSkewSeconds } = answer;
  const { status } = response;
  const params = { host, status };
  if (status >= 300 && status < 400) {
    // A bucket of another region redirects; the host that is asked for buckets is at home anywhere.
    const elsewhere = answer.namesBucket === true ? wrongRegion : {};
    throw new AppError('server.wrong-host', { params, fields: elsewhere });
  }
  const reply = readS3Reply(response.body);
  if (status === 200 && reply.kind === 'buckets' && answer.namesBucket !== true) {
    return { proof: 'listed', bucketCount: reply.count, clockSkewSeconds };
  }
  if (status === 200 && reply.kind === 'objects' && answer.namesBucket === true) {
    return { proof: 'opened', bucketCount: null, clockSkewSeconds };
  }
  if (reply.kind === 'error' && status !== 429) return judgeError(reply, answer);
  throw unexpectedReplyError(response, answer);
};

/**
 * Says whether the server refused a request whose signature was spoiled for its signature. Ceph with
 * STS switched on, Garage and Versity do not: they answer `AccessDenied` to wrong keys as to good ones.
 * Throws what any other answer means.
 */
export const refusesWrongKeys = (answer: ListBucketsAnswer): boolean => {
  try {
    judgeListBuckets(answer);
    return false;
  } catch (error) {
    if (isAppError(error, 's3.signature-mismatch', 's3.invalid-access-key')) return true;
    throw error;
  }
};

// A map, because the server chooses the text that is looked up.
const errorsByS3Code: ReadonlyMap<string, ErrorCode> = new Map([
  ...commonErrors,
  ['ExpiredToken', 's3.invalid-access-key'],
  ['NotImplemented', 'server.rejected'],
  ['MethodNotAllowed', 'server.wrong-host'],
]);
/** The server wants another region in the signature. */
const regionCodes: ReadonlySet<string> = new Set([
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'InvalidRegion',
]);

const judgeError = (
  reply: Extract<S3Reply, { kind: 'error' }>,
  answer: ListBucketsAnswer,
): ShownByList => {
  const { response, host, clockSkewSeconds } = answer;
  const { status } = response;
  const params = { host, status };
  const code = errorsByS3Code.get(reply.code);
  const refusesIdentity = status === 401 || status === 403;
  // Past 15 minutes every refusal is suspect, an "access denied" most of all: what reads like proof
  // may only mean that the signature was too old to look at.
  if (code === 's3.clock-skew' || (refusesIdentity && isRefusedSkew(clockSkewSeconds))) {
    throw clockSkewError(host, clockSkewSeconds);
  }
  const because = (means: ErrorCode, reason: string, fields: FieldProblems = {}): AppError =>
    new AppError(means, { params: { ...params, reason }, fields });
  if (suspendedCodes.has(reply.code)) throw because('s3.access-denied', 'suspended');
  if (answer.namesBucket === true) {
    // The bucket was named to prove the keys with it, so its refusal proves nothing.
    const reason = bucketReasons.get(reply.code);
    if (reason !== undefined) throw because('s3.access-denied', reason, { bucket: 'bad-format' });
  }
  if (reply.code === 'AccessDenied' && status === 403) {
    return { proof: 'known', bucketCount: null, clockSkewSeconds };
  }
  if (reply.code === 'NoSuchBucket') throw because('server.wrong-host', 'bucket-in-address');
  // The ID stands before the region in the header, with slashes between: a secret in its place,
  // which may hold slashes, makes the server complain of the region.
  const complainsOfRegion = regionCodes.has(reply.code);
  const idHasSlash = answer.keys.accessKeyId.expose().includes('/');
  const isKeyRefused = code === 's3.invalid-access-key';
  if ((isKeyRefused || (complainsOfRegion && idHasSlash)) && looksSwapped(answer.keys)) {
    throw because('s3.invalid-access-key', 'swapped', {
      accessKeyId: 'other-key',
      secretAccessKey: 'other-key',
    });
  }
  if (isKeyRefused && lacksToken(reply.code, answer.keys)) {
    throw because(code, 'needs-token', { sessionToken: 'required' });
  }
  if (code !== undefined) {
    throw new AppError(code, { params, retryable: code === 'server.trouble' });
  }
  if (status >= 500) throw new AppError('server.trouble', { params, retryable: true });
  const malformed: FieldProblems = idHasSlash ? { accessKeyId: 'bad-format' } : wrongRegion;
  const wanted = complainsOfRegion && reply.region !== undefined ? { region: reply.region } : {};
  throw new AppError('server.rejected', {
    params: { ...params, ...wanted },
    fields: complainsOfRegion ? malformed : {},
  });
};

type FieldProblems = Readonly<Record<string, FieldProblem>>;

const wrongRegion: FieldProblems = { region: 'bad-format' };

/** The last one is Ceph's. */
const suspendedCodes: ReadonlySet<string> = new Set([
  'AccountProblem',
  'AllAccessDisabled',
  'NotSignedUp',
  'UserSuspended',
]);

const bucketReasons: ReadonlyMap<string, string> = new Map([
  ['AccessDenied', 'bucket-refused'],
  ['NoSuchBucket', 'no-such-bucket'],
  ['InvalidBucketName', 'no-such-bucket'],
]);

/** Only a hint: secrets are longer than key ids everywhere but at Google (`GOOG…`). */
const looksSwapped = ({ accessKeyId, secretAccessKey }: S3Keys): boolean =>
  accessKeyId.expose().length > secretAccessKey.expose().length &&
  !accessKeyId.expose().startsWith('GOOG');

/** MinIO says so; AWS and what copies it give IDs of temporary keys a beginning of their own. */
const lacksToken = (code: string, { accessKeyId, sessionToken }: S3Keys): boolean =>
  sessionToken === undefined &&
  (/^(?:Invalid|Expired)Token/.test(code) || accessKeyId.expose().startsWith('ASIA'));
