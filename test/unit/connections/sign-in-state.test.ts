import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  startConnections,
} from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;
afterEach(() => world.close());

const refused = new AppError('oauth.sign-in-again');

const run = (act: 'refresh' | 'verify' | 'reconnect', id: ConnectionId): Promise<void> =>
  world.operations.ended(world.connections[act](id));

const fail = (act: 'refresh' | 'verify' | 'reconnect', error: Error): void => {
  const name = act === 'reconnect' ? 'reauthorize' : act;
  Object.assign(world.acts, { [name]: () => Promise.reject(error) });
};

const rejected = async (): Promise<ConnectionId> => {
  const id = await world.connect();
  fail('refresh', refused);
  await expect(run('refresh', id)).rejects.toThrow('oauth.sign-in-again');
  expect(world.record(id)).toMatchObject({ needsSignIn: true });
  return id;
};

const signedOut = { needsSignIn: true, problem: { code: 'oauth.sign-in-again' } };
const well = { needsSignIn: false, problem: null };

describe('what needs a sign-in', () => {
  it('still does when only its access token was proven, and says when that was', async () => {
    world = await startConnections();
    const id = await rejected();
    await run('verify', id);
    expect(world.record(id)).toMatchObject({
      ...signedOut,
      verifiedAtEpochSeconds: world.nowSeconds(),
    });
  });

  it('does not once verifying had to renew', async () => {
    world = await startConnections();
    const id = await rejected();
    const verifiedAtEpochSeconds = world.nowSeconds();
    world.acts.verify = async () => ({ verifiedAtEpochSeconds, renewed: credentialOf('next') });
    await run('verify', id);
    expect(world.record(id)).toMatchObject({ ...well, verifiedAtEpochSeconds });
    expect(await world.token(id)).toBe('next');
  });

  it.each(['refresh', 'reconnect'] as const)('does not after a %s that went well', async (act) => {
    world = await startConnections();
    const id = await rejected();
    world.acts.refresh = async () => credentialOf('renewed');
    await run(act, id);
    expect(world.record(id)).toMatchObject(well);
  });

  it.each(['server.trouble', 'server.unreachable', 's3.invalid-access-key'] as const)(
    'is not forgotten for another trouble: %s',
    async (code) => {
      world = await startConnections();
      const id = await rejected();
      for (const act of ['refresh', 'verify', 'reconnect'] as const) {
        fail(act, new AppError(code));
        await expect(run(act, id)).rejects.toThrow(code);
        expect(world.record(id)).toMatchObject(signedOut);
      }
    },
  );

  it('is another matter than a suspended account, which is a problem of its own', async () => {
    world = await startConnections();
    const id = await world.connect();
    const denied = (reason: string) => new AppError('s3.access-denied', { params: { reason } });
    fail('verify', denied('bucket-refused'));
    await expect(run('verify', id)).rejects.toThrow('s3.access-denied');
    expect(world.record(id)).toMatchObject(well);
    fail('verify', denied('suspended'));
    await expect(run('verify', id)).rejects.toThrow('s3.access-denied');
    expect(world.record(id)).toMatchObject({
      needsSignIn: false,
      problem: { code: 's3.access-denied', params: { reason: 'suspended' } },
    });
  });

  it('does not once keys that nothing renews were proven', async () => {
    world = await startConnections({ refreshes: false });
    const id = await world.connect();
    fail('verify', refused);
    await expect(run('verify', id)).rejects.toThrow('oauth.sign-in-again');
    expect(world.record(id)).toMatchObject(signedOut);
    world.acts.verify = async () => ({ verifiedAtEpochSeconds: world.nowSeconds() });
    await run('verify', id);
    expect(world.record(id)).toMatchObject(well);
  });

  it('because its secret was gone, does not once the secret is there again', async () => {
    world = await startConnections();
    const id = await world.connect();
    const items = new Map(world.keytar.items);
    world.keytar.items.delete(id);
    await expect(world.token(id)).rejects.toThrow('keychain.missing');
    const lost = { needsSignIn: true, problem: { code: 'keychain.missing' } };
    expect(world.record(id)).toMatchObject(lost);
    for (const [account, text] of items) world.keytar.items.set(account, text);
    expect(await world.token(id)).toBe('first');
    expect(world.record(id)).toMatchObject(well);
  });

  it('by the provider’s word still does when its secret was gone for a while', async () => {
    world = await startConnections();
    const id = await rejected();
    const items = new Map(world.keytar.items);
    world.keytar.items.delete(id);
    await expect(world.token(id)).rejects.toThrow('keychain.missing');
    for (const [account, text] of items) world.keytar.items.set(account, text);
    await world.token(id);
    expect(world.record(id)).toMatchObject(signedOut);
  });
});

describe('a renewal that is refused without the provider’s word', () => {
  const refusal = new AppError('oauth.renewal-refused', {
    params: { host: 'a.example', status: 401 },
  });
  const refuse = async (id: ConnectionId, times: number): Promise<void> => {
    fail('refresh', refusal);
    for (let count = 0; count < times; count += 1) {
      await expect(run('refresh', id)).rejects.toThrow('oauth.renewal-refused');
    }
  };
  const lasting = {
    needsSignIn: false,
    problem: { code: 'oauth.renewal-refused', params: { status: 401, reason: 'lasting' } },
  };

  it('is said of the account after three in a row, and nothing is dropped', async () => {
    world = await startConnections();
    const id = await world.connect();
    await refuse(id, 2);
    fail('refresh', new AppError('server.unreachable'));
    await expect(run('refresh', id)).rejects.toThrow('server.unreachable');
    expect(world.record(id)).toMatchObject(well);
    await refuse(id, 1);
    expect(world.record(id)).toMatchObject(lasting);
    expect(await world.token(id)).toBe('first');
    await run('verify', id);
    expect(world.record(id)).toMatchObject(lasting);
    world.acts.refresh = async () => credentialOf('renewed');
    await run('refresh', id);
    expect(world.record(id)).toMatchObject(well);
  });

  it('counts anew with the next token', async () => {
    world = await startConnections();
    const id = await world.connect();
    await refuse(id, 2);
    world.acts.refresh = async () => credentialOf('renewed');
    await run('refresh', id);
    await refuse(id, 2);
    expect(world.record(id)).toMatchObject(well);
  });
});
