import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CopiedConnection } from '../../../electron/connections/use-cases/copies.ts';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  later,
  startConnections,
} from '../../support/worlds/connections-world.ts';

let here: ConnectionsWorld;
let there: ConnectionsWorld;
beforeEach(async () => {
  here = await startConnections();
  there = await startConnections();
});
afterEach(() => Promise.all([here.close(), there.close()]));

const connect = async (world: ConnectionsWorld, token: string, account: string) => {
  world.acts.connect = async () => credentialOf(token, account);
  return world.connect();
};
const copied = async (): Promise<readonly CopiedConnection[]> =>
  (await there.connections.copyOut(null)).copies;
const the = <T>(found: readonly T[]): T => {
  const [one] = found;
  if (one === undefined || found.length !== 1) throw new Error('not one');
  return one;
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
const add = (copies: readonly CopiedConnection[]) =>
  here.connections.takeOver(copies.map((copy) => ({ copy, replaces: null })));

describe('accounts that are copied', () => {
  it('T5 are the same in an empty list, under the same ids, so that twice is seen as twice', async () => {
    const ids = [await connect(there, 'one', 'ada'), await connect(there, 'two', 'bob')];
    const copies = await copied();
    for (const copy of copies) {
      expect(await here.connections.placeOf(copy)).toMatchObject({ state: 'new', here: null });
    }
    await add(copies);
    expect(here.connections.views().map(({ id }) => id)).toEqual(ids);
    expect(await Promise.all(ids.map(here.token))).toEqual(['one', 'two']);
    expect(here.happened.map(({ kind }) => kind)).toEqual(['connected', 'connected']);
    for (const copy of copies) {
      expect(await here.connections.placeOf(copy)).toMatchObject({ state: 'same' });
    }
  });

  it('T4 bear at the provider no name that reads as another, whatever their file says', async () => {
    await connect(there, 'one', '\u202eada\n');
    await add(await copied());
    expect(the(here.connections.views()).facts.account).toBe('[U+202E]ada');
  });

  it('leave out those whose secret is gone, and none because the keychain is locked', async () => {
    const gone = await connect(there, 'one', 'ada');
    const kept = await connect(there, 'two', 'bob');
    there.keytar.items.delete(gone);
    const { copies, leftOut } = await there.connections.copyOut(null);
    expect([copies.map(({ record }) => record.id), leftOut]).toEqual([[kept], [gone]]);
    there.keytar.mode.locked = true;
    expect(await codeOf(there.connections.copyOut(null))).toBe('keychain.locked');
    there.keytar.mode.locked = false;
    expect(the((await there.connections.copyOut([kept])).copies).record.id).toBe(kept);
  });

  it('T5 of an account that is here already are told, and take its place when that is wanted', async () => {
    const mine = await connect(here, 'older', 'ada');
    await connect(there, 'newer', 'ada');
    const copy = the(await copied());
    expect(await here.connections.placeOf(copy)).toMatchObject({
      state: 'differs',
      here: { id: mine },
    });
    await here.connections.takeOver([{ copy, replaces: mine }]);
    expect(the(here.connections.views()).id).toBe(mine);
    expect(await here.token(mine)).toBe('newer');
    expect(here.operations.views().every(({ kind, id }) => kind === 'connect' && id)).toBe(true);
  });

  it('are kept beside an account of the same id, under another one', async () => {
    const id = await connect(there, 'one', 'ada');
    const copies = await copied();
    await add(copies);
    await add(copies);
    const [first, second] = here.connections.views();
    expect(first?.id).toBe(id);
    expect(second?.id).not.toBe(id);
    expect(second === undefined ? '' : await here.token(second.id)).toBe('one');
  });

  it('T5 that cannot live twice are marked until they are renewed', async () => {
    const id = await connect(there, 'once-1', 'ada');
    const copy = the(await copied());
    expect(await here.connections.placeOf(copy)).toMatchObject({ worksOnce: true });
    await add([copy]);
    expect(here.record(id)?.problem?.code).toBe('connection.copied');
    await here.connections.renewInBackground(id);
    expect(here.record(id)?.problem).toBeNull();
  });

  it('T5 come none at all when the keychain takes one of them not', async () => {
    await connect(there, 'one', 'ada');
    const good = the(await copied());
    const bad: CopiedConnection = {
      record: { ...good.record, id: connectionIdSchema.parse(randomUUID()) },
      fields: { ...good.fields, accessToken: new Secret('cut\0short') },
    };
    expect(await codeOf(add([good, bad]))).toBe('keychain.invalid-value');
    expect(here.metadata.state().connections).toEqual([]);
    expect([...here.keytar.items.keys()]).toEqual(['sentinel']);
  });

  it('T5 are taken back later when the keychain is lost on the way', async () => {
    await connect(there, 'one', 'ada');
    await connect(there, 'two', 'bob');
    const copies = await copied();
    let writes = 0;
    here.keytar.onCall((call) => {
      if (call.startsWith('set ') && ++writes === 3) here.keytar.mode.service = 'killed';
    });
    expect(await codeOf(add(copies))).toMatch(/^keychain\./);
    expect(here.connections.views()).toEqual([]);
    here.keytar.mode.service = 'present';
    await here.connections.checkKeychain();
    expect(here.metadata.state().connections).toEqual([]);
    expect([...here.keytar.items.keys()]).toEqual(['sentinel']);
  });

  it('are left alone by a look at the keychain while they come', async () => {
    await connect(there, 'one', 'ada');
    const copies = await copied();
    const held = later();
    here.keytar.onCall(async (call) => {
      if (call.startsWith('set ') && here.metadata.state().connections.length > 0)
        await held.promise;
    });
    const coming = add(copies);
    const looked = here.connections.checkKeychain();
    held.resolve();
    await Promise.all([coming, looked]);
    expect(here.connections.views()).toHaveLength(1);
  });

  it('are no reason to touch what cannot be written or is busy', async () => {
    const mine = await connect(here, 'older', 'ada');
    await connect(there, 'newer', 'ada');
    const copy = the(await copied());
    const held = later<ReturnType<typeof credentialOf>>();
    here.acts.refresh = () => held.promise;
    const renewing = here.connections.renewInBackground(mine);
    expect(await codeOf(here.connections.takeOver([{ copy, replaces: mine }]))).toBe(
      'connection.busy',
    );
    held.resolve(credentialOf('renewed'));
    await renewing;
    expect(await here.token(mine)).toBe('renewed');
  });

  it('that the provider can make nothing of are told so, and not taken', async () => {
    await connect(there, 'one', 'ada');
    const copy = the(await copied());
    const odd = { ...copy, fields: { ...copy.fields, marker: new Secret('undescribable') } };
    expect(await here.connections.placeOf(odd)).toMatchObject({ state: 'unfit' });
    expect(await codeOf(add([copy, odd]))).toBe('connection.unreadable-settings');
    expect(here.metadata.state().connections).toEqual([]);
  });
});
