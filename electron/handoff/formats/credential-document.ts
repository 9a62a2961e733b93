import type { CredentialDocument } from '../../../shared/agent-schemas.ts';
import type { S3Values } from './values.ts';

/**
 * Makes the document that AWS tools expect of a `credential_process`, and nothing else.
 *
 * Without a session token the field is left out: the Java SDK makes session keys of an empty one.
 * Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
 */
export const credentialDocument = (
  values: Pick<S3Values, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration'>,
): CredentialDocument => {
  const { sessionToken, expiration } = values;
  return {
    Version: 1,
    AccessKeyId: values.accessKeyId,
    SecretAccessKey: values.secretAccessKey,
    ...(sessionToken === null ? {} : { SessionToken: sessionToken }),
    ...(expiration === null ? {} : { Expiration: expiration }),
  };
};

export const toCredentialDocument = (values: S3Values): string =>
  `${JSON.stringify(credentialDocument(values), null, 2)}\n`;
