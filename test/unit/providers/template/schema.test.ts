import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/diagnostics/errors.ts';
import { createRegistry } from '../../../../electron/providers/registry.ts';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { adapterOf } from '../../../../electron/providers/template/library.ts';
import { parseTemplate, templateSchema } from '../../../../electron/providers/template/parse.ts';
import { templateJsonSchema } from '../../../../electron/providers/template/schema.ts';

const folder = new URL('../../../../electron/providers/templates/', import.meta.url);
const fileOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown;
const files = readdirSync(folder).filter((name) => name !== 'template.schema.json');

/** A template that is in order, changed at some places: dotted paths and what is there then. */
const changed = (changes: Readonly<Record<string, unknown>>, name = 'box'): string => {
  const template = fileOf(`${name}.json`);
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let place = template as Record<string, unknown>;
    for (const part of parts) place = place[part] as Record<string, unknown>;
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return JSON.stringify(template);
};

const whereOf = (text: string): unknown => {
  try {
    parseTemplate(text);
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.params.where];
    throw error;
  }
  return 'accepted';
};

describe('the template format', () => {
  it('takes the example that the refusals below change', () => {
    expect(whereOf(changed({}))).toBe('accepted');
  });

  const token = 'server.token';
  const boxToken = 'https://api.box.com/oauth2/token';
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['another version', { stowkeyTemplate: 2 }, 'stowkeyTemplate'],
    ['no version', { stowkeyTemplate: undefined }, 'stowkeyTemplate'],
    ['an unknown field', { script: 'x' }, 'script'],
    ['an unknown field within', { 'client.clientSecret': 'x' }, 'client.clientSecret'],
    ['an http endpoint', { [token]: 'http://api.box.com/oauth2/token' }, token],
    [
      'http to localhost, which is a name',
      {
        contacts: ['localhost:8080'],
        'server.authorization': 'https://localhost:8080/authorize',
        [token]: 'http://localhost:8080/token',
      },
      token,
    ],
    ['a host beyond the contacts', { [token]: 'https://api.box.com.evil.example/token' }, token],
    ['another port of a contact', { [token]: 'https://api.box.com:8443/token' }, token],
    ['an identity call elsewhere', { 'identity.url': 'https://evil.example/me' }, 'identity.url'],
    ['a revocation elsewhere', { 'revocation.url': 'https://evil.example' }, 'revocation.url'],
    ['userinfo in an address', { [token]: 'https://api.box.com@evil.example/token' }, token],
    [
      'N13 an address that only a metadata service has',
      { [token]: 'https://169.254.169.254/token', 'contacts.2': '169.254.169.254' },
      token,
    ],
    ['a name that stands for nothing', { [token]: 'https://api.box.com/{tenant}/token' }, token],
    [
      'a parameter of the protocol',
      { 'authorization.parameters': { redirect_uri: 'https://evil.example' } },
      'authorization.parameters.redirect_uri',
    ],
    [
      'one in another spelling',
      { 'authorization.parameters': { Request_URI: 'https://evil.example' } },
      'authorization.parameters.Request_URI',
    ],
    ...['request', 'request_uri', 'Response_Mode', 'client%5Fid'].map(
      (name): [string, Readonly<Record<string, unknown>>, string] => [
        `${name} in the query of the page`,
        { 'server.authorization': `https://account.box.com/api/oauth2/authorize?${name}=x` },
        'server.authorization',
      ],
    ),
    ['one in the query for tokens', { [token]: `${boxToken}?client_id=evil` }, token],
    ['a name that turns the direction', { name: '\u202exobpord' }, 'name'],
    ['a name that nobody sees', { name: '\u2800' }, 'name'],
    ['a name with a part that nobody sees', { name: 'Drop\u200bbox' }, 'name'],
    [
      'an example that turns the direction',
      { server: { kind: 'asked-issuer', label: 'Issuer', placeholder: '\u202ehttps://x' } },
      'server.placeholder',
    ],
    [
      'a redirect away from this computer',
      { redirect: [{ kind: 'fixed-ports', uris: ['http://192.168.1.2:80/x'] }] },
      'redirect.0',
    ],
    [
      'a redirect to an address that is not listened on',
      { redirect: [{ kind: 'fixed-ports', uris: ['http://[::1]:8080/x'] }] },
      'redirect.0',
    ],
    ['contacts that are a whole top-level domain', { 'contacts.0': '*.com' }, 'contacts.0'],
    ['contacts that anybody can register below', { 'contacts.0': '*.co.uk' }, 'contacts.0'],
    ['contacts that anybody can publish below', { 'contacts.0': '*.github.io' }, 'contacts.0'],
    ['contacts with a star below one name', { 'contacts.0': '*.box.com' }, 'contacts.0'],
    ['a star with a port', { 'contacts.0': '*.box.com:443' }, 'contacts.0'],
    ['a star in the middle', { 'contacts.0': 'api.*.com' }, 'contacts.0'],
    ['a star by itself', { 'contacts.0': '*' }, 'contacts.0'],
    ['text that turns the reading direction', { name: 'a\u202egpj' }, 'name'],
    [
      'a link that is not https',
      { links: [{ label: 'x', url: 'javascript:alert(1)' }] },
      'links.0.url',
    ],
    [
      'a link that hides its host behind a user name',
      { links: [{ label: 'x', url: 'https://account.box.com@evil.example/' }] },
      'links.0.url',
    ],
    [
      'N16 this computer beside a public host',
      { [token]: 'http://127.0.0.1:8080/token', 'contacts.2': '127.0.0.1:8080' },
      'contacts',
    ],
    ...[
      'api.localhost',
      '[::1]',
      'localhost.localdomain',
      'localhost4',
      'localhost4.localdomain4',
      'localhost6',
      'localhost6.localdomain6',
      'ip6-localhost',
      'ip6-loopback.',
    ].map((host): [string, Readonly<Record<string, unknown>>, string] => [
      `N16 this computer as ${host} beside a public host`,
      { 'contacts.2': host },
      'contacts',
    ]),
    [
      'a revocation that puts secrets into an address',
      { 'revocation.method': 'GET' },
      'revocation.method',
    ],
    ['an id that could be a path', { id: '../box' }, 'id'],
    [
      'a kept parameter in the place of a token',
      { keepFromRedirect: [{ name: 'accessToken', allowed: ['x'] }] },
      'keepFromRedirect.0.name',
    ],
    [
      'a kept parameter that every object has',
      { keepFromRedirect: [{ name: 'constructor', allowed: ['x'] }] },
      'keepFromRedirect.0.name',
    ],
  ])('refuses %s', (_name, changes, where) => {
    expect(whereOf(changed(changes))).toEqual(['template.invalid', where]);
  });

  it.each([
    ['PKCE', { 'authorization.pkce': 'off' }],
    ['a name for the account', { identity: { kind: 'none' } }],
  ])('L9 takes no redirect without state where there is no %s either', (_name, changes) => {
    expect(whereOf(changed({}, 'pcloud'))).toBe('accepted');
    expect(whereOf(changed(changes, 'pcloud'))).toEqual([
      'template.invalid',
      'authorization.state',
    ]);
  });

  it('looks at every address that a choice can make', () => {
    const change = { 'variables.1.options.3.sets.loginHost': 'login.evil.example' };
    expect(whereOf(changed(change, 'onedrive'))).toEqual([
      'template.invalid',
      'server.authorization',
    ]);
  });

  it.each([
    'https://{tenant}.microsoftonline.com/token',
    'https://{tenant}/token',
    'https:/{tenant}/token',
    'https:///{tenant}/token',
    'https://\t/{tenant}/token',
    'https:\\\\{tenant}/token',
  ])('N16 lets a typed name stand for part of a path only: %j', (address) => {
    const change = {
      'server.token': address,
      // The hosts that the samples of a typed name would make.
      'contacts.8': 'a',
      'contacts.9': 'b.b',
      'contacts.10': 'a.microsoftonline.com',
      'contacts.11': 'b.b.microsoftonline.com',
    };
    expect(whereOf(changed(change, 'onedrive'))).toEqual(['template.invalid', 'server.token']);
  });

  it.each([
    ['mapped', '[::ffff:a00:1]'],
    ['compatible', '[::a00:1]'],
    ['NAT64', '[64:ff9b::a00:1]'],
    ['NAT64 of a local network', '[64:ff9b:1::c0a8:101]'],
    ['6to4', '[2002:a00:1::]'],
    ['translated loopback', '[::ffff:0:7f00:1]'],
    ['mapped shared', '[::ffff:6440:1]'],
    ['mapped loopback', '[::ffff:7f00:1]'],
    ['6to4 link-local', '[2002:a9fe:a9fe::1]'],
  ])('N16 refuses a private address in a disguise: %s', (_name, host) => {
    const change = {
      contacts: [host],
      'server.authorization': `https://${host}/authorize`,
      'server.token': `https://${host}/token`,
      'identity.url': `https://${host}/me`,
      'revocation.url': `https://${host}/revoke`,
    };
    expect(whereOf(changed(change))).toEqual(['template.invalid', 'contacts.0']);
  });

  it('refuses what is no JSON without repeating it', () => {
    try {
      parseTemplate('{"secret": hunter2');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'template.invalid', params: { where: 'json' } });
      expect((error as Error).cause).toBeUndefined();
    }
  });

  it('takes a deep nesting for a refusal, not for a crash', () => {
    expect(whereOf(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toMatchObject([
      'template.invalid',
      expect.anything(),
    ]);
  });

  it('publishes the JSON schema that the code checks with', () => {
    expect(fileOf('template.schema.json')).toEqual(
      JSON.parse(JSON.stringify(templateJsonSchema())),
    );
  });
});

describe('the templates that ship', () => {
  it.each(files)('%s is in order and listed under its file name', (name) => {
    const template = templateSchema.parse(fileOf(name));
    expect(`${template.id}.json`).toBe(name);
    expect(builtInTemplates.map(({ id }) => id)).toContain(template.id);
  });

  it('takes the example of the page that explains how to add one', () => {
    const page = readFileSync(new URL('../ADDING.md', folder), 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(parseTemplate(example).id).toBe('put-io');
  });

  it('gives each a descriptor that the window can draw', () => {
    const registry = createRegistry(builtInTemplates.map((template) => adapterOf(template)));
    const descriptors = registry.descriptors();
    expect(descriptors).toHaveLength(files.length);
    for (const { fields } of descriptors) {
      const names = fields.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const { shownWhen } of fields) {
        if (shownWhen !== undefined) expect(names).toContain(shownWhen.field);
      }
    }
  });
});
