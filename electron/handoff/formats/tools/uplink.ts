import type { CopyFormatOf } from '../../../../shared/copy-formats.ts';
import { Secret } from '../../../diagnostics/secret.ts';
import { toProfileName } from '../../quoting.ts';
import { requireFit } from '../values.ts';

/**
 * Writes an access grant for Storj's `uplink`. Throws `format.unfit` for what is no Base58, the one
 * alphabet of grants.
 */
export const formatGrant = (
  format: CopyFormatOf<'grant'>,
  grant: Secret,
  label: string,
): Secret => {
  requireFit(/^[1-9A-HJ-NP-Za-km-z]+$/.test(grant.expose()));
  if (format === 'access-grant') return grant;
  const command = ['uplink', 'access', 'import', toProfileName(label), grant.expose()];
  return new Secret(` ${command.join(' ')}\n`);
};
