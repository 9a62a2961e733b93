/** A name that fits into a path as it is; wider than AWS's rules, for older and other services. */
export const bucketPattern = /^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i;

/** A folder, or nothing for the whole of a bucket. */
export const prefixPattern = /^(?:[^\p{C}\p{Zl}\p{Zp}]{0,511}\/)?$/u;

/** Reads `BUCKET/FOLDER`; null for what names no bucket. A folder needs no slash at its end. */
export const readUploadPlace = (
  text: string,
): { readonly bucket: string; readonly prefix: string } | null => {
  const [bucket = '', ...folders] = text.trim().split('/');
  const path = folders.join('/');
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  return bucketPattern.test(bucket) && prefixPattern.test(prefix) ? { bucket, prefix } : null;
};
