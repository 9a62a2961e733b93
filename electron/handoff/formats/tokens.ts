import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { Secret } from '../../diagnostics/secret.ts';

/** Writes an access token or a broker's connection id in the form that a tool takes. */
export const formatToken = (format: CopyFormatOf<'tokens' | 'broker'>, value: Secret): Secret => {
  switch (format) {
    case 'access-token':
    case 'connection-id':
      return value;
    case 'authorization-header':
      return new Secret(`Authorization: Bearer ${value.expose()}`);
    case 'connection-id-env':
      return new Secret(`CONNECTION_ID=${value.expose()}`);
  }
};
