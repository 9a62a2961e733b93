import { type ProviderTemplate, templateSchema } from './template-schema.ts';
import box from './templates/box.json';
import dropbox from './templates/dropbox.json';
import googleDrive from './templates/google-drive.json';
import jxSolutions from './templates/jx-solutions.json';
import oauth2 from './templates/oauth2.json';
import oidc from './templates/oidc.json';
import omniport from './templates/omniport.json';
import onedrive from './templates/onedrive.json';
import pcloud from './templates/pcloud.json';

/** Every template that ships, in the order of the gallery. Adding one is its file and a line here. */
export const builtInTemplates: readonly ProviderTemplate[] = [
  googleDrive,
  dropbox,
  onedrive,
  box,
  pcloud,
  omniport,
  jxSolutions,
  oidc,
  oauth2,
].map((template) => templateSchema.parse(template));
