import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { startKeyring } from '../../support/desktop/keyring.ts';
import { startRealKeytar, testService } from '../../support/processes/real-keytar.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';
import { keepUnchecked } from '../../support/worlds/unchecked-keys.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const open = async (options: Parameters<typeof startServices>[0] = {}): Promise<ServiceWorld> => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const world = await startServices({ fetch, ...options });
  closing.push(world.close);
  return world;
};
const giveProfile = async (world: ServiceWorld, connectionId: ConnectionId, profile: string) => {
  const { awsProfiles } = world.services().handlers;
  const { basis } = await awsProfiles.preview({ connectionId, profile });
  await awsProfiles.write({ connectionId, profile, basis });
};
const giveTool = (world: ServiceWorld, connectionIds: ConnectionId[]) =>
  world.services().handlers.consumers.give({
    name: 'backup.sh',
    connectionIds,
    rule: 'always',
    usesEndpoint: false,
    assistant: null,
  });
/** Every file below the profile, and what names an account in it. */
const filesWith = async (world: ServiceWorld, text: string): Promise<string[]> => {
  const entries = await readdir(world.folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path, 'utf8')).includes(text))
      found.push(path.slice(world.folder.length + 1));
  }
  return found;
};
const forget = (world: ServiceWorld, over: { removesProfiles?: boolean; revokes?: boolean } = {}) =>
  world.services().handlers.forget.everything({ revokes: false, removesProfiles: false, ...over });

describe('forgetting everything', () => {
  it('K23 T7 leaves nothing in the real keychain and no trace in any file', async () => {
    const keyring = await startKeyring();
    closing.push(keyring.close);
    const keytar = await startRealKeytar(keyring.env);
    closing.push(keytar.close);
    const world = await open({ openKeychain: () => keytar.store });
    const photos = await keepUnchecked(world, 'canary-photos');
    const videos = await keepUnchecked(world, 'canary-videos');
    await world.services().handlers.connections.rename({
      connectionId: videos,
      label: 'canary-films',
    });
    await giveProfile(world, photos, 'canary');
    await giveTool(world, [photos, videos]);
    await mkdir(join(world.folder, 'logs'), { recursive: true });
    await writeFile(join(world.folder, 'logs', 'stowkey.log'), 'canary\n');
    await writeFile(join(world.folder, 'connections.json.corrupt-20260102T030405Z-1'), 'canary');
    expect(await filesWith(world, 'canary')).not.toEqual([]);
    expect(await world.services().handlers.forget.plan()).toEqual({
      profiles: ['canary'],
      configFile: '~/.aws/config',
      templates: 0,
      vault: null,
      command: null,
    });

    const { left } = await forget(world, { removesProfiles: true });
    expect(left).toEqual([]);
    expect(await keyring.listItems(testService)).toEqual([]);
    expect(world.snapshot()).toMatchObject({ connections: [], consumers: [] });
    // The file before is kept beside a config file that was changed, as after every change of it.
    const traces = await filesWith(world, 'canary');
    expect(traces.filter((file) => !file.startsWith('.aws/config.stowkey-'))).toEqual([]);
    // As on the first start.
    await keytar.setSentinel(null);
    await world.restart();
    expect(world.snapshot()).toMatchObject({ connections: [], storage: { error: null } });
    await keepUnchecked(world, 'new');
    expect(world.snapshot().connections).toHaveLength(1);
  });

  it('T7 leaves the profiles of AWS tools where that was wanted', async () => {
    const world = await open();
    await giveProfile(world, await keepUnchecked(world, 'photos'), 'photos');
    expect((await forget(world)).left).toEqual([]);
    expect(await readFile(join(world.folder, '.aws', 'config'), 'utf8')).toContain('photos');
    expect([...world.keytar.items.keys()]).toEqual([]);
  });

  it('K23 does nothing while the keychain is locked', async () => {
    const world = await open();
    await keepUnchecked(world, 'photos');
    world.keytar.mode.locked = true;
    const refused = await Promise.resolve(forget(world)).then(
      () => 'done',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
    expect(refused).toBe('keychain.locked');
    world.keytar.mode.locked = false;
    expect(world.snapshot().connections).toHaveLength(1);
    expect(world.keytar.items.size).toBe(2);
  });

  it('K23 T7 says what it could not delete, and keeps that in the list', async () => {
    const world = await open();
    const first = await keepUnchecked(world, 'first');
    await keepUnchecked(world, 'second');
    world.keytar.onCall((call) => {
      if (call === `delete ${first}`) throw new Error('The keychain has an idea of its own.');
    });
    const { left } = await forget(world);
    expect(left).toEqual([{ kind: 'account', name: 'first', code: 'keychain.failed' }]);
    expect(world.snapshot().connections.map(({ label, state }) => [label, state])).toEqual([
      ['first', 'active'],
    ]);
    expect([...world.keytar.items.keys()].sort()).toEqual([first, 'sentinel'].sort());
    world.keytar.onCall(() => {});
    expect((await forget(world)).left).toEqual([]);
    expect(world.keytar.items.size).toBe(0);
  });
});
