import { describe, expect, it } from 'vitest';
import { firstSettingsIn } from '../../../electron/storage/first-settings.ts';
import { openSettingsStore } from '../../../electron/storage/settings-store.ts';
import { defaultSettings, settingChoices } from '../../../shared/settings.ts';
import { settingsChangeSchema } from '../../../shared/settings-schemas.ts';
import { memoryFileSystem } from '../../support/fakes/memory-file-system.ts';

const path = '/profile/settings.json';

const opened = async (file?: object) => {
  const disk = memoryFileSystem(
    new Map(file === undefined ? [] : [[path, Buffer.from(JSON.stringify(file))]]),
  );
  const store = await openSettingsStore({ path, clock: { nowEpochMs: () => 0 }, fs: disk.fs });
  return { store, saved: async () => JSON.parse(String(await disk.fs.read(path, 10_000))) };
};

describe('settings', () => {
  it('are what nobody chose, until somebody does, and then what was chosen', async () => {
    const { store, saved } = await opened();
    expect(store.current()).toEqual(defaultSettings);
    const told: unknown[] = [];
    store.onChange((now, before) => told.push([now.theme, before.theme]));
    await store.change({ theme: 'dark' });
    expect(store.current()).toEqual({ ...defaultSettings, theme: 'dark' });
    expect(told).toEqual([['dark', 'system']]);
    expect(await saved()).toMatchObject({ version: 1, theme: 'dark' });
  });

  it('each stand for themselves: one that cannot be read costs no other', async () => {
    const { store } = await opened({
      version: 1,
      theme: 'dark',
      clipboardSeconds: 1e9,
      notifies: 0,
    });
    expect(store.current()).toEqual({ ...defaultSettings, theme: 'dark' });
  });

  it('are the window’s to change, each of them', () => {
    for (const [name, value] of Object.entries(defaultSettings))
      expect(settingsChangeSchema.safeParse({ [name]: value }).success, name).toBe(true);
  });

  it('M5 keep what this version does not know', async () => {
    const { store, saved } = await opened({ version: 1, fromLater: [1], theme: 'light' });
    await store.change({ density: 'compact' });
    expect(await saved()).toMatchObject({ fromLater: [1], theme: 'light', density: 'compact' });
  });

  it('are read for the first window as the store reads them', async () => {
    const odd = [undefined, 'other', 7, null];
    for (const theme of [...settingChoices.theme, ...odd]) {
      for (const logLevel of [...settingChoices.logLevel, ...odd]) {
        const file = { version: 1, theme, logLevel };
        const { store } = await opened(file);
        expect(store.current()).toMatchObject(firstSettingsIn(file));
      }
    }
    for (const json of [null, [], 'dark']) expect(firstSettingsIn(json).theme).toBe('system');
  });
});
