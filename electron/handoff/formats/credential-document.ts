import type { S3Values } from './values.ts';

/**
 * Writes the document that AWS tools expect of a `credential_process`, and nothing else.
 *
 * Without a session token the field is left out: the Java SDK makes session keys of an empty one.
 * Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
 */
export const toCredentialDocument = (
  values: Pick<S3Values, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration'>,
): string => {
  const { sessionToken, expiration } = values;
  const document = {
    Version: 1,
    AccessKeyId: values.accessKeyId,
    SecretAccessKey: values.secretAccessKey,
    ...(sessionToken === null ? {} : { SessionToken: sessionToken }),
    ...(expiration === null ? {} : { Expiration: expiration }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
