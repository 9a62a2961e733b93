import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  later,
  startConnections,
  turn,
} from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;

beforeEach(async () => {
  world = await startConnections();
});
afterEach(() => world.close());

const turns = async (count = 20): Promise<void> => {
  for (let n = 0; n < count; n += 1) await turn();
};

/** Connects an account whose access token has run out. */
const connectExpired = async () => {
  world.acts.connect = async () => credentialOf('old', 'ada', world.nowSeconds() - 1);
  const id = await world.connect();
  world.acts.connect = async () => credentialOf('other', 'ada');
  return id;
};

/** Holds up the renewal; counts how often the provider is asked. */
const holdRefresh = () => {
  const gate = later();
  const asked = { count: 0 };
  world.acts.refresh = async () => {
    asked.count += 1;
    await gate.promise;
    return credentialOf('new', 'ada', world.nowSeconds() + 3600);
  };
  return { asked, letGo: () => gate.resolve() };
};

/** Holds up the next write of a secret. */
const holdWrite = () => {
  const gate = later();
  const begun = later();
  const { setPassword } = world.keytar.api;
  world.keytar.api.setPassword = async (service, account, text) => {
    if (account !== 'sentinel') {
      world.keytar.api.setPassword = setPassword;
      begun.resolve();
      await gate.promise;
    }
    return setPassword(service, account, text);
  };
  return { begun: begun.promise, letGo: () => gate.resolve() };
};

describe('two that want the same token renewed', () => {
  it('make one request, and both get the new token', async () => {
    const id = await connectExpired();
    const { asked, letGo } = holdRefresh();
    const copies = [world.token(id), world.token(id), world.token(id)];
    await turns();
    letGo();
    expect(await Promise.all(copies)).toEqual(['new', 'new', 'new']);
    expect(asked.count).toBe(1);
  });

  it('share what is being renewed by itself', async () => {
    const id = await connectExpired();
    const { asked, letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    const copying = world.token(id);
    await turns();
    letGo();
    await renewing;
    expect(await copying).toBe('new');
    expect(asked.count).toBe(1);
    expect(world.operations.views().filter(({ kind }) => kind === 'refresh')).toEqual([]);
  });

  it('share it with the person who chooses Renew meanwhile, and who sees how it ends', async () => {
    const id = await connectExpired();
    const { asked, letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    const clicked = world.connections.refresh(id);
    expect(world.connections.refresh(id)).toBe(clicked);
    letGo();
    await Promise.all([renewing, world.operations.ended(clicked)]);
    expect(world.view(clicked)).toMatchObject({ kind: 'refresh', status: 'done' });
    expect(asked.count).toBe(1);
    // The next one is another one again.
    expect(world.connections.refresh(id)).not.toBe(clicked);
  });

  it('both hear that it failed, and the next one asks again', async () => {
    const id = await connectExpired();
    world.acts.refresh = () => Promise.reject(new AppError('server.trouble'));
    const copies = [world.token(id), world.token(id)];
    for (const copy of await Promise.allSettled(copies)) {
      expect(copy).toMatchObject({ status: 'rejected', reason: { code: 'server.trouble' } });
    }
    holdRefresh().letGo();
    expect(await world.token(id)).toBe('new');
  });

  it('get no token that has run out while the person renews it', async () => {
    const id = await connectExpired();
    const { asked, letGo } = holdRefresh();
    const operation = world.connections.refresh(id);
    await expect(world.token(id)).rejects.toThrow('connection.busy');
    expect(() => world.connections.refresh(id)).toThrow('connection.busy');
    letGo();
    await world.operations.ended(operation);
    expect(await world.token(id)).toBe('new');
    expect(asked.count).toBe(1);
  });
});

describe('a disconnect', () => {
  it('lets nothing renew what it is ending', async () => {
    const id = await connectExpired();
    const { asked } = holdRefresh();
    const gate = later();
    world.acts.revoke = () => gate.promise;
    const operation = world.connections.disconnect(id);
    expect(() => world.connections.refresh(id)).toThrow('connection.busy');
    await expect(world.connections.renewInBackground(id)).rejects.toThrow('connection.busy');
    gate.resolve();
    await world.operations.ended(operation);
    expect(asked.count).toBe(0);
    expect(() => world.connections.refresh(id)).toThrow('connection.unknown');
  });

  it('waits for a renewal under way, so that what came last is what is ended', async () => {
    const id = await connectExpired();
    const { letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    expect(() => world.connections.disconnect(id)).toThrow('connection.busy');
    letGo();
    await renewing;
    let ended = '';
    world.acts.revoke = async (_context, { fields }) => {
      ended = fields.accessToken?.expose() ?? '';
    };
    await world.operations.ended(world.connections.disconnect(id));
    expect(ended).toBe('new');
  });
});

describe('the same account again', () => {
  it('replaces what is being renewed at that moment once that is done', async () => {
    const id = await connectExpired();
    const connecting = world.begin();
    await world.asked(connecting, 'same-account');
    const { letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    await turns();
    world.answer(connecting, 'replace');
    await turns();
    letGo();
    await renewing;
    await world.operations.ended(connecting);
    expect(world.metadata.state().connections).toHaveLength(1);
    expect(await world.token(id)).toBe('other');
  });

  it('is noticed while the other one is being renewed', async () => {
    const id = await connectExpired();
    const { letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    await turns();
    const connecting = world.begin();
    await world.asked(connecting, 'same-account');
    letGo();
    await renewing;
    world.answer(connecting, 'replace');
    await world.operations.ended(connecting);
    expect(world.metadata.state().connections).toHaveLength(1);
  });

  it('becomes its own connection when the other one is disconnected meanwhile', async () => {
    const id = await connectExpired();
    const connecting = world.begin();
    await world.asked(connecting, 'same-account');
    await world.operations.ended(world.connections.disconnect(id));
    world.answer(connecting, 'replace');
    await world.operations.ended(connecting);
    const [connection, ...others] = world.metadata.state().connections;
    expect(others).toEqual([]);
    expect(connection?.id).not.toBe(id);
  });

  it('is not asked about while the other one is on its way out', async () => {
    const id = await connectExpired();
    const gate = later();
    world.acts.revoke = () => gate.promise;
    const leaving = world.connections.disconnect(id);
    await turns();
    await world.operations.ended(world.begin());
    gate.resolve();
    await world.operations.ended(leaving);
    expect(world.metadata.state().connections).toHaveLength(1);
  });

  it('can be cancelled while it waits for the other one', async () => {
    const id = await connectExpired();
    const connecting = world.begin();
    await world.asked(connecting, 'same-account');
    const { letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    world.answer(connecting, 'replace');
    await turns();
    world.operations.cancel(connecting);
    await expect(world.operations.ended(connecting)).rejects.toThrow('operation.cancelled');
    letGo();
    await renewing;
    expect(await world.token(id)).toBe('new');
  });
});

describe('a cancel or a quit while the secret is being stored', () => {
  it.each(['cancel', 'quit'] as const)('%s: the account is connected, whole', async (end) => {
    const { begun, letGo } = holdWrite();
    const connecting = world.begin();
    await begun;
    const ending = end === 'quit' ? world.operations.cancelAll() : undefined;
    if (end === 'cancel') world.operations.cancel(connecting);
    await turns();
    letGo();
    await ending;
    await world.operations.ended(connecting);
    const [record] = world.metadata.state().connections;
    expect(record).toMatchObject({ state: 'active', facts: { account: 'ada' } });
    expect(world.keytar.items.has(record?.id ?? '')).toBe(true);
  });

  it('quit keeps what a renewal has just spent its token for', async () => {
    const id = await connectExpired();
    const { letGo } = holdRefresh();
    const renewing = world.connections.renewInBackground(id);
    await turns();
    const quitting = world.operations.cancelAll();
    letGo();
    await Promise.all([quitting, renewing]);
    expect(world.record(id)).toMatchObject({ state: 'active', generation: 2 });
  });
});

describe('once the program is leaving', () => {
  it('nothing is begun any more', async () => {
    const id = await connectExpired();
    const { asked } = holdRefresh();
    await world.operations.cancelAll();
    expect(() => world.begin()).toThrow('operation.cancelled');
    await expect(world.token(id)).rejects.toThrow('operation.cancelled');
    expect(asked.count).toBe(0);
  });
});

describe('a person who acts while the start is still tidying up', () => {
  it.each([0, 1, 2, 3, 4, 6, 9, 14])('keeps what they got, begun %i turns in', async (begun) => {
    const id = await connectExpired();
    // A kill after the keychain took the second generation and before the list knew.
    await world.operations.ended(world.connections.refresh(id));
    await world.metadata.update(id, (record) => ({
      ...record,
      state: 'rotating',
      generation: 1,
      nextSettings: { from: 'the kill' },
    }));
    world.acts.refresh = async () => ({
      ...credentialOf('newest', 'ada', 4_000_000_000),
      settings: { from: 'the person' },
    });
    const tidying = world.connections.checkKeychain();
    await turns(begun);
    await world.operations.ended(world.connections.refresh(id));
    await tidying;
    await world.connections.checkKeychain();
    expect(world.record(id)).toMatchObject({
      state: 'active',
      generation: 3,
      settings: { from: 'the person' },
      nextSettings: null,
      facts: { tokens: { accessTokenExpiresAtEpochSeconds: 4_000_000_000 } },
    });
    expect(await world.token(id)).toBe('newest');
  });

  it('gets no secret deleted that was just stored', async () => {
    const { begun, letGo } = holdWrite();
    const connecting = world.begin();
    await begun;
    const tidying = world.connections.checkKeychain();
    await turns();
    letGo();
    await Promise.all([world.operations.ended(connecting), tidying]);
    const [record] = world.metadata.state().connections;
    expect(record).toMatchObject({ state: 'active' });
    expect(world.keytar.items.has(record?.id ?? '')).toBe(true);
  });
});
