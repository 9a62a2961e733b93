import type { NotMapped } from '../../../../shared/provider-descriptor.ts';
import { AppError } from '../../../diagnostics/errors.ts';
import { isListenedOn } from '../../../oauth/redirect/loopback.ts';
import { templateSchema } from '../parse.ts';
import { type ProviderTemplate, templateVersion } from '../schema.ts';
import { type PlistValue, readPlist } from './plist.ts';

type Mapped = { readonly template: ProviderTemplate; readonly notMapped: readonly NotMapped[] };

/** What has been read of a profile, and what was found that has no place in a template. */
type Profile = {
  readonly text: (key: string) => string;
  readonly flag: (key: string) => boolean | null;
  readonly list: (key: string) => readonly string[];
  readonly properties: ReadonlyMap<string, string>;
  readonly say: (id: NotMapped['id'], setting?: string) => void;
};

/** Tells a Cyberduck connection profile from a template of our own. */
export const isCyberduckProfile = (text: string): boolean =>
  /^\s*(<\?xml|<!doctype|<plist)/i.test(text);

/**
 * Reads a `.cyberduckprofile` as a template, as far as it maps, and says what does not. Throws
 * `template.invalid` for a profile of a protocol that is neither S3 nor OAuth 2.
 *
 * Source: Cyberduck's documentation, "Connection Profiles".
 */
export const readCyberduckProfile = (text: string): Mapped => {
  const root = readPlist(text);
  if (root === null || !isDictionary(root)) throw invalid('plist');
  const notMapped: NotMapped[] = [];
  const profile = openProfile(root, (id, setting) => {
    if (notMapped.some((each) => each.id === id && each.setting === setting)) return;
    notMapped.push(setting === undefined ? { id } : { id, setting });
  });
  const raw = profile.text('OAuth Authorization Url') === '' ? s3Of(profile) : oauthOf(profile);
  sayTheRest(profile, root);
  const parsed = templateSchema.safeParse(raw);
  if (!parsed.success) throw invalid(String(parsed.error.issues[0]?.path[0] ?? 'profile'));
  return { template: parsed.data, notMapped };
};

const invalid = (where: string): AppError =>
  new AppError('template.invalid', { params: { where } });

const isDictionary = (value: PlistValue): value is { readonly [key: string]: PlistValue } =>
  typeof value === 'object' && !Array.isArray(value);

const openProfile = (
  root: { readonly [key: string]: PlistValue },
  say: Profile['say'],
): Profile => {
  const of = (key: string): PlistValue | undefined =>
    Object.hasOwn(root, key) ? root[key] : undefined;
  const list = (key: string): readonly string[] => {
    const value = of(key);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  const properties = of('Properties');
  const pairs =
    properties !== undefined && isDictionary(properties)
      ? Object.entries(properties).map(([key, value]) => [key, String(value)] as const)
      : list('Properties').map((line) => {
          const [key = '', ...rest] = line.split('=');
          return [key.trim(), rest.join('=').trim()] as const;
        });
  return {
    text: (key) => {
      const value = of(key);
      return typeof value === 'string' ? value : '';
    },
    flag: (key) => {
      const value = of(key);
      return typeof value === 'boolean' ? value : null;
    },
    list,
    properties: new Map(pairs),
    say,
  };
};

const headOf = (profile: Profile) => {
  const name = profile.text('Description') || profile.text('Vendor') || 'Cyberduck profile';
  const help = profile.text('Help');
  return {
    stowkeyTemplate: templateVersion,
    id: idOf(profile.text('Vendor') || name),
    name: name.slice(0, 60),
    links: help.startsWith('https://') ? [{ label: 'Open its documentation', url: help }] : [],
  };
};

/** Imports get ids of their own kind, so that none can look like a provider that ships. */
const idOf = (vendor: string): string => {
  const slug = vendor
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `cyberduck-${slug}`.slice(0, 40).replace(/-$/, '');
};

const pathStyleProperty = 's3.bucket.virtualhost.disable';

const s3Of = (profile: Profile): unknown => {
  if (profile.text('Protocol') !== 's3') throw invalid('Protocol');
  const host = profile.text('Default Hostname');
  const port = profile.text('Default Port');
  const scheme = profile.text('Scheme') || 'https';
  const usualPort = scheme === 'https' ? '443' : '80';
  const origin = `${scheme}://${host}${port === '' || port === usualPort ? '' : `:${port}`}`;
  const regions = profile.list('Regions');
  const placeholder = profile.text('Hostname Placeholder');
  if (host !== '' && profile.flag('Hostname Configurable') === true) {
    profile.say('host-choice');
  }
  if (profile.text('Authorization') === 'AWS2') {
    profile.say('aws2-signatures');
  }
  return {
    ...headOf(profile),
    kind: 's3',
    summary: 'S3 keys, from a Cyberduck profile.',
    group: 'keys',
    mark: 's3',
    guide: guideOf(profile),
    contacts: host === '' || !URL.canParse(origin) ? [] : [new URL(origin).host],
    endpoint:
      host === ''
        ? {
            kind: 'asked',
            ...(placeholder === '' ? {} : { placeholder: `https://${placeholder}` }),
          }
        : { kind: 'pattern', url: origin },
    regions: regions.map((value) => ({ value })),
    region: profile.text('Region') || regions[0] || 'us-east-1',
    addressing: profile.properties.get(pathStyleProperty) === 'true' ? 'path' : 'virtual',
  };
};

const guideOf = (profile: Profile): readonly string[] => {
  const id = profile.text('Username Placeholder');
  const secret = profile.text('Password Placeholder');
  return id === '' || secret === ''
    ? ['Create access keys in the service’s console and copy them into this form.']
    : [`The service calls the access key ID “${id}” and the secret “${secret}”.`];
};

const oauthOf = (profile: Profile): unknown => {
  const authorization = profile.text('OAuth Authorization Url');
  const token = profile.text('OAuth Token Url');
  const scopes = profile.list('Scopes');
  const redirect = profile.text('OAuth Redirect Url');
  const isLocal = isListenedOn(redirect);
  const isPublic = profile.text('OAuth Client Secret') === '';
  sayOAuth(profile, { scopes, redirect, isLocal });
  return {
    ...headOf(profile),
    kind: 'oauth2',
    summary: 'Sign in in the browser, from a Cyberduck profile.',
    group: 'own',
    mark: 'oauth2',
    guide: [
      'Register a client of your own with the provider, with the redirect URI shown here.',
      'Copy its client ID, and its secret if it has one, into this form.',
    ],
    contacts: [authorization, token]
      .filter((url) => URL.canParse(url))
      .map((url) => new URL(url).host),
    server: { kind: 'endpoints', authorization, token },
    client: {
      authentications: isPublic
        ? ['none', 'client_secret_post', 'client_secret_basic']
        : ['client_secret_post', 'client_secret_basic', 'none'],
    },
    redirect: [
      ...(isLocal ? [{ kind: 'fixed-ports', uris: [redirect] }] : []),
      { kind: 'ephemeral-ip', path: '/callback' },
      { kind: 'typed' },
    ],
    scopes: {
      separator: ' ',
      always: [],
      offered: scopes.map((value) => ({ value, label: value.slice(0, 80), initial: true })),
      typed: { label: 'Further scopes', help: 'Separated by spaces.' },
    },
    authorization: {
      parameters: {},
      responseMode: 'query',
      // Cyberduck uses it unless the profile says that the server does not take it.
      pkce: profile.flag('OAuth PKCE') === false ? 'off' : 'S256',
      state: 'required',
      openid: false,
    },
    tokens: { refresh: 'rotates', notes: [] },
    identity: { kind: 'none' },
    revocation: { kind: 'none' },
    afterDisconnect:
      'The profile names no way to end a sign-in from outside. End it in your account at the provider.',
  };
};

const sayOAuth = (
  profile: Profile,
  found: {
    readonly scopes: readonly string[];
    readonly redirect: string;
    readonly isLocal: boolean;
  },
): void => {
  const { say } = profile;
  if (profile.text('OAuth Client ID') !== '' || profile.text('OAuth Client Secret') !== '') {
    say('client');
  }
  if (found.redirect !== '' && !found.isLocal) {
    say('redirect-uri');
  }
  if (profile.flag('OAuth PKCE') === false) say('pkce');
  if (found.scopes.includes('openid')) {
    say('id-tokens');
  }
  if (profile.text('Protocol') === 's3') {
    say('s3-keys');
  }
  const grant = profile.text('Authorization');
  if (grant !== '' && grant !== 'AuthorizationCode') {
    say('other-sign-in');
  }
};

/** Settings that change what Cyberduck does and have no counterpart here. */
const otherKeys: Readonly<Record<string, NotMapped['id']>> = {
  'Default Path': 'default-path',
  'STS Endpoint': 'sts-endpoint',
  Context: 'login-context',
  'Certificate Configurable': 'client-certificates',
  'Role Configurable': 'roles',
  Disk: 'icon',
  Icon: 'icon',
};

const sayTheRest = (profile: Profile, root: { readonly [key: string]: PlistValue }): void => {
  for (const [key, id] of Object.entries(otherKeys)) {
    if (Object.hasOwn(root, key) && root[key] !== false && root[key] !== '') profile.say(id);
  }
  for (const [property, value] of profile.properties) {
    if (property === '' || property === pathStyleProperty || value === '') continue;
    profile.say('setting', property.replace(/[^\w.-]/g, '').slice(0, 60));
  }
};
