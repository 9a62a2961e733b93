import box from '../templates/box.json' with { type: 'json' };
import dropbox from '../templates/dropbox.json' with { type: 'json' };
import googleDrive from '../templates/google-drive.json' with { type: 'json' };
import jxSolutions from '../templates/jx-solutions.json' with { type: 'json' };
import oauth2 from '../templates/oauth2.json' with { type: 'json' };
import oidc from '../templates/oidc.json' with { type: 'json' };
import omniport from '../templates/omniport.json' with { type: 'json' };
import onedrive from '../templates/onedrive.json' with { type: 'json' };
import pcloud from '../templates/pcloud.json' with { type: 'json' };
import type { ProviderTemplate } from './schema.ts';

/**
 * Every template that ships, in the order of the gallery. Adding one is its file and a line here.
 *
 * Plain data: the build checks and parses each file (`scripts/check-templates.ts`).
 */
export const builtInTemplates = [
  googleDrive,
  dropbox,
  onedrive,
  box,
  pcloud,
  omniport,
  jxSolutions,
  oidc,
  oauth2,
] as unknown as readonly ProviderTemplate[];
