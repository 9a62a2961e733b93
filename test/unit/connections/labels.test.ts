import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConnectionsWorld, startConnections } from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;
beforeEach(async () => {
  world = await startConnections();
});
afterEach(() => world.close());

const connect = async (label: string): Promise<void> => {
  const { providerId } = world;
  const { operationId } = world.connections.connect({ providerId, label, input: {}, draft: null });
  await world.operations.ended(operationId);
};
const labels = () => world.connections.views().map(({ label }) => label);

it('a name that a person gives is kept as it can be shown', async () => {
  await connect('\u202eevil');
  const id = world.connections.views()[0]?.id;
  expect(labels()).toEqual(['[U+202E]evil']);
  if (id === undefined) throw new TypeError('nothing was connected');
  await world.connections.rename(id, 'one\ntwo\u200b');
  expect(labels()).toEqual(['onetwo[U+200B]']);
  await expect(world.connections.rename(id, '\u200b')).rejects.toThrow('input.invalid');
  await expect(connect('\u2800')).rejects.toThrow('input.invalid');
});
