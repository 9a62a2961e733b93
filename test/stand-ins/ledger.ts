import { createHash, createHmac, randomBytes } from 'node:crypto';
import { buildAccessGrant, type CaveatSpec } from './grant-builder.ts';
import type { DecodedGrant } from './grant-verifier.ts';
import { allowsByScope, type ScopeSet } from './storx-scopes.ts';

type ApiKeyRecord = {
  readonly name: string;
  readonly head: Buffer;
  readonly secret: Buffer;
  revoked: boolean;
};

export type S3KeyRecord = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly grant: DecodedGrant;
  readonly public: boolean;
  /** Temporary keys work only together with it. */
  readonly sessionToken?: string;
  readonly expiresEpochMs?: number;
};

/** Keys that no grant made: a user's own, or temporary ones. */
export type PlainKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresEpochMs?: number;
  /** Everything is allowed unless told otherwise. */
  readonly allows?: { readonly [A in 'read' | 'write' | 'list' | 'delete']?: boolean };
  /** The only bucket they reach; null for all. */
  readonly bucket?: string | null;
};

type IssueRequest = {
  readonly name: string;
  readonly scopes: ScopeSet;
  readonly passphrase: string;
  readonly lifetimeSeconds: number | null;
  /** Writes `<name>/` as the real server does, which matches no bucket. */
  readonly bucketSlashBug: boolean;
};

/** The same passphrase always gives the same key. The real one salts it by project. */
const defaultKeyOf = (passphrase: string): Buffer =>
  createHash('sha256').update(`stand-in default key\0${passphrase}`).digest();

/**
 * Holds what StorX's satellite would: API keys with their secrets, and the S3 keys that the access
 * service minted from grants. The three stand-ins share one.
 */
export const createLedger = (satellite: string, nowEpochMs: () => number) => {
  const apiKeys = new Map<string, ApiKeyRecord>();
  const s3Keys = new Map<string, S3KeyRecord>();

  const addApiKey = (name: string, head = randomBytes(32), secret = randomBytes(32)) => {
    const record: ApiKeyRecord = { name, head, secret, revoked: false };
    apiKeys.set(head.toString('hex'), record);
    return record;
  };

  /** Creates an API key and a grant restricted to the scopes. */
  const issueGrant = (request: IssueRequest): string => {
    const { head, secret } = addApiKey(request.name);
    const allows = allowsByScope(request.scopes);
    const defaultKey = defaultKeyOf(request.passphrase);
    const encrypted = (prefix: string): Buffer =>
      Buffer.concat([Buffer.of(2), createHmac('sha256', defaultKey).update(prefix).digest()]);
    const caveat: CaveatSpec = {
      disallowReads: !allows.read,
      disallowWrites: !allows.write,
      disallowLists: !allows.list,
      disallowDeletes: !allows.delete,
      allowedPaths: request.scopes.buckets.map(({ bucket, prefix }) => ({
        bucket: request.bucketSlashBug ? `${bucket}/` : bucket,
        encryptedPathPrefix: prefix === '' ? undefined : encrypted(prefix),
      })),
      notAfter:
        request.lifetimeSeconds === null
          ? undefined
          : Math.floor(nowEpochMs() / 1000) + request.lifetimeSeconds,
      nonce: randomBytes(4),
    };
    return buildAccessGrant({
      satellite,
      head,
      secret,
      caveats: [caveat],
      defaultKey,
      storeEntries: request.scopes.buckets
        .filter(({ prefix }) => prefix !== '')
        .map(({ bucket, prefix }) => ({
          bucket: request.bucketSlashBug ? `${bucket}/` : bucket,
          unencryptedPath: prefix,
          encryptedPath: encrypted(prefix),
        })),
    });
  };

  /** Adds keys as a storage service without grants would hand them out. */
  const addKeys = ({ allows = {}, bucket = null, ...keys }: PlainKeys): void => {
    s3Keys.set(keys.accessKeyId, {
      ...keys,
      public: false,
      grant: {
        satellite,
        head: addApiKey(keys.accessKeyId).head,
        caveats: [
          {
            disallowReads: allows.read === false,
            disallowWrites: allows.write === false,
            disallowLists: allows.list === false,
            disallowDeletes: allows.delete === false,
            allowedPaths: bucket === null ? [] : [{ bucket, prefix: Buffer.alloc(0) }],
            notBeforeEpochMs: null,
            notAfterEpochMs: null,
          },
        ],
        defaultKey: null,
        storeEntries: [],
      },
    });
  };

  return {
    satellite,
    nowEpochMs,
    addKeys,
    apiKeys,
    s3Keys,
    addApiKey,
    issueGrant,
    secretOf: (head: Buffer): Buffer | null => apiKeys.get(head.toString('hex'))?.secret ?? null,
    isRevoked: (head: Buffer): boolean => apiKeys.get(head.toString('hex'))?.revoked ?? true,
    /** Deletes the API keys, as a person does on StorX's site: every grant from them dies. */
    revokeAllApiKeys: (): void => {
      for (const key of apiKeys.values()) key.revoked = true;
    },
  };
};
export type Ledger = ReturnType<typeof createLedger>;
