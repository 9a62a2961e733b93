import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  startConnections,
} from '../../support/worlds/connections-world.ts';

const minuteMs = 60_000;
const file = JSON.stringify({ user: 'ada', first: 'one-canary', second: 'two-canary' });

let world: ConnectionsWorld;
let sent: FormInput[];

beforeEach(async () => {
  world = await startConnections();
  sent = [];
  world.acts.connect = async (_context, input) => {
    sent.push(input);
    return credentialOf('token');
  };
});
afterEach(() => world.close());

const take = () => world.connections.prefill(world.providerId, file);
const gone = { code: 'prefill.not-understood', params: { reason: 'dropped' } };
const refusal = (draft: string): unknown => {
  try {
    world.begin({}, draft);
    return null;
  } catch (error) {
    return error;
  }
};

describe('secrets of a dropped file', () => {
  it('stay in main and fill what the form left out', async () => {
    const { draft, values, secretFields } = take();
    expect(JSON.stringify({ values, secretFields })).not.toContain('canary');
    await world.operations.ended(world.begin({ ...values, second: 'typed' }, draft));
    expect(sent).toEqual([{ user: 'ada', first: 'one-canary', second: 'typed' }]);
  });

  it('go to the address in the file, and to one that it leaves open', async () => {
    const first = world.begin({ server: 'https://one.example' }, take().draft);
    await world.operations.ended(first);
    expect(sent).toMatchObject([{ first: 'one-canary' }]);
    const named = JSON.stringify({ first: 'one-canary', server: 'https://one.example' });
    const { draft } = world.connections.prefill(world.providerId, named);
    expect(() => world.begin({ server: 'https://evil.example' }, draft)).toThrow(
      'prefill.not-understood',
    );
  });

  it('do not come back into a field that the person cleared', async () => {
    await world.operations.ended(world.begin({ second: '' }, take().draft));
    expect(sent).toEqual([{ first: 'one-canary', second: '' }]);
  });

  it('are dropped once they have connected an account', async () => {
    const { draft } = take();
    await world.operations.ended(world.begin({}, draft));
    expect(refusal(draft)).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('are dropped by themselves after ten minutes without use', () => {
    const { draft } = take();
    world.clock.advance(10 * minuteMs - 1);
    expect(world.clock.pendingTimers()).toBe(1);
    world.clock.advance(1);
    expect(world.clock.pendingTimers()).toBe(0);
    expect(refusal(draft)).toMatchObject(gone);
  });

  it('wait ten minutes more for another try after a connect that failed', async () => {
    const { draft } = take();
    world.clock.advance(9 * minuteMs);
    world.acts.connect = async (_context, input) => {
      sent.push(input);
      world.clock.advance(5 * minuteMs);
      throw new AppError('server.trouble');
    };
    const failing = async (): Promise<void> => {
      const id = world.begin({}, draft);
      await expect(world.operations.ended(id)).rejects.toThrow('server.trouble');
    };
    await failing();
    world.clock.advance(10 * minuteMs - 1);
    await failing();
    expect(sent).toMatchObject([{ first: 'one-canary' }, { first: 'one-canary' }]);
    world.clock.advance(10 * minuteMs);
    expect(refusal(draft)).toMatchObject(gone);
  });

  it('are dropped when their form is left, and no others', async () => {
    const { draft } = take();
    const other = take();
    world.connections.forgetDraft(draft);
    expect(refusal(draft)).toMatchObject(gone);
    await world.operations.ended(world.begin({}, other.draft));
    expect(sent).toMatchObject([{ first: 'one-canary' }]);
  });

  it('are dropped when the screen is locked, one and all', () => {
    const drafts = [take(), take()].map(({ draft }) => draft);
    world.connections.forgetDrafts();
    for (const draft of drafts) expect(refusal(draft)).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('are kept of the last eight files only', () => {
    const [oldest] = Array.from({ length: 9 }, () => take().draft);
    expect(refusal(oldest ?? '')).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(8);
  });
});

describe('secrets that were typed', () => {
  const typed = { user: 'ada', first: 'one-canary', second: '' };
  const connect = (input: FormInput, draft: string | null = null) =>
    world.connections.connect({ providerId: world.providerId, label: 'Mine', input, draft });

  it('are kept for another try after a refusal, and only their names go back', async () => {
    world.acts.connect = async () => {
      // As long as a sign-in in the browser may take.
      world.clock.advance(15 * minuteMs);
      throw new AppError('oauth.denied');
    };
    const { operationId, ...kept } = connect(typed);
    await expect(world.operations.ended(operationId)).rejects.toThrow('oauth.denied');
    expect(kept).toEqual({ draft: expect.any(String), secretFields: ['first'] });
    world.acts.connect = async (_context, input) => {
      sent.push(input);
      return credentialOf('token');
    };
    await world.operations.ended(connect({ user: 'ada', second: 'new' }, kept.draft).operationId);
    expect(sent).toEqual([{ user: 'ada', first: 'one-canary', second: 'new' }]);
    expect(refusal(kept.draft)).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(0);
  });

  const server = 'https://one.example/api';
  const refused = async (input: FormInput) => {
    world.acts.connect = async (_context, given) => {
      sent.push(given);
      throw new AppError('oauth.denied');
    };
    const { operationId, draft } = connect(input);
    await expect(world.operations.ended(operationId)).rejects.toThrow('oauth.denied');
    sent = [];
    return draft;
  };

  it('are kept for another path of the host that they were typed for', async () => {
    const draft = await refused({ ...typed, server });
    const again = connect({ user: 'ada', server: 'https://one.example/v2' }, draft).operationId;
    await expect(world.operations.ended(again)).rejects.toThrow('oauth.denied');
    expect(sent).toMatchObject([{ first: 'one-canary' }]);
  });

  it.each([
    ['another host', { ...typed, server }, 'https://evil.example/api'],
    ['another port', { ...typed, server }, 'https://one.example:8443/api'],
    ['plain http', { ...typed, server }, 'http://one.example/api'],
    ['an address where none was', typed, server],
    ['none where one was', { ...typed, server }, ''],
    ['what has no host', { ...typed, server: 'one.example:443' }, 'evil.example:443'],
  ])('are dropped rather than sent to %s', async (_name, first, second) => {
    const draft = await refused(first);
    const error = { code: 'prefill.not-understood', params: { reason: 'other-address' } };
    expect(() => connect({ user: 'ada', server: second }, draft)).toThrow(
      expect.objectContaining(error),
    );
    expect(sent).toEqual([]);
    expect(refusal(draft)).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('are dropped when another provider took the name of theirs', async () => {
    const draft = await refused(typed);
    world.replaceProvider();
    expect(refusal(draft)).toMatchObject(gone);
  });

  it('leave the address to whoever types them all anew', async () => {
    const draft = await refused({ ...typed, server });
    const anew = { ...typed, first: 'new', server: 'https://two.example' };
    const { operationId } = connect(anew, draft);
    await expect(world.operations.ended(operationId)).rejects.toThrow('oauth.denied');
    expect(sent).toEqual([anew]);
  });

  it('do not come back after the screen was locked while the provider was asked', async () => {
    world.acts.connect = async () => {
      world.connections.forgetDrafts();
      throw new AppError('oauth.denied');
    };
    const { operationId, draft } = connect(typed);
    await expect(world.operations.ended(operationId)).rejects.toThrow('oauth.denied');
    expect(refusal(draft)).toMatchObject(gone);
    expect(world.clock.pendingTimers()).toBe(0);
  });
});
