import { describe, expect, it } from 'vitest';
import { builtInProviders } from '../../../electron/providers/registry.ts';
import { builtInTemplates } from '../../../electron/providers/template/catalogue.ts';
import { brandMarks } from '../../../renderer/components/brand-marks.ts';
import { copyFormatsOf, copyNoun, quickFormatsOf } from '../../../renderer/state/copyable.ts';
import { deadlinesOf, milestonesBetween } from '../../../renderer/state/deadlines.ts';
import { searchConnections } from '../../../renderer/state/search.ts';
import { groupUserCode } from '../../../renderer/state/user-code.ts';
import { fillIn, gather, initialValues } from '../../../renderer/views/connect/form-model.ts';
import { arrangeGallery, nextCard } from '../../../renderer/views/connect/gallery-model.ts';
import { placeOf } from '../../../shared/connection-rules.ts';
import { type FormField, providerDescriptorSchema } from '../../../shared/provider-descriptor.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { deletedHere, leftAtProvider, whereToEnd } from '../../../shared/words/disconnect.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { withWords } from '../../../shared/words/providers.ts';
import { insteadOf, otherNamesOf } from '../../../shared/words/search.ts';
import { statusOf, withoutEnd } from '../../../shared/words/status.ts';
import { connection, error, nowSeconds, snapshot } from '../../e2e/harness/fixtures.ts';

const ready = { status: 'ready', error: null } as const;
const shipped = builtInProviders.map(({ descriptor }) =>
  withWords(providerDescriptorSchema.parse(descriptor)),
);

type Facts = Partial<ConnectionView['facts']>;

const withFacts = (facts: Facts, more: Partial<ConnectionView> = {}): ConnectionView => {
  const base = connection({ number: 1, label: 'One' });
  return {
    ...base,
    ...more,
    facts: { ...base.facts, grant: null, s3: null, expiresAtEpochSeconds: null, ...facts },
  };
};

const tokens = (endsIn: number | null, renewable: boolean): Facts => ({
  expiresAtEpochSeconds: renewable || endsIn === null ? null : nowSeconds() + endsIn,
  tokens: {
    scopes: [],
    accessTokenExpiresAtEpochSeconds: endsIn === null ? null : nowSeconds() + endsIn,
    renewable,
    stateVerified: true,
  },
});
const broker: Facts = { broker: { connector: 'notion', connectionId: 'c0ffee' } };
const temporary = (endsIn: number): Facts => ({
  ...connection({ number: 1, expiresIn: endsIn, grantMore: null }).facts,
  renewsItself: true,
});

const status = (of: ConnectionView) =>
  statusOf({ connection: of, operation: null, keychain: ready, nowMs: Date.now() });

describe('status of what renews itself', () => {
  it('raises no alarm before the end, for tokens and for temporary keys', () => {
    expect(status(withFacts(tokens(200, true)))).toMatchObject({ kind: 'valid', tone: 'ok' });
    expect(status(withFacts(temporary(200)))).toMatchObject({ kind: 'valid', tone: 'ok' });
    expect(status(withFacts(tokens(null, false))).text).toBe('Active');
  });

  it('warns when the end has passed without renewal, and does not say expired', () => {
    expect(status(withFacts(tokens(-5, true)))).toMatchObject({ kind: 'due', tone: 'warn' });
    expect(status(withFacts(temporary(-5))).kind).toBe('due');
  });

  it('tells what does not expire from that of which nobody knows when', () => {
    expect(withoutEnd(withFacts({ neverExpires: true }).facts)).toBe('Does not expire');
    expect(withoutEnd(withFacts({}).facts)).toBe('Expiry unknown');
  });

  it('counts down as ever where the person has to act', () => {
    expect(status(withFacts(tokens(200, false))).kind).toBe('expiring');
    expect(status(withFacts(tokens(-5, false))).kind).toBe('expired');
  });

  it('asks for a sign-in before anything else', () => {
    expect(status(withFacts(tokens(-5, true), { needsSignIn: true })).kind).toBe('sign-in');
  });

  it('asks for one as well once the server went on refusing to renew', () => {
    const params = { host: 'a.example', status: 401, reason: 'lasting' };
    const problem = { ...error('oauth.renewal-refused'), params };
    const refused = withFacts(tokens(-5, true), { problem });
    expect(status(refused)).toMatchObject({ kind: 'sign-in', text: 'Sign-in not accepted (401)' });
    expect(describeError(problem).title).toBe('The server no longer accepts this sign-in (401)');
  });

  it('says nothing aloud about its end and needs no tick each second', () => {
    const quiet = snapshot({ connections: [withFacts(temporary(600))] });
    const end = (quiet.connections[0]?.facts.expiresAtEpochSeconds ?? 0) * 1000;
    expect(milestonesBetween(quiet, end - 500, end + 500)).toEqual([]);
    expect(deadlinesOf(quiet)).toEqual([]);
    const lost = snapshot({ connections: [withFacts(temporary(600), { needsSignIn: true })] });
    expect(deadlinesOf(lost)).toEqual([end]);
  });
});

describe('what can be copied', () => {
  it('is only what a connection has', () => {
    expect(copyFormatsOf(withFacts({}).facts)).toEqual([]);
    expect(copyFormatsOf(withFacts(tokens(10, true)).facts)).toEqual([
      'access-token',
      'authorization-header',
    ]);
    expect(copyFormatsOf(withFacts(broker).facts)).toEqual(['connection-id', 'connection-id-env']);
    expect(quickFormatsOf(withFacts(temporary(10)).facts)).toEqual([
      'access-key-id',
      'secret-access-key',
      'endpoint',
      'region',
      'env-sh',
      'aws-profile',
      'json',
    ]);
    expect(
      [withFacts(broker), withFacts(tokens(1, true))].map(({ facts }) => copyNoun(facts)),
    ).toEqual(['connectionId', 'token']);
  });
});

describe('a broker’s connection', () => {
  it('is placed and found by its connector and id', () => {
    const one = withFacts(broker);
    expect(placeOf(one)).toBe('notion');
    expect(
      searchConnections(
        [one],
        'c0ffee',
        () => 'Alloy',
        () => '',
      ),
    ).toEqual([one]);
    expect(
      searchConnections(
        [one],
        'hubspot',
        () => 'Alloy',
        () => '',
      ),
    ).toEqual([]);
  });
});

describe('codes to type by hand', () => {
  it('come in groups that keep every character', () => {
    expect(groupUserCode('WDJBMJHT')).toEqual(['WDJB', 'MJHT']);
    expect(groupUserCode('123456789')).toEqual(['123', '456', '789']);
    expect(groupUserCode('123456')).toEqual(['123', '456']);
    expect(groupUserCode('WDJB-MJHT')).toEqual(['WDJB-MJHT']);
    expect(groupUserCode('ABCDE')).toEqual(['ABCDE']);
    for (const code of ['WDJB-MJHT', 'A B', 'ABCDEFGHIJKLMNOPQRST', '一二三四五六'])
      expect(groupUserCode(code).join('')).toBe(code);
  });
});

describe('marks of providers', () => {
  it('are of providers that ship, and under the licence of the package alone', () => {
    const known = shipped.map(({ id }) => id as string);
    expect(Object.keys(brandMarks).filter((id) => !known.includes(id))).toEqual([]);
    const others = Object.values(brandMarks).filter(({ license }) => license !== undefined);
    expect(others.map(({ title }) => title)).toEqual([]);
  });
});

describe('gallery', () => {
  const ids = (query: string): string[] =>
    arrangeGallery(shipped, query).flatMap(({ members }) => members.map(({ id }) => id));

  it('shows every provider that ships exactly once, in its group', () => {
    expect(ids('').sort()).toEqual(shipped.map(({ id }) => id).sort());
    expect(arrangeGallery(shipped, '').map(({ group }) => group)).toEqual([
      'popular',
      'sign-in',
      'keys',
      'broker',
      'own',
    ]);
  });

  it('finds by the names that people use', () => {
    expect(ids('gcs')).toEqual(['s3-google-cloud']);
    expect(ids('keycloak')).toEqual(['oidc']);
    expect(ids('ceph')).toEqual(['s3-minio']);
    const known = shipped.map(({ id }) => id as string);
    expect(known.filter((id) => otherNamesOf(id) === '').sort()).toEqual([
      'box',
      'dropbox',
      'jx-solutions',
      'omniport',
      'pcloud',
      's3-hetzner',
      's3-scaleway',
      's3-wasabi',
    ]);
  });

  it('says what to do about what is not offered', () => {
    expect(insteadOf('Azure')).toMatch(/OAuth 2/);
    expect(insteadOf('nextcloud')).not.toBeNull();
    expect(shipped.map(({ name }) => insteadOf(name)).filter(Boolean)).toEqual([]);
  });

  it('puts what a person imported under their own, whatever the template says', () => {
    const [first] = shipped;
    if (first === undefined) throw new Error('no provider ships');
    const mine = { ...first, origin: 'imported' } as const;
    expect(arrangeGallery([mine], '').map(({ group }) => group)).toEqual(['own']);
  });

  it('finds by name, summary, group and host', () => {
    expect(ids('hetzner')).toEqual(['s3-hetzner']);
    expect(ids('mfa code')).toEqual(['sts-session-token']);
    expect(ids('runalloy.com')).toEqual(['alloy']);
    expect(ids('brokers')).toEqual(['alloy']);
    expect(ids('carrier pigeon')).toEqual([]);
  });

  it('has one line and a mark for each provider', () => {
    for (const { id, summary, mark } of shipped) {
      expect(summary, id).toMatch(/\.$/);
      expect(summary.length, id).toBeLessThan(90);
      expect(mark, id).not.toBe('');
    }
  });

  // Three in a row, then one alone, then two of another group.
  const at = (left: number, top: number) => ({ left, top, width: 100, height: 50 });
  const boxes = [at(0, 0), at(110, 0.3), at(220, 0), at(0, 60), at(0, 160), at(110, 160)];

  it('moves between cards as they lie on screen', () => {
    expect(nextCard('ArrowRight', 2, boxes)).toBe(3);
    expect(nextCard('ArrowLeft', 0, boxes)).toBeNull();
    expect(nextCard('ArrowDown', 2, boxes)).toBe(3);
    expect(nextCard('ArrowDown', 3, boxes)).toBe(4);
    expect(nextCard('ArrowUp', 5, boxes)).toBe(3);
    expect(nextCard('ArrowUp', 3, boxes)).toBe(0);
    expect(nextCard('ArrowUp', 1, boxes)).toBeNull();
    expect(nextCard('ArrowDown', 4, boxes)).toBeNull();
    expect(nextCard('Home', 4, boxes)).toBe(0);
    expect(nextCard('End', 0, boxes)).toBe(5);
    expect(nextCard('a', 0, boxes)).toBeNull();
    expect(nextCard('ArrowDown', 0, [])).toBeNull();
  });
});

describe('a form filled from a file', () => {
  const base = { required: true, label: 'L' };
  const fields: readonly FormField[] = [
    { ...base, kind: 'text', name: 'clientId' },
    { ...base, kind: 'secret', name: 'clientSecret' },
    { ...base, kind: 'number', name: 'minutes', minimum: 1, maximum: 9 },
    {
      ...base,
      kind: 'choice',
      name: 'region',
      initial: 'a',
      options: [{ value: 'a', label: 'A' }],
    },
    {
      ...base,
      kind: 'checks',
      name: 'scopes',
      initial: [],
      options: ['x', 'y'].map((value) => ({ value, label: value })),
    },
    { ...base, kind: 'toggle', name: 'keep', initial: false },
  ];

  it('takes what its fields can hold and leaves the rest', () => {
    const values = fillIn(fields, initialValues(fields), {
      clientId: 'id',
      clientSecret: 'never',
      minutes: 5,
      region: 'elsewhere',
      scopes: ['y', 'z'],
      keep: true,
      unknown: 'x',
    });
    expect(values).toEqual({
      clientId: 'id',
      minutes: '5',
      region: 'a',
      scopes: ['y'],
      keep: true,
    });
  });

  it('S9 does not ask for a secret that main keeps, and sends none for it', () => {
    const values = fillIn(fields, initialValues(fields), {
      clientId: 'i',
      minutes: 2,
      scopes: ['x'],
    });
    const asked = gather(fields, values, () => '');
    expect(asked.problems).toEqual({ clientSecret: 'required' });
    const kept = gather(fields, values, () => '', ['clientSecret']);
    expect(kept.problems).toEqual({});
    expect(kept.input).not.toHaveProperty('clientSecret');
    expect(gather(fields, values, () => 'typed', ['clientSecret']).input.clientSecret).toBe(
      'typed',
    );
  });
});

describe('what the window is told beforehand', () => {
  const those = (claim: (each: (typeof shipped)[number]) => boolean): string[] =>
    shipped.filter(claim).map(({ id }) => id);

  it('is what connecting it does, where “connect” would not say it', () => {
    const actions = shipped.flatMap(({ action }) => (action === null ? [] : [action]));
    expect(actions.sort()).toEqual([
      'Add an access grant',
      'Get temporary S3 keys by signing in',
      'Get temporary S3 keys for a role',
      'Get temporary S3 keys with an MFA code',
    ]);
  });

  it('has words for each provider, field, option and link that ships', () => {
    const speechless = shipped.flatMap(({ id, name, guide, notes, links, fields }) => [
      ...(name === '' || guide.length + notes.length === 0 ? [id] : []),
      ...links.flatMap(({ label, url }) => (label === url ? [url] : [])),
      ...fields.flatMap((field) => (field.label === field.name ? [`${id} ${field.name}`] : [])),
      ...fields.flatMap((field) =>
        'options' in field ? field.options.filter(({ label }) => !label) : [],
      ),
    ]);
    expect(speechless).toEqual([]);
    const omniport = shipped.find(({ id }) => id === 'omniport')?.fields ?? [];
    expect(omniport.find(({ name }) => name === 'redirectPolicy')).toMatchObject({
      options: [{ label: 'Fixed ports' }, { label: 'A redirect URI of my own' }],
    });
    expect(omniport.find(({ name }) => name === 'redirectUris')).toMatchObject({
      options: [28531, 21531, 25531].map((port) => ({
        label: `http://127.0.0.1:${port}/callback`,
      })),
    });
    // What main says needs no words of ours: keys, scopes, redirect URIs.
    const main = builtInProviders.filter(({ descriptor }) => !descriptor.isTemplate);
    const texts = main.map(({ descriptor }) => [
      descriptor.name,
      descriptor.guide,
      descriptor.fields.map(({ label, help }) => [label, help]),
    ]);
    expect(texts.flat(3).filter((text) => text !== undefined)).toEqual([]);
  });

  it('is a template’s own text before ours', () => {
    const [field] = shipped.find(({ id }) => id === 'dropbox')?.fields ?? [];
    expect(field).toMatchObject({ name: 'clientId', label: 'App key' });
    const own = withWords({
      ...providerDescriptorSchema.parse(builtInProviders[0]?.descriptor),
      name: 'Mine',
      summary: 'S',
      guide: ['G'],
      links: [{ url: 'https://a.example', label: 'L' }],
    });
    expect(own).toMatchObject({
      name: 'Mine',
      summary: 'S',
      guide: ['G'],
      links: [{ label: 'L' }],
    });
  });

  it('has a word for the region that an imported S3 template does not list', () => {
    const { descriptor } =
      builtInProviders.find(({ descriptor: { id } }) => id === 's3-minio') ?? {};
    const options = [{ value: 'other' }];
    const region = { kind: 'choice', name: 'region', required: true, options, initial: 'other' };
    const imported = withWords(
      providerDescriptorSchema.parse({
        ...descriptor,
        id: 'my-storage',
        name: 'Mine',
        summary: 'S',
        fields: [region],
      }),
    );
    expect(imported.fields).toMatchObject([
      { options: [{ value: 'other', label: 'Another one' }] },
    ]);
  });

  it('is what to do with a redirect address', () => {
    const helps = shipped.flatMap(({ fields }) =>
      fields.flatMap((field) => (field.kind === 'checks' && field.copyable ? [field.help] : [])),
    );
    expect(new Set(helps)).toEqual(new Set(['Add this address to your app.']));
  });

  it('is whether the browser will open', () => {
    const ids = those(({ opensBrowser }) => opensBrowser);
    expect(ids).toEqual(expect.arrayContaining(['storx', 'google-drive', 'alloy', 'oidc']));
    expect(ids).toContain('sts-web-identity');
    for (const id of ['s3-aws', 'access-grant', 'sts-assume-role']) expect(ids).not.toContain(id);
  });

  it('is which providers can be exported', () => {
    const templates = builtInTemplates.map(({ id }) => id);
    expect(those(({ isTemplate }) => isTemplate).sort()).toEqual([...templates].sort());
  });

  it('shows no redirect URI to register where none has to be', () => {
    const fieldsOf = (id: string) => shipped.find((each) => each.id === id)?.fields ?? [];
    expect(fieldsOf('google-drive').map(({ name }) => name)).not.toContain('redirectToAddress');
    expect(fieldsOf('box').map(({ name }) => name)).toContain('redirectToAddress');
  });
});

describe('what stays at the provider', () => {
  const capabilities = { refresh: true, verify: true, reconnect: true, revoke: false };
  const example = {
    name: 'Example',
    afterDisconnect: null,
    group: 'sign-in',
    origin: 'imported',
  } as const;
  const provider = (id: string) => {
    const found = shipped.find((each) => each.id === id);
    if (found === undefined) throw new TypeError(`no provider is called ${id}`);
    return found;
  };

  it('is nothing where Stowkey ends the access, and it says what if that fails', () => {
    const { title, text } = leftAtProvider(
      withFacts(tokens(9, true), { capabilities: { ...capabilities, revoke: true } }),
      provider('google-drive'),
    );
    expect(title).toBe('Ended at Google Drive');
    expect(text).toMatch(/does not confirm/);
  });

  it('is said in the provider’s own words, else by what the connection holds', () => {
    const text = (facts: Facts, at: Parameters<typeof leftAtProvider>[1]): string =>
      leftAtProvider(withFacts(facts, { capabilities }), at).text;
    const lasting = { ...temporary(60), expiresAtEpochSeconds: null };
    expect(text(broker, provider('alloy'))).toMatch(/ended at Alloy/);
    expect(text(temporary(60), provider('sts-assume-role'))).toMatch(/until they expire/);
    expect(text(temporary(60), example)).toMatch(/until they expire/);
    expect(text(lasting, example)).toMatch(/keep working.*delete the access key/);
    expect(text(lasting, provider('storx'))).toMatch(/keep working.*OAUTH2_API_KEY_FOR_/);
    expect(text(tokens(9, true), provider('onedrive'))).toMatch(/keep working.*Microsoft account/);
    expect(text(tokens(9, true), example)).toMatch(/your account at Example/);
  });

  it('has a place for whatever a person connected', () => {
    for (const each of shipped) expect(whereToEnd(each), each.id).toMatch(/\.$/);
  });

  it('names what is deleted here by kind', () => {
    expect(deletedHere(withFacts(broker))).toMatch(/connection ID/);
    expect(deletedHere(withFacts(tokens(9, true)))).toMatch(/tokens/);
    expect(deletedHere(withFacts(temporary(9)))).toMatch(/storage keys/);
  });
});

describe('a problem kept with a connection', () => {
  it('shows as attention while its tokens renew', () => {
    expect(status(withFacts(tokens(900, true), { problem: error('server.trouble') })).kind).toBe(
      'broken',
    );
  });
});
