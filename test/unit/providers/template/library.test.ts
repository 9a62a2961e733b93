import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../../../../electron/providers/registry.ts';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { adapterOf, openTemplateLibrary } from '../../../../electron/providers/template/library.ts';
import { createTemplateFolder } from '../../../../electron/storage/template-folder.ts';
import { providerIdSchema } from '../../../../shared/ids.ts';
import { maxTextLength } from '../../../../shared/limits.ts';

const id = providerIdSchema.parse('my-box');
const boxText = JSON.stringify(builtInTemplates.find((each) => each.id === 'box'));
const template = (over: object = {}): string =>
  JSON.stringify({ ...(JSON.parse(boxText) as object), id, name: 'My Box', ...over });

let parent = '';
let folder = '';
const logged: string[] = [];
const open = () =>
  openTemplateLibrary({
    files: createTemplateFolder(folder),
    logger: { warn: (message, fields) => void logged.push(`${message} ${fields?.file}`) },
    builtIn: builtInTemplates,
    reserved: builtInTemplates.map((each) => each.id),
  });

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'stowkey-templates-'));
  folder = join(parent, 'templates');
  logged.length = 0;
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('the template library', () => {
  it('keeps what was imported over a restart, for this user only', async () => {
    expect(await (await open()).add(template(), false)).toBe(id);
    const path = join(folder, 'my-box.json');
    if (process.platform !== 'win32') {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
    expect(await readdir(folder)).toEqual(['my-box.json']);
    const registry = createRegistry(
      builtInTemplates.map((each) => adapterOf(each)),
      (await open()).adapters,
    );
    expect(registry.get(id)?.descriptor).toMatchObject({ name: 'My Box', origin: 'imported' });
    expect(registry.descriptors().at(-1)?.id).toBe(id);
  });

  it('shows what a template would contact before anything is kept', async () => {
    const preview = (await open()).preview(template());
    expect(preview).toMatchObject({
      exists: false,
      notMapped: [],
      descriptor: { contacts: ['account.box.com', 'api.box.com'], origin: 'imported' },
    });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('N16 lets nobody type a region that would make another host', async () => {
    const text = JSON.stringify({
      stowkeyTemplate: 1,
      kind: 's3',
      id,
      name: 'Mine',
      summary: 'S3 keys.',
      group: 'keys',
      mark: 's3',
      guide: [],
      links: [],
      contacts: ['eu.s3.example', 'us.s3.example'],
      endpoint: { kind: 'pattern', url: 'https://{region}.s3.example' },
      regions: [{ value: 'eu' }, { value: 'us' }],
      region: 'eu',
      addressing: 'path',
    });
    const library = await open();
    await library.add(text, false);
    const [adapter] = library.adapters();
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-example' };
    expect(
      adapter?.prefill?.('AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_REGION=ap'),
    ).toEqual({
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
    expect(() => adapter?.prepare({ ...keys, region: 'other', otherRegion: 'elsewhere' })).toThrow(
      expect.objectContaining({ fields: { region: 'not-a-choice' } }),
    );
    expect(adapter?.prepare({ ...keys, region: 'us' })).toBeTypeOf('function');
    // No form, bundle or backup leads its keys elsewhere.
    expect(adapter?.descriptor.fields.map(({ name }) => name)).not.toContain('endpoint');
    const settings = { region: 'us', addressing: 'path', bucket: '', stsEndpoint: '' };
    const describe = (endpoint: string) =>
      adapter?.describe({ settings: { ...settings, endpoint }, fields: {} });
    expect(() => describe('https://us.s3.example')).not.toThrow();
    for (const elsewhere of ['https://evil.example', 'https://us.s3.example:8443', 'us.s3.example'])
      expect(() => describe(elsewhere)).toThrow('connection.unreadable-settings');
  });

  it('takes no template of ours that is longer than the bridge takes elsewhere', async () => {
    const library = await open();
    const padded = template() + ' '.repeat(maxTextLength);
    expect(() => library.preview(padded)).toThrow(
      expect.objectContaining({ code: 'template.invalid' }),
    );
    await expect(library.add(padded, false)).rejects.toMatchObject({ code: 'template.invalid' });
  });

  it('replaces only when told to, and what ships never', async () => {
    const library = await open();
    await library.add(template(), false);
    await expect(library.add(template({ name: 'Other' }), false)).rejects.toMatchObject({
      code: 'template.exists',
    });
    await library.add(template({ name: 'Other' }), true);
    expect(library.adapters().map(({ descriptor }) => descriptor.name)).toEqual(['Other']);
    await expect(library.add(boxText, true)).rejects.toMatchObject({ code: 'template.exists' });
  });

  it('gives templates back as text that can be imported again', async () => {
    const library = await open();
    await library.add(template(), false);
    const mine = library.asText(id);
    expect(mine.fileName).toBe('my-box.stowkey.json');
    expect(JSON.parse(mine.text)).toEqual(JSON.parse(template()));
    expect(JSON.parse(library.asText(providerIdSchema.parse('box')).text)).toEqual(
      JSON.parse(boxText),
    );
    expect(() => library.asText(providerIdSchema.parse('storx'))).toThrow('provider.unknown');
  });

  it('removes what was imported, and nothing that ships', async () => {
    const library = await open();
    await library.add(template(), false);
    await library.remove(id);
    expect(library.adapters()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    await expect(library.remove(providerIdSchema.parse('box'))).rejects.toThrow('provider.unknown');
  });

  it('skips files that are no templates, says so in the log, and deletes none', async () => {
    await (await open()).add(template(), false);
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'other-name.json'), template());
    await writeFile(join(folder, 'box.json'), boxText);
    await writeFile(join(folder, 'bad-host.json'), template({ id: 'bad-host', contacts: [] }));
    await symlink(join(folder, 'my-box.json'), join(folder, 'linked.json'));
    await mkdir(join(folder, 'folder.json'));
    const before = (await readdir(folder)).sort();
    const library = await open();
    expect(library.adapters().map(({ descriptor }) => descriptor.id)).toEqual([id]);
    expect(logged.sort()).toEqual(
      ['bad-host', 'box', 'broken', 'folder', 'linked', 'other-name'].map(
        (name) => `skipped a template ${name}.json`,
      ),
    );
    expect((await readdir(folder)).sort()).toEqual(before);
  });

  it('leaves everything as it was when a template is refused or cannot be written', async () => {
    const library = await open();
    await expect(library.add('{"stowkeyTemplate": 1}', false)).rejects.toMatchObject({
      code: 'template.invalid',
    });
    await writeFile(folder, 'a file in the place of the folder');
    await expect(library.add(template(), false)).rejects.toMatchObject({
      code: 'metadata.unwritable',
    });
    expect(library.adapters()).toEqual([]);
    expect(await readFile(folder, 'utf8')).toMatch(/^a file/);
  });
});
