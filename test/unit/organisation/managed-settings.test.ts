import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  parseManagedSettings,
  readManagedSettings,
} from '../../../electron/organisation/managed-settings.ts';
import {
  type ManagedPlace,
  managedFile,
  managedPlaceOf,
  managedPolicy,
  managedPreferences,
} from '../../../electron/organisation/place.ts';
import { createRules } from '../../../electron/organisation/rules.ts';
import { allLocks, heldLocks, lockNames, noLocks } from '../../../shared/organisation.ts';
import { defaultSettings, settingChoices, settingsThatHold } from '../../../shared/settings.ts';
import { describeError } from '../../../shared/words/errors.ts';

const example = {
  stowkeyManaged: 1,
  organisation: 'Example GmbH',
  defaults: { proxy: 'none' },
  locked: { reveal: 'off', clipboardSecondsAtMost: 30 },
};
const placeWith = (text: string): ManagedPlace => ({ name: 'place', read: async () => text });
const readText = (data: unknown) => readManagedSettings(placeWith(JSON.stringify(data)));

describe('what an organisation has set', () => {
  it('O1 holds above what the person chose, which holds above what it suggests', () => {
    const seconds = fc.constantFrom(...settingChoices.clipboardSeconds);
    const layer = fc.record(
      {
        clipboardSeconds: seconds,
        notifies: fc.boolean(),
        proxy: fc.constantFrom('none', 'system'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(layer, layer, fc.option(seconds), (suggested, chosen, most) => {
        const holds = settingsThatHold({ suggested, chosen, clipboardSecondsAtMost: most });
        const wanted = { ...defaultSettings, ...suggested, ...chosen };
        expect(holds).toEqual({
          ...wanted,
          clipboardSeconds: Math.min(wanted.clipboardSeconds, most ?? Number.POSITIVE_INFINITY),
        });
      }),
    );
  });

  it('O2 locks everything where it cannot be used, and says what is wrong with it', async () => {
    for (const [data, reason, where] of [
      [{ ...example, lockd: {} }, 'entry', 'lockd'],
      [{ ...example, locked: { reveal: 'Off' } }, 'entry', 'locked.reveal'],
      [{ ...example, locked: { revael: 'off' } }, 'entry', 'locked.revael'],
      [{ ...example, defaults: { theme: 'dark' } }, 'entry', 'defaults.theme'],
      [{ ...example, stowkeyManaged: 2 }, 'entry', 'stowkeyManaged'],
      [{ ...example, organisation: 'Example \u202eHbmG' }, 'entry', 'organisation'],
      [[], 'document', undefined],
    ] as const) {
      const { locks, error, defaults } = await readText(data);
      expect(error).toMatchObject({ code: 'organisation.unreadable', params: { reason } });
      expect(error?.params.where).toBe(where);
      expect([locks, defaults]).toEqual([allLocks, {}]);
      if (error !== null) expect(describeError(error).action).toContain(where ?? 'place');
    }
    expect((await readManagedSettings(placeWith('{"stowkeyManaged":1,'))).locks).toEqual(allLocks);
    const failing = { name: 'place', read: () => Promise.reject(new Error('EIO')) };
    expect((await readManagedSettings(failing)).locks).toEqual(allLocks);
    expect(heldLocks(allLocks)).toEqual(lockNames);
  });

  it('O1 allows everything where nothing is locked, and names what it refuses', async () => {
    const { organisation, locks } = await readText(example);
    expect(locks).toEqual({ ...noLocks, revealOff: true, clipboardSecondsAtMost: 30 });
    const rules = createRules({ organisation, locks });
    expect(() => rules.requireClipboardSeconds(30)).not.toThrow();
    expect(() => rules.requireClipboardSeconds(60)).toThrow('organisation.locked');
    const free = createRules({ organisation: null, locks: noLocks });
    for (const [name, require] of Object.entries(free)) {
      if (typeof require === 'function')
        expect(() => require('tools' as never), name).not.toThrow();
    }
    expect(describeError({ code: 'organisation.locked', params: { reason: 'backup' } }).title).toBe(
      'Your organisation does not allow backups',
    );
  });
});

describe('where it stands', () => {
  let folder: string;
  let path: string;
  const owner = process.getuid?.() ?? 0;
  const errorOf = async (place: ManagedPlace): Promise<unknown> =>
    (await readManagedSettings(place)).error?.params.reason;
  beforeEach(async () => {
    const parent = await mkdtemp(join(tmpdir(), 'stowkey-managed-'));
    folder = join(parent, 'stowkey');
    path = join(folder, 'managed.json');
    await mkdir(folder, { mode: 0o755 });
    await writeFile(path, JSON.stringify(example), { mode: 0o644 });
    await Promise.all([chmod(folder, 0o755), chmod(path, 0o644)]);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('O2 is believed only where its owner alone can write it', async () => {
    const place = managedFile(path, owner);
    expect((await readManagedSettings(place)).organisation).toBe('Example GmbH');
    expect(await errorOf(managedFile(path, owner + 1))).toBe('other-owner');
    for (const mode of [0o664, 0o646]) {
      await chmod(path, mode);
      expect(await errorOf(place)).toBe('others-can-write');
    }
    await chmod(path, 0o644);
    await chmod(folder, 0o777);
    expect(await errorOf(place)).toBe('others-can-write');
    await chmod(folder, 0o755);
    expect(await errorOf(place)).toBeUndefined();
    await symlink(path, join(folder, 'link'));
    expect(await errorOf(managedFile(join(folder, 'link'), owner))).toBe('not-a-file');
    expect(await errorOf(managedFile(folder, owner))).toBe('not-a-file');
    await writeFile(path, ' '.repeat(64 * 1024 + 1));
    expect(await errorOf(place)).toBe('too-large');
    await writeFile(path, new Uint8Array([0x22, 0xff, 0x22]));
    expect(await errorOf(place)).toBe('json');
    for (const absent of [join(folder, 'none'), join(folder, 'none', 'none'), join(path, 'none')])
      expect(await readManagedSettings(managedFile(absent, owner))).toMatchObject({
        organisation: null,
        locks: noLocks,
        error: null,
      });
  });

  it('is what plutil makes of the managed preferences, without what device management adds', async () => {
    const asked: unknown[] = [];
    const place = managedPreferences(path, owner, async (...words) => {
      asked.push(words);
      return { output: JSON.stringify({ ...example, PayloadUUID: 'x' }) };
    });
    expect((await readManagedSettings(place)).organisation).toBe('Example GmbH');
    expect(asked).toEqual([['/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path]]]);
    expect(await errorOf(managedPreferences(path, owner, async () => ({ exitCode: 1 })))).toBe(
      'json',
    );
    await rm(path);
    expect(await errorOf(place)).toBeUndefined();
    expect(await readFile('electron-builder.yml', 'utf8')).toContain(
      `appId: ${/([^/]+)\.plist$/.exec(managedPlaceOf('darwin').name)?.[1]}\n`,
    );
  });

  it('is a value of the registry’s policies, as reg prints it', async () => {
    const printed = (value: string) =>
      `\r\nHKEY_LOCAL_MACHINE\\Software\\Policies\\Stowkey\r\n    Managed    REG_SZ    ${value}\r\n\r\n`;
    const policyWith = (output: string) => managedPolicy(async () => ({ output }));
    expect(parseManagedSettings(JSON.stringify(example))).toEqual(
      await readManagedSettings(policyWith(printed(JSON.stringify(example)))),
    );
    expect(await errorOf(policyWith(printed('').replace('REG_SZ', 'REG_DWORD')))).toBe('json');
    expect(await errorOf(managedPolicy(async () => ({ exitCode: 1 })))).toBeUndefined();
    expect(await errorOf(managedPolicy(async () => ({ exitCode: null })))).toBe('unreadable');
  });
});
