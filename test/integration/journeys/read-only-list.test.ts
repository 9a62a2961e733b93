import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxFileBytes } from '../../../electron/storage/metadata/limits.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const newer = `{ "version" : 99, "shape": ["new"] }\n`;

let app: ServiceWorld;
let path: string;

beforeEach(async () => {
  app = await startServices();
  path = join(app.folder, 'connections.json');
});
afterEach(() => app.close());

describe('a list that a newer version wrote', () => {
  it('is left alone, and so is the keychain: it is not in use, and not being checked for ever', async () => {
    await writeFile(path, newer);
    await app.restart();
    const { keychain } = app.services().handlers;
    await keychain.check();
    expect(app.snapshot()).toMatchObject({
      keychain: { status: 'unused', error: null },
      storage: { readOnly: true, error: { code: 'metadata.newer-version' } },
    });
    await expect(keychain.adopt()).rejects.toThrow('metadata.newer-version');
    expect([...app.keytar.items]).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(newer);
  });

  it.each([
    ['a newer version', newer, 'metadata.newer-version'],
    ['its size', ' '.repeat(maxFileBytes + 1), 'metadata.too-large'],
  ])('takes no account, and says that it is for %s', async (_name, text, code) => {
    await writeFile(path, text);
    await app.restart();
    const connecting = async () =>
      app.services().handlers.connections.connect({
        providerId: providerIdSchema.parse('s3-minio'),
        label: 'Lab',
        input: {},
        draft: null,
      });
    await expect(connecting()).rejects.toMatchObject({ code });
  });
});

describe('a list that can be written', () => {
  it('has its keychain checked without being asked, and says how it is', async () => {
    expect(app.snapshot().keychain.status).toBe('checking');
    app.services().start();
    await app.until(({ keychain }) => (keychain.status === 'ready' ? true : undefined));
  });
});
