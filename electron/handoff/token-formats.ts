import type { CopyFormat, S3CopyFormat } from '../../shared/schemas.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { FormattedCredentials } from './copy-formats.ts';

type TokenCopyFormat = Exclude<CopyFormat, S3CopyFormat>;

/** Writes an access token or a broker's connection id in the form that a tool takes. */
export const formatToken = (format: TokenCopyFormat, value: Secret): FormattedCredentials => {
  switch (format) {
    case 'access-token':
      return { text: value, isSecret: true, label: 'Access token' };
    case 'authorization-header':
      return {
        text: new Secret(`Authorization: Bearer ${value.expose()}`),
        isSecret: true,
        label: 'Authorization header',
      };
    case 'connection-id':
      return { text: value, isSecret: false, label: 'Connection ID' };
    case 'connection-id-env':
      return {
        text: new Secret(`CONNECTION_ID=${value.expose()}`),
        isSecret: false,
        label: 'Environment line',
      };
  }
};
