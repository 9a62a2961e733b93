import { requireFit, requireLasting, type S3Values } from '../values.ts';

/**
 * Writes the line of an s3fs password file. Throws `format.unfit` for temporary keys, and for what
 * s3fs takes for a comment, a section, a setting or another field.
 *
 * Source: `ParseS3fsPasswdFile` in s3fs's `src/s3fs_cred.cpp`.
 */
export const toS3fs = (values: S3Values): string => {
  requireLasting(values);
  const { accessKeyId, secretAccessKey } = values;
  requireFit(!/^[#[]|=/.test(accessKeyId));
  requireFit(![accessKeyId, secretAccessKey].some((text) => /[:\s]/.test(text)));
  return `${accessKeyId}:${secretAccessKey}\n`;
};
