const permissionScopes = ['read', 'write', 'list', 'delete', 'lock'] as const;
type PermissionScope = (typeof permissionScopes)[number];

export type ScopeSet = {
  readonly permissions: readonly PermissionScope[];
  readonly buckets: readonly { readonly bucket: string; readonly prefix: string }[];
};

const isPermission = (word: string): word is PermissionScope =>
  (permissionScopes as readonly string[]).includes(word);

const bucketOf = (word: string): ScopeSet['buckets'][number] | null => {
  const match = /^bucket:([^;]+)(?:;(.*))?$/.exec(word);
  return match?.[1] === undefined ? null : { bucket: match[1], prefix: match[2] ?? '' };
};

/** Splits a comma list; words the server does not know are ignored, as on the real one. */
export const parseScopes = (words: readonly string[]): ScopeSet => ({
  permissions: permissionScopes.filter((scope) => words.includes(scope)),
  buckets: words.flatMap((word) => bucketOf(word) ?? []),
});

export const scopeWords = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => isPermission(word) || bucketOf(word) !== null);

export const allowsByScope = (scopes: ScopeSet) => {
  const has = (scope: PermissionScope): boolean => scopes.permissions.includes(scope);
  return { read: has('read'), write: has('write'), list: has('list'), delete: has('delete') };
};

const sentences: Readonly<Record<PermissionScope, string>> = {
  read: 'Download objects and see the names of your buckets',
  write: 'Upload objects and create buckets',
  list: 'List the objects in your buckets',
  delete: 'Delete and overwrite objects',
  lock: 'Set and read object locks',
};

/** Says in words what a scope allows. */
export const sentenceFor = (word: string): string => {
  if (isPermission(word)) return sentences[word];
  const bucket = bucketOf(word);
  if (bucket === null) return word;
  return bucket.prefix === ''
    ? `Only in the bucket “${bucket.bucket}”`
    : `Only in the bucket “${bucket.bucket}”, under “${bucket.prefix}”`;
};
