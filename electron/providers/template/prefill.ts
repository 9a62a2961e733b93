import type { FormField, FormInput } from '../../../shared/provider-descriptor.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { isListenedOn } from '../../oauth/redirect/loopback.ts';
import { isJsonObject, parseJsonObject } from '../../platform/json.ts';
import { linesOf, withoutComment } from '../pasted-text.ts';
import type { OAuthTemplate } from './schema.ts';

/** What a dropped block can say, whatever it calls it. */
type Known = {
  -readonly [K in
    | 'clientId'
    | 'clientSecret'
    | 'redirectUri'
    | 'refreshToken'
    | 'tokenUrl'
    | 'authorizationUrl'
    | 'revocationUrl'
    | 'deviceUrl'
    | 'userinfoUrl'
    | 'issuer'
    | 'baseUrl'
    | 'scopes']?: string;
};

/** Names in capitals, as in a `.env`; JSON keys are brought to this form first. */
const names: Readonly<Record<keyof Known, readonly string[]>> = {
  clientId: ['CLIENT_ID', 'APP_KEY'],
  clientSecret: ['CLIENT_SECRET', 'APP_SECRET'],
  redirectUri: ['REDIRECT_URI', 'REDIRECT_URL', 'REDIRECT_URIS', 'CALLBACK_URL'],
  refreshToken: ['REFRESH_TOKEN'],
  tokenUrl: ['TOKEN_URL', 'TOKEN_URI', 'TOKEN_ENDPOINT'],
  authorizationUrl: [
    'AUTH_URL',
    'AUTH_URI',
    'AUTHORIZATION_URL',
    'AUTHORIZE_URL',
    'AUTHORIZATION_ENDPOINT',
  ],
  revocationUrl: ['REVOCATION_URL', 'REVOKE_URL', 'REVOCATION_ENDPOINT'],
  deviceUrl: ['DEVICE_URL', 'DEVICE_AUTHORIZATION_ENDPOINT'],
  userinfoUrl: ['USERINFO_URL', 'USERINFO_ENDPOINT'],
  issuer: ['ISSUER', 'ISSUER_URL'],
  baseUrl: ['BASE_URL'],
  scopes: ['SCOPES', 'SCOPE'],
};

/**
 * Reads a `.env` block, Google's client file or other JSON into the fields of a template. Throws
 * `prefill.not-understood` when nothing in it fits a field. Pure.
 */
export const prefillTemplate = (
  template: OAuthTemplate,
  fields: readonly FormField[],
  text: string,
): FormInput => {
  const known = readKnown(text);
  const input: FormInput = {};
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && has(name)) input[name] = value;
  };
  const { redirectUri, scopes, ...plain } = known;
  for (const [name, value] of Object.entries(plain)) put(name, value);
  if (template.server.kind === 'asked-base') put('baseUrl', baseOf(template.server, known));
  if (redirectUri !== undefined) Object.assign(input, redirectFor(template, redirectUri));
  if (scopes !== undefined) Object.assign(input, scopesFor(template, scopes));
  if (known.clientSecret !== undefined) Object.assign(input, authenticationFor(template));
  if (Object.keys(input).length === 0) throw new AppError('prefill.not-understood');
  return input;
};

const readKnown = (text: string): Known => {
  const pairs = text.trimStart().startsWith('{') ? readJson(text) : readEnv(text);
  const known: Known = {};
  for (const [name, spellings] of Object.entries(names) as [keyof Known, readonly string[]][]) {
    // A name of one's own in front, as in GOOGLE_CLIENT_ID, counts less than the bare one.
    const found =
      pairs.find(([key]) => spellings.includes(key)) ??
      pairs.find(([key]) => spellings.some((spelling) => key.endsWith(`_${spelling}`)));
    if (found !== undefined && found[1] !== '') known[name] = found[1];
  }
  return known;
};

type Pair = readonly [key: string, value: string];

const envLine = /^\s*(?:export\s+|set\s+)?([a-z_][a-z0-9_]*)\s*[=:]\s*(.*)$/i;

/** Lines of `NAME=value` with quotes, `export` and comments, as shells and dotenv read them. */
const readEnv = (text: string): readonly Pair[] =>
  linesOf(text).flatMap((line): Pair[] => {
    if (/^\s*#/.test(line)) return [];
    const [, key, rest] = envLine.exec(line) ?? [];
    return key === undefined || rest === undefined
      ? []
      : [[key.toUpperCase(), unquote(rest.trim())]];
  });

const unquote = (text: string): string => {
  const quoted = /^(["'])(.*?)\1\s*(?:[,;]\s*)?(?:#.*)?$/.exec(text);
  if (quoted !== null) return quoted[2] ?? '';
  return withoutComment(text);
};

/** All texts of the top level and of the objects directly in it, such as Google's `installed`. */
const readJson = (text: string): readonly Pair[] => {
  const data = parseJsonObject(text);
  if (data === null) throw new AppError('prefill.not-understood');
  const nested = Object.values(data).filter(isJsonObject);
  return [data, ...nested].flatMap((object) =>
    Object.entries(object).flatMap(([key, value]): Pair[] => {
      const texts = (Array.isArray(value) ? value : [value]).filter(
        (each) => typeof each === 'string',
      );
      return texts.length === 0 ? [] : [[asEnvName(key), texts.join(' ')]];
    }),
  );
};

const asEnvName = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();

/** Finds the base that a full address begins with, when its path is the template's. */
const baseOf = (
  server: Extract<OAuthTemplate['server'], { kind: 'asked-base' }>,
  known: Known,
): string | undefined => {
  if (known.baseUrl !== undefined) return known.baseUrl;
  const endings = [
    [known.tokenUrl, server.token],
    [known.authorizationUrl, server.authorization],
  ] as const;
  for (const [address, path] of endings) {
    const bare = path.replace(/\/$/, '');
    if (address === undefined || !URL.canParse(address)) continue;
    const whole = address.replace(/\/$/, '');
    if (whole.endsWith(bare)) return whole.slice(0, -bare.length);
  }
  return undefined;
};

/** Chooses the policy that a registered URI is used with. Several may come, as in Google's file. */
const redirectFor = (template: OAuthTemplate, given: string): FormInput => {
  const uris = given.split(/[\s,]+/).filter((uri) => URL.canParse(uri));
  const several = template.redirect.length > 1;
  for (const policy of template.redirect) {
    const chosen: FormInput = several ? { redirectPolicy: policy.kind } : {};
    if (policy.kind === 'fixed-ports') {
      const registered = policy.uris.filter((uri) => uris.includes(uri));
      if (registered.length > 0) return { ...chosen, redirectUris: registered };
    }
    if (policy.kind === 'typed') {
      const uri = uris.find(isListenedOn) ?? uris[0];
      if (uri !== undefined) return { ...chosen, redirectUri: uri };
    }
  }
  return {};
};

const scopesFor = ({ scopes }: OAuthTemplate, given: string): FormInput => {
  const list = given
    .split(/[\s,]+/)
    .filter((scope) => scope !== '' && !scopes.always.includes(scope));
  const offered = scopes.offered.map(({ value }) => value);
  const chosen = list.filter((scope) => offered.includes(scope));
  const rest = list.filter((scope) => !offered.includes(scope));
  return {
    ...(chosen.length === 0 ? {} : { scopes: chosen }),
    ...(rest.length === 0 || scopes.typed === undefined ? {} : { moreScopes: rest.join(' ') }),
  };
};

/** A secret in the file is of no use to a form that is set to none. */
const authenticationFor = ({ client }: OAuthTemplate): FormInput => {
  const [first, ...others] = client.authentications;
  if (first !== 'none') return {};
  const withSecret = others.find((kind) => kind.startsWith('client_secret'));
  return withSecret === undefined ? {} : { authentication: withSecret };
};
