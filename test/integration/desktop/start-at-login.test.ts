import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { startServices } from '../../support/worlds/service-world.ts';

it('what starts at login and what the settings say change together or not at all', async () => {
  let isOn = false;
  let isFull = false;
  const world = await startServices({
    startAtLogin: {
      state: 'possible',
      isOn: async () => isOn,
      set: async (on) => {
        if (isFull) throw new AppError('file.unwritable');
        isOn = on;
      },
    },
  });
  try {
    const { settings } = world.services().handlers;
    const now = () => [isOn, world.snapshot().settings.startAtLogin];
    // The file cannot be replaced.
    const inTheWay = join(world.folder, 'settings.json.tmp');
    await mkdir(inTheWay);
    await expect(settings.change({ startAtLogin: true })).rejects.toMatchObject({
      code: 'metadata.unwritable',
    });
    expect(now()).toEqual([false, false]);
    await rm(inTheWay, { recursive: true });
    isFull = true;
    await expect(settings.change({ startAtLogin: true })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(now()).toEqual([false, false]);
    isFull = false;
    await settings.change({ startAtLogin: true });
    expect(now()).toEqual([true, true]);
  } finally {
    await world.close();
  }
});
