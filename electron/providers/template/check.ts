import { isListenedOn } from '../../oauth/redirect/loopback.ts';
import { addressKind, isDisguised } from '../../platform/address-kind.ts';
import { hasUserinfo } from '../../platform/address-policy.ts';
import {
  type AddressValues,
  fillIn,
  isNamedHost,
  isSafeAddress,
  namesIn,
  namesInAuthority,
  possibleValues,
} from './addresses.ts';
import type { OAuthTemplate, ProviderTemplate, S3Template } from './schema.ts';

type Problem = { readonly path: readonly (string | number)[]; readonly message: string };

/** Parameters that belong to the protocol; a template that set them could undo its protections. */
const belongsToProtocol = (parameter: string): boolean =>
  protocolParameters.has(parameter.trim().toLowerCase());

const protocolParameters: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
]);

/** Finds what a shape cannot say: where the addresses lead, and names that fit each other. */
export const checkTemplate = (template: ProviderTemplate): readonly Problem[] => [
  ...checkContacts(template),
  ...checkLinks(template),
  ...(template.kind === 's3' ? checkS3(template) : checkOAuth(template)),
];

/** Whatever answers on this computer must not end up at a host elsewhere, nor the other way round. */
const checkContacts = ({ contacts }: ProviderTemplate): readonly Problem[] => {
  const hosts = contacts.map((contact) => contact.replace(/:\d+$/, ''));
  const disguised = hosts.findIndex((host) => isDisguised(host) && addressKind(host) !== 'public');
  if (disguised !== -1) {
    return [{ path: ['contacts', disguised], message: 'a private address in a disguise' }];
  }
  const here = hosts.filter((host) => addressKind(host) === 'this-computer');
  return here.length === 0 || here.length === hosts.length
    ? []
    : [{ path: ['contacts'], message: 'this computer beside other hosts' }];
};

const checkLinks = ({ links }: ProviderTemplate): readonly Problem[] =>
  links.flatMap(({ url }, index) =>
    hasUserinfo(new URL(url))
      ? [{ path: ['links', index, 'url'], message: 'hides its host behind a user name' }]
      : [],
  );

/** Names under which the adapter keeps what it was given; kept parameters lie beside them. */
const reservedNames: ReadonlySet<string> = new Set([
  'accessToken',
  'refreshToken',
  'idToken',
  'clientId',
  'clientSecret',
  'expiresAtEpochSeconds',
  'grantedAtEpochSeconds',
  'renewedAtEpochSeconds',
  'scopes',
  'account',
  'subject',
  'server',
  'client',
  'contacts',
  'stateVerified',
]);

/** Reserved too: what every object has would be found where nothing was kept. */
const isReserved = (name: string): boolean => reservedNames.has(name) || name in Object.prototype;

const repeated = (values: readonly string[]): boolean => new Set(values).size !== values.length;

/** A server may take a parameter from the query of its address as well as from the request. */
const checkQuery = (
  path: Problem['path'],
  address: string,
  values: readonly AddressValues[],
): readonly Problem[] => {
  const isTaken = values.some((each) => {
    const filled = fillIn(address, each) ?? '';
    return URL.canParse(filled) && [...new URL(filled).searchParams.keys()].some(belongsToProtocol);
  });
  return isTaken ? [{ path, message: 'its query sets what belongs to the protocol' }] : [];
};

/** Looks at every address that a pattern can make. */
const checkAddress = (
  path: Problem['path'],
  address: string,
  values: readonly AddressValues[],
  contacts: readonly string[],
): readonly Problem[] => {
  const at = (message: string): readonly Problem[] => [{ path, message }];
  const filled = values.map((each) => fillIn(address, each));
  if (filled.some((each) => each === null)) return at('a name in braces stands for nothing');
  for (const each of filled) {
    if (each === null || !isSafeAddress(each)) return at('not a safe address');
    if (!isNamedHost(new URL(each).host, contacts)) return at('its host is not among the contacts');
  }
  return [];
};

const checkS3 = (template: S3Template): readonly Problem[] => {
  if (template.endpoint.kind === 'asked') return [];
  const names = template.regions.map(({ value }) => value);
  if (template.regions.length === 0 && namesIn(template.endpoint.url).length > 0) {
    return [{ path: ['regions'], message: 'the regions of the endpoint must be listed' }];
  }
  return [
    ...checkAddress(
      ['endpoint', 'url'],
      template.endpoint.url,
      [...names, template.region].map((region) => ({ region })),
      template.contacts,
    ),
    ...(repeated(names) ? [{ path: ['regions'], message: 'a region is listed twice' }] : []),
  ];
};

const checkOAuth = (template: OAuthTemplate): readonly Problem[] => [
  ...checkVariables(template),
  ...checkEndpoints(template),
  ...checkRedirects(template),
  ...checkParts(template),
];

const checkVariables = (template: OAuthTemplate): readonly Problem[] => {
  const variables = template.variables ?? [];
  const kept = template.keepFromRedirect ?? [];
  const problems: Problem[] = [];
  for (const [index, variable] of variables.entries()) {
    if (variable.kind !== 'choice') continue;
    const path = ['variables', index];
    if (!variable.options.some(({ value }) => value === variable.initial)) {
      problems.push({ path: [...path, 'initial'], message: 'not one of the options' });
    }
    const names = variable.options.map(({ sets }) => Object.keys(sets).sort().join());
    if (new Set(names).size > 1) {
      problems.push({ path: [...path, 'options'], message: 'the options set different names' });
    }
  }
  const names = variables.flatMap((variable) =>
    variable.kind === 'text' ? [variable.name] : Object.keys(variable.options[0]?.sets ?? {}),
  );
  if (
    repeated([...names, ...kept.map(({ name }) => name)]) ||
    repeated(variables.map(({ name }) => name))
  ) {
    problems.push({ path: ['variables'], message: 'a name is used twice' });
  }
  for (const [index, { name, allowed, fallback }] of kept.entries()) {
    if (isReserved(name)) {
      problems.push({ path: ['keepFromRedirect', index, 'name'], message: 'a reserved name' });
    }
    if (fallback !== undefined && !allowed.includes(fallback)) {
      problems.push({ path: ['keepFromRedirect', index], message: 'the fallback is not allowed' });
    }
  }
  if (possibleValues(template).length === 0) {
    problems.push({ path: ['variables'], message: 'too many combinations' });
  }
  return problems;
};

const endpointNames = [
  'authorization',
  'token',
  'revocation',
  'device',
  'userinfo',
  'pushedAuthorization',
] as const;

const checkEndpoints = (template: OAuthTemplate): readonly Problem[] => {
  const { server, contacts, identity, quota, revocation } = template;
  const all = possibleValues(template);
  // The browser goes there before any redirect has brought a value.
  const beforehand = possibleValues({ variables: template.variables });
  // Choices and kept parameters have a closed list of values, all of which are looked at.
  const typed = new Set(
    (template.variables ?? []).flatMap(({ kind, name }) => (kind === 'text' ? [name] : [])),
  );
  const problems: Problem[] = [];
  const look = (path: Problem['path'], address: string | undefined, values = all): void => {
    if (address === undefined) return;
    const inAuthority = namesInAuthority(address);
    if (inAuthority === null) problems.push({ path, message: 'its host does not show plainly' });
    else if (inAuthority.some((name) => typed.has(name))) {
      problems.push({ path, message: 'a typed name in its host' });
    } else problems.push(...checkAddress(path, address, values, contacts));
  };

  if (server.kind === 'endpoints') {
    for (const each of endpointNames) {
      const redirected = each === 'token' || each === 'revocation' || each === 'userinfo';
      const values = redirected ? all : beforehand;
      look(['server', each], server[each], values);
      problems.push(...checkQuery(['server', each], server[each] ?? '', values));
    }
    look(['server', 'jwks'], server.jwks, beforehand);
  } else if (server.kind === 'discovery') {
    look(['server', 'issuer'], server.issuer, beforehand);
  } else if (server.kind === 'asked-base') {
    for (const each of endpointNames) {
      if (server[each] !== undefined && !/^\/[\w./-]*$/.test(server[each])) {
        problems.push({ path: ['server', each], message: 'not a path' });
      }
    }
  }
  if (identity.kind === 'call') look(['identity', 'url'], identity.url);
  look(['quota', 'call', 'url'], quota?.call?.url);
  if (revocation.kind === 'call') look(['revocation', 'url'], revocation.url);
  return problems;
};

const checkRedirects = ({ redirect }: OAuthTemplate): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const [index, each] of redirect.entries()) {
    if (each.kind === 'fixed-ports' && !each.uris.every(isListenedOn)) {
      problems.push({ path: ['redirect', index], message: 'not loopback with a port' });
    }
    if (each.kind === 'paste' && each.uri !== null && !isSafeAddress(each.uri)) {
      problems.push({ path: ['redirect', index], message: 'not a safe address' });
    }
  }
  if (repeated(redirect.map(({ kind }) => kind))) {
    problems.push({ path: ['redirect'], message: 'a policy is listed twice' });
  }
  return problems;
};

const checkParts = (template: OAuthTemplate): readonly Problem[] => {
  const { authorization, client, device, identity, revocation, scopes, server } = template;
  const problems: Problem[] = [];
  const refuse = (path: Problem['path'], message: string): void => {
    problems.push({ path, message });
  };
  for (const parameter of Object.keys(authorization.parameters)) {
    if (belongsToProtocol(parameter)) {
      refuse(['authorization', 'parameters', parameter], 'belongs to the protocol');
    }
  }
  // Without its state, a redirect is bound by PKCE and seen by the account's name, or by nothing.
  const isBound = authorization.pkce === 'S256' && identity.kind !== 'none';
  if (authorization.state === 'may-be-dropped' && !isBound) {
    refuse(['authorization', 'state'], 'needs PKCE and a name for the account');
  }
  if (repeated(client.authentications)) refuse(['client', 'authentications'], 'listed twice');
  if (repeated([...scopes.always, ...scopes.offered.map(({ value }) => value)])) {
    refuse(['scopes'], 'a scope is listed twice');
  }
  if ((scopes.least ?? 0) > scopes.offered.length) refuse(['scopes', 'least'], 'more than offered');
  const has = (endpoint: 'userinfo' | 'revocation' | 'device'): boolean => {
    if (server.kind === 'discovery' || server.kind === 'asked-issuer') return true;
    if (server.kind === 'asked-endpoints') return server.also.includes(endpoint);
    return server[endpoint] !== undefined;
  };
  if (identity.kind === 'userinfo' && !has('userinfo')) refuse(['identity'], 'no such endpoint');
  if (revocation.kind === 'rfc7009' && !has('revocation'))
    refuse(['revocation'], 'no such endpoint');
  const sendsForm =
    revocation.kind === 'call' &&
    (revocation.place.kind === 'form' || revocation.clientCredentials);
  if (revocation.kind === 'call' && revocation.method === 'GET' && sendsForm) {
    refuse(['revocation', 'method'], 'GET takes no form');
  }
  if (device !== undefined && !has('device')) refuse(['device'], 'no such endpoint');
  return problems;
};
