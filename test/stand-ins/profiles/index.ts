import type { OAuthProfile } from '../oauth-profile.ts';
import { box } from './box.ts';
import { dropbox } from './dropbox.ts';
import { google } from './google.ts';
import { jx } from './jx.ts';
import { microsoft } from './microsoft.ts';
import { oidc } from './oidc.ts';
import { omniport } from './omniport.ts';
import { pcloud } from './pcloud.ts';

/** Every OAuth provider that there is a stand-in for. */
export const oauthProfiles = {
  google,
  dropbox,
  microsoft,
  box,
  pcloud,
  jx,
  omniport,
  oidc,
} as const satisfies Record<string, OAuthProfile>;
export type OAuthProfileId = keyof typeof oauthProfiles;
