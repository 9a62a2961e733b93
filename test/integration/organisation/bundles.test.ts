import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Secret } from '../../../electron/diagnostics/secret.ts';
import { signBundle } from '../../../electron/organisation/bundle/signature.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import { outcomeOf } from '../../support/worlds/app-error.ts';
import { exampleBundle, newSigningKey } from '../../support/worlds/bundles.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

/** A bundle of an organisation, from an address into the forms, through everything but the window. */

const address = 'https://example.com/stowkey.jws';
const pem = newSigningKey();
const example = JSON.parse(exampleBundle());

let world: ServiceWorld;
afterEach(() => world.close());

/** What the address answers, and what was asked. */
const site = () => {
  const asked: string[] = [];
  let answer = (): Response => new Response('', { status: 404 });
  return {
    asked,
    answer: (next: () => Response) => {
      answer = next;
    },
    give: async (bundle: object, key: Secret = pem) => {
      const { signed } = await signBundle(JSON.stringify(bundle), key);
      answer = () => new Response(signed);
    },
    fetch: async (url: URL) => {
      asked.push(url.href);
      return answer();
    },
  };
};
const start = async (managed: object | null = null) => {
  const web = site();
  world = await startServices({
    fetch: web.fetch,
    managed: {
      name: 'managed.json',
      read: async () => (managed === null ? null : JSON.stringify(managed)),
    },
  });
  return web;
};
const handlers = () => world.services().handlers;
const review = () => handlers().organisation.reviewBundle({ from: 'url', url: address });
const accept = async (): Promise<void> => {
  const found = await review();
  await handlers().organisation.acceptBundle({ review: found?.review ?? '' });
};
const provider = async (id: string) =>
  (await handlers().providers.list()).find((each) => each.id === id);
const initialOf = async (id: string, field: string): Promise<unknown> => {
  const found = (await provider(id))?.fields.find(({ name }) => name === field);
  return found !== undefined && 'initial' in found ? found.initial : undefined;
};

describe('a bundle of an organisation', () => {
  it('O6 is shown whole before it is used, and then fills in forms, after a new start too', async () => {
    const web = await start();
    await web.give(example);
    expect(web.asked).toEqual([]);
    const found = await review();
    expect(found).toMatchObject({
      organisation: 'Example GmbH',
      serial: 1,
      state: 'first',
      isKnownKey: false,
      contacts: ['login.example.com', 'files.example.com', 's3.example.com'],
      defaults: { revealSeconds: 10 },
      changes: [],
    });
    expect(found?.templates.map(({ id, origin }) => [id, origin])).toEqual([
      ['example-files', 'imported'],
    ]);
    expect(await provider('example-files')).toBeUndefined();
    expect(world.snapshot().organisation.bundle).toBeNull();
    await handlers().organisation.acceptBundle({ review: found?.review ?? '' });
    for (const look of [async () => {}, world.restart]) {
      await look();
      expect(await initialOf('example-files', 'clientId')).toBe('stowkey-desktop');
      expect(await initialOf('s3-other', 'endpoint')).toBe('https://s3.example.com');
      expect((await provider('google-drive'))?.links.at(-1)?.label).toBe('How we use Drive');
      expect(world.snapshot()).toMatchObject({
        settings: { revealSeconds: 10 },
        organisation: { bundle: { serial: 1, key: found?.key, url: address }, bundleError: null },
      });
    }
    expect(web.asked).toEqual([address]);
    expect(
      await outcomeOf(() => handlers().organisation.acceptBundle({ review: found?.review ?? '' })),
    ).toEqual(['bundle.gone', {}]);
  });

  it('O6 that is newer is shown by what changes, and nothing changes before it is taken', async () => {
    const web = await start();
    await web.give(example);
    await accept();
    const next = structuredClone(example);
    next.serial = 2;
    next.providers['s3-other'].values.endpoint = 'https://s3.example.org';
    next.templates[0].contacts.push('more.example.org');
    await web.give(next);
    const found = await review();
    expect(found).toMatchObject({ state: 'newer', isKnownKey: true });
    expect(found?.changes).toEqual([
      { path: 'serial', before: '1', after: '2' },
      {
        path: 'providers.s3-other.values.endpoint',
        before: 'https://s3.example.com',
        after: 'https://s3.example.org',
      },
      {
        path: 'templates.example-files.contacts.more.example.org',
        before: null,
        after: 'more.example.org',
      },
    ]);
    expect(await initialOf('s3-other', 'endpoint')).toBe('https://s3.example.com');
    await handlers().organisation.acceptBundle({ review: found?.review ?? '' });
    expect(await initialOf('s3-other', 'endpoint')).toBe('https://s3.example.org');
    expect((await review())?.state).toBe('same');
  });

  it('O4 by another key, of a lower number or with another text of the same is refused', async () => {
    const web = await start();
    await web.give({ ...example, serial: 5 });
    await accept();
    await web.give({ ...example, serial: 6 }, newSigningKey());
    expect(await outcomeOf(review)).toEqual(['bundle.other-key', {}]);
    await web.give({ ...example, serial: 4 });
    expect(await outcomeOf(review)).toEqual(['bundle.older', { serial: 4, current: 5 }]);
    await web.give({ ...example, serial: 5, organisation: 'Other GmbH' });
    expect(await outcomeOf(review)).toEqual([
      'bundle.older',
      { serial: 5, current: 5, reason: 'same-serial' },
    ]);
    await world.restart();
    expect(await outcomeOf(review)).toMatchObject(['bundle.older', {}]);
    expect(world.snapshot().organisation.bundle).toMatchObject({ serial: 5 });
    await handlers().organisation.removeBundle();
    expect(world.snapshot().organisation.bundle).toBeNull();
    expect(await provider('example-files')).toBeUndefined();
    expect(await outcomeOf(review)).toBe('done');
  });

  it('O4 is believed by no other key than an administrator named, from the first on', async () => {
    const { key } = await signBundle('{}', pem);
    const bundle = { url: address, key };
    const web = await start({ stowkeyManaged: 1, organisation: 'Example GmbH', bundle });
    expect([world.snapshot().organisation.offeredBundle, web.asked]).toEqual([address, []]);
    await web.give(example, newSigningKey());
    expect(await outcomeOf(review)).toEqual(['bundle.other-key', {}]);
    await web.give(example);
    expect((await review())?.isKnownKey).toBe(true);
  });

  it('O4 whose file was changed afterwards is not used, and that is said', async () => {
    const web = await start();
    await web.give(example);
    await accept();
    const path = join(world.folder, 'bundle.json');
    const kept = JSON.parse(await readFile(path, 'utf8'));
    const { signed } = await signBundle(JSON.stringify(example), newSigningKey());
    for (const [text, code] of [
      [signed, 'bundle.other-key'],
      [`${kept.signed.slice(0, -4)}AAAA`, 'bundle.invalid'],
    ]) {
      await writeFile(path, JSON.stringify({ ...kept, signed: text }));
      await world.restart();
      expect(world.snapshot().organisation).toMatchObject({ bundle: null, bundleError: { code } });
      expect(await provider('example-files')).toBeUndefined();
    }
    expect(world.log.join('\n')).toContain('the bundle cannot be used');
    // One of before does not come back that way.
    await writeFile(path, JSON.stringify({ ...kept, signed: 'x', serial: 2 }));
    await world.restart();
    expect(await outcomeOf(review)).toEqual(['bundle.older', { serial: 1, current: 2 }]);
  });

  it('O5 O6 fills in addresses as anybody reads them, and lists the host of each', async () => {
    const web = await start();
    const next = structuredClone(example);
    const field = next.providers['s3-other'].values;
    for (const odd of [
      ' https://evil.example',
      'https:evil.example',
      'https:\\\\evil.example',
      'ht\ntps://evil.example',
      'https:///evil.example',
    ]) {
      field.endpoint = odd;
      await web.give(next);
      expect(await outcomeOf(review), odd).toEqual([
        'bundle.invalid',
        { reason: 'entry', where: 'providers.s3-other.endpoint' },
      ]);
    }
    field.endpoint = 'https://Evil.example';
    await web.give(next);
    expect((await review())?.contacts).toContain('evil.example');
  });

  it('is fetched where it says, at once and no further, and only over https', async () => {
    const web = await start();
    for (const [answer, expected] of [
      [
        () => new Response('', { status: 404 }),
        ['bundle.not-there', { host: 'example.com', status: 404 }],
      ],
      [
        () => new Response('', { status: 302, headers: { location: 'https://other.example/' } }),
        ['bundle.not-there', { host: 'example.com', status: 302 }],
      ],
      [
        () => new Response('a'.repeat(513 * 1024)),
        ['server.invalid-response', { host: 'example.com' }],
      ],
      [() => new Response('<html>'), ['bundle.invalid', { reason: 'signature' }]],
    ] as const) {
      web.answer(answer);
      expect(await outcomeOf(review)).toEqual(expected);
    }
    expect(web.asked).toEqual(Array.from({ length: 4 }, () => address));
    for (const url of ['http://example.com/a.jws', 'file:///etc/passwd', 'nothing'])
      expect(
        await outcomeOf(() => handlers().organisation.reviewBundle({ from: 'url', url })),
      ).toEqual(['input.invalid', {}]);
    expect(web.asked).toHaveLength(4);
  });

  it('asks for what it requires, and has its accounts stay when it goes', async () => {
    const web = await start();
    const bundle = structuredClone(example);
    bundle.providers['s3-other'].required = ['note'];
    await web.give(bundle);
    expect(await outcomeOf(review)).toEqual([
      'bundle.invalid',
      { reason: 'entry', where: 'providers.s3-other.note' },
    ]);
    const optional = (await provider('oauth2'))?.fields.find(
      (field) =>
        field.kind === 'text' &&
        !field.required &&
        field.shownWhen === undefined &&
        field.hiddenWhen === undefined,
    );
    expect(optional).toBeDefined();
    const name = optional?.name ?? '';
    await web.give({ ...example, providers: { oauth2: { required: [name] } } });
    await accept();
    expect((await provider('oauth2'))?.fields.find((field) => field.name === name)?.required).toBe(
      true,
    );
    const connect = () =>
      handlers().connections.connect({
        providerId: providerIdSchema.parse('oauth2'),
        label: 'x',
        draft: null,
        input: {},
      });
    await expect(Promise.resolve().then(connect)).rejects.toMatchObject({
      code: 'input.invalid',
      fields: { [name]: 'required' },
    });
  });

  it('K23 goes with everything else', async () => {
    const web = await start();
    await web.give(example);
    await accept();
    await handlers().forget.everything({ revokes: false, removesProfiles: false });
    await world.restart();
    expect(world.snapshot().organisation).toMatchObject({ bundle: null, bundleError: null });
    await expect(readFile(join(world.folder, 'bundle.json'))).rejects.toThrow('ENOENT');
  });

  it('keeps ids apart from templates that people import', async () => {
    const web = await start();
    await web.give(example);
    await accept();
    const text = JSON.stringify(example.templates[0]);
    expect((await handlers().providers.previewTemplate({ text })).exists).toBe(true);
    expect(
      await outcomeOf(() => handlers().providers.importTemplate({ text, replace: true })),
    ).toEqual(['template.exists', { id: 'example-files' }]);
    await handlers().organisation.removeBundle();
    await handlers().providers.importTemplate({ text, replace: false });
    expect(await outcomeOf(review)).toEqual([
      'bundle.invalid',
      { reason: 'taken-id', where: 'example-files' },
    ]);
  });
});
