import type { GrantView } from '../../shared/schemas.ts';
import { Secret } from '../diagnostics/secret.ts';
import { readGrant } from '../providers/storx/grant-credential.ts';
import { trimPasted } from '../storj/access-grant.ts';
import { toGrantView } from '../storj/grant-view.ts';

/** Says what an access grant allows, without anything that could use it. Throws `grant.*`. */
export const inspectGrant = (text: string): GrantView =>
  toGrantView(readGrant(new Secret(trimPasted(text))));
