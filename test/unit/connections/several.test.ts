import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { maxTags } from '../../../shared/tags.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  startConnections,
} from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;
beforeEach(async () => {
  world = await startConnections();
});
afterEach(() => world.close());

const connect = (token: string, account: string): Promise<ConnectionId> => {
  world.acts.connect = async () => credentialOf(token, account);
  return world.connect();
};
const three = async (): Promise<readonly [ConnectionId, ConnectionId, ConnectionId]> => [
  await connect('one', 'ada'),
  await connect('two', 'bob'),
  await connect('three', 'cyd'),
];
const tagsOf = (id: ConnectionId) => world.record(id)?.tags;

it('T9 renews several: one that fails stops no other, is named, and is not said to fail by itself', async () => {
  const ids = await three();
  world.acts.refresh = async (_context, current) => {
    const account = current.fields.marker?.expose() ?? '';
    if (account === 'bob') throw new AppError('server.trouble', { params: { host: 'a.test' } });
    return credentialOf(`${account} renewed`, account);
  };
  const { failed } = await world.connections.renewSeveral(ids);
  expect(failed.map(({ connectionId, error }) => [connectionId, error.code])).toEqual([
    [ids[1], 'server.trouble'],
  ]);
  expect(await Promise.all(ids.map(world.token))).toEqual(['ada renewed', 'two', 'cyd renewed']);
  expect(world.connections.views().map(({ renewalFailure }) => renewalFailure)).toEqual([
    null,
    null,
    null,
  ]);
  expect(world.operations.views().filter(({ kind }) => kind === 'refresh')).toEqual([]);
});

it('asks nobody anything when it renews several, and takes no sign-in away for it', async () => {
  await world.close();
  world = await startConnections({ refreshes: false });
  const id = await connect('one', 'ada');
  const { failed } = await world.connections.renewSeveral([id]);
  expect(failed.map(({ error }) => error.code)).toEqual(['connection.needs-you']);
  expect(world.record(id)?.needsSignIn).toBe(false);
});

it('T9 disconnects several: what fails stays and is named, and so is what was not ended there', async () => {
  const ids = await three();
  world.acts.revoke = async (_context, current) => {
    if (current.fields.marker?.expose() === 'ada') throw new AppError('oauth.not-revoked');
  };
  world.keytar.onCall((call) => {
    if (call.startsWith(`delete ${ids[2]}`)) throw new Error('The keychain is out');
  });
  const { failed, notRevoked } = await world.connections.disconnectSeveral(ids);
  expect(notRevoked).toEqual([ids[0]]);
  expect(failed.map(({ connectionId }) => connectionId)).toEqual([ids[2]]);
  expect(world.connections.views().map(({ id }) => id)).toEqual([ids[2]]);
});

it('tags are each there once, whatever their case, in the order of their names, and as they can be shown', async () => {
  const [one, two] = await three();
  const change = (add: readonly string[], remove: readonly string[] = []) =>
    world.connections.changeTags([one, two], { add, remove });
  await change(['work', 'Berlin']);
  await change(['BERLIN', 'évil\u202e', 'Évil\u202e']);
  expect(tagsOf(one)).toEqual(['Berlin', 'évil[U+202E]', 'work']);
  await change([], ['WORK']);
  expect(tagsOf(two)).toEqual(['Berlin', 'évil[U+202E]']);
  await expect(change(['\u200b'])).rejects.toThrow('input.invalid');
});

it('an account that would have too many tags keeps its own, and is named', async () => {
  const [one, two] = await three();
  const many = Array.from({ length: maxTags }, (_, index) => `tag ${index + 10}`);
  await world.connections.changeTags([one], { add: many, remove: [] });
  const { full } = await world.connections.changeTags([one, two], { add: ['new'], remove: [] });
  expect(full).toEqual([one]);
  expect([tagsOf(one), tagsOf(two)]).toEqual([many, ['new']]);
});

it('favourites and tags go with an account into a copy and out of it', async () => {
  const id = await connect('one', 'ada');
  await world.connections.setFavourite(id, true);
  await world.connections.changeTags([id], { add: ['work'], remove: [] });
  const { copies } = await world.connections.copyOut(null);
  await world.connections.disconnectSeveral([id]);
  await world.connections.takeOver(copies.map((copy) => ({ copy, replaces: null })));
  expect(world.connections.views()).toMatchObject([{ id, isFavourite: true, tags: ['work'] }]);
});
