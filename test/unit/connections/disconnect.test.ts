import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import {
  type ConnectionsWorld,
  startConnections,
  turn,
} from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;
let id: ConnectionId;

beforeEach(async () => {
  world = await startConnections();
  id = await world.connect();
});
afterEach(() => world.close());

const itemsLeft = (): string[] =>
  [...world.keytar.items.keys()].filter((account) => account.startsWith(id));

const disconnect = async () => {
  const operation = world.connections.disconnect(id);
  const ended = await world.operations.ended(operation).catch((error: unknown) => error);
  return { ended, view: world.view(operation) };
};

const requireGone = (): void => {
  expect(world.record(id)).toBeUndefined();
  expect(itemsLeft()).toEqual([]);
};

describe('disconnecting', () => {
  it('says nothing more when the provider ended the access', async () => {
    const { view } = await disconnect();
    expect(view).toMatchObject({ status: 'done', notice: null });
    requireGone();
  });

  it.each([
    ['cannot be reached', new AppError('server.unreachable')],
    ['has trouble', new AppError('server.trouble', { params: { status: 503 } })],
    ['does not know the client', new AppError('oauth.invalid-client')],
    ['ends nothing', new AppError('oauth.not-revoked')],
    ['is not understood at all', new TypeError('secret-in-message')],
  ])('deletes here and tells the person when the provider %s', async (_name, error) => {
    world.acts.revoke = () => Promise.reject(error);
    const { view } = await disconnect();
    expect(view).toMatchObject({
      status: 'done',
      error: null,
      notice: { code: 'oauth.not-revoked' },
    });
    expect(JSON.stringify(view)).not.toContain('secret-in-message');
    requireGone();
  });

  it('tells why nothing was ended, where that is known', async () => {
    const params = { reason: 'no-client-secret' };
    world.acts.revoke = () => Promise.reject(new AppError('oauth.not-revoked', { params }));
    expect((await disconnect()).view?.notice).toMatchObject({ code: 'oauth.not-revoked', params });
  });

  it('deletes and tells when the secret that would end the access is gone', async () => {
    world.keytar.items.delete(id);
    const { view } = await disconnect();
    expect(view).toMatchObject({ status: 'done', notice: { code: 'oauth.not-revoked' } });
    requireGone();
  });

  it('K4 waits while the keychain is locked, then ends the access and deletes', async () => {
    const asked: string[] = [];
    world.acts.revoke = async (_context, { fields }) => {
      asked.push(fields.accessToken?.expose() ?? '');
    };
    world.keytar.mode.locked = true;
    expect((await disconnect()).ended).toMatchObject({ code: 'keychain.locked' });
    expect(world.record(id)).toMatchObject({ state: 'deleting' });
    await world.connections.checkKeychain();
    expect(world.record(id)).toMatchObject({ state: 'deleting' });
    expect(asked).toEqual([]);

    world.keytar.mode.locked = false;
    expect(itemsLeft()).toEqual([id]);
    await world.connections.checkKeychain();
    expect(asked).toEqual(['first']);
    requireGone();
  });

  it('goes on after a kill, and does not claim to have ended what it could not read', async () => {
    await world.metadata.update(id, (record) => ({ ...record, state: 'deleting' }));
    world.keytar.items.delete(id);
    await world.connections.checkKeychain();
    expect(world.operations.views().at(-1)).toMatchObject({
      kind: 'disconnect',
      notice: { code: 'oauth.not-revoked' },
    });
    requireGone();
  });

  it('leaves everything when cancelled before the provider has answered', async () => {
    world.acts.revoke = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AppError('operation.cancelled')));
      });
    const operation = world.connections.disconnect(id);
    while (world.view(operation)?.steps[0]?.status !== 'running') await turn();
    for (let turns = 0; turns < 20; turns += 1) await turn();
    world.operations.cancel(operation);
    await expect(world.operations.ended(operation)).rejects.toThrow('operation.cancelled');
    expect(await world.token(id)).toBe('first');
  });
});
