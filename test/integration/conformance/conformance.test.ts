import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperationView } from '../../../shared/schemas.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { navigate } from '../../support/oauth/plain-browser.ts';
import { type FaultName, faultCalled, faultNames } from './faults.ts';
import type { Expected } from './subject.ts';
import { namedSubjects } from './subjects.ts';
import { startWalk, type Walk } from './walk.ts';

holdFixedPorts();

/** One list of promises, held by every adapter and template that ships. */
describe.each(namedSubjects)('%s', (_name, subject) => {
  let walk: Walk;
  beforeEach(async () => {
    walk = await startWalk(subject);
  });
  afterEach(() => walk.close());

  const requireFault = (view: OperationView, name: FaultName, expected: Expected | undefined) => {
    if (expected === 'goes-well') {
      expect(view).toMatchObject({ status: 'done', error: null });
      return;
    }
    const { codes, params = {} } = faultCalled(name);
    expect(view.status).toBe('failed');
    expect(expected === undefined ? codes : [expected.code]).toContain(view.error?.code);
    expect(view.error).toMatchObject({ params });
  };

  it('is connected, shown, renewed, kept over a restart and disconnected', async () => {
    const id = await walk.connect();
    expect(walk.app.connection(id)).toMatchObject({
      state: 'active',
      needsSignIn: false,
      problem: null,
      facts: subject.facts,
    });
    expect(await walk.isPortOpen()).toBe(false);
    await walk.app.restart();
    expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
    expect(walk.app.connection(id)).toMatchObject({ state: 'active', facts: subject.facts });
    const live = walk.party.liveGrants();
    expect(await walk.act('disconnect', id)).toMatchObject({ status: 'done' });
    expect(walk.party.liveGrants()).toBe(subject.revokesAtProvider ? 0 : live);
    await walk.requireNothing();
  });

  if (subject.afterRefresh === 'no-refresh' && subject.renewsBy === 'verify') {
    it('keeps what it has, byte for byte, however often it is proven', async () => {
      const id = await walk.connect();
      const before = walk.itemsOf(id);
      for (let times = 0; times < 3; times += 1) {
        expect(await walk.act('verify', id)).toMatchObject({ status: 'done' });
        expect(walk.itemsOf(id)).toEqual(before);
      }
    });
  } else if (subject.afterRefresh === 'no-refresh') {
    it('keeps what the newest of several sign-ins brought', async () => {
      const id = await walk.connect();
      const seen = [walk.itemsOf(id)];
      for (let times = 0; times < 2; times += 1) {
        expect(await walk.act('reconnect', id)).toMatchObject({ status: 'done' });
        seen.push(walk.itemsOf(id));
      }
      expect(new Set(seen.map((items) => JSON.stringify(items))).size).toBe(3);
      expect(walk.app.snapshot().connections).toHaveLength(1);
    });
  } else {
    it('keeps what the newest of several refreshes brought', async () => {
      const id = await walk.connect();
      const name = subject.afterRefresh === 'other-keys' ? 'accessKeyId' : 'refreshToken';
      const seen = [walk.fieldsOf(id)[name]];
      for (let times = 0; times < 2; times += 1) {
        expect(await walk.act('refresh', id)).toMatchObject({ status: 'done' });
        seen.push(walk.fieldsOf(id)[name]);
      }
      expect(seen).not.toContain(undefined);
      expect(new Set(seen).size).toBe(subject.afterRefresh === 'same-token' ? 1 : 3);
      // A provider that rotates ends everything when an older token comes back.
      await walk.app.restart();
      expect(await walk.act('refresh', id)).toMatchObject({ status: 'done' });
    });
  }

  const { browser } = subject;
  if (browser === null) {
    it('opens no browser and listens to nobody', async () => {
      const id = await walk.connect();
      expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
      expect(walk.app.opened).toEqual([]);
      expect(await walk.isPortOpen()).toBe(false);
    });

    // A code that is typed elsewhere brings what nobody has typed here.
    const isTyped = subject.asks.length === 0;
    it.runIf(isTyped)(
      'is kept unchecked by the person’s word, and whole once something checks it',
      async () => {
        for (let n = 0; n < (subject.tries?.exchange ?? 1); n += 1) walk.party.exchange.resetNext();
        const begun = await walk.begin();
        await walk.settle(begun, 'keep-unchecked');
        await walk.app.answer(begun, { kind: 'accept' });
        const { connectionId: id } = await walk.settle(begun);
        if (id === null) throw new Error('not connected');
        expect(walk.app.connection(id)).toMatchObject({
          state: 'active',
          problem: { code: 'connection.unchecked' },
          verifiedAtEpochSeconds: null,
        });
        await walk.app.restart();
        expect(await walk.act('verify', id)).toMatchObject({ status: 'done' });
        expect(walk.app.connection(id)).toMatchObject({ problem: null, facts: subject.facts });
      },
    );
  } else
    describe('in the browser', () => {
      it('is not connected when the person denies', async () => {
        walk.browse('deny');
        const view = await walk.settle(await walk.begin());
        expect(view).toMatchObject({ status: 'failed', error: { code: 'oauth.denied' } });
        await walk.requireNothing();
      });

      it('refuses the state of another attempt, and waits on', async () => {
        walk.app.onVisit(() => {});
        const operation = await walk.begin();
        const redirectUri = await walk.waitForBrowser(operation);
        const forged = await navigate(`${redirectUri}?${browser}=stolen&state=another`);
        expect(forged.status).toBe(400);
        walk.browse('approve');
        await walk.app.services().handlers.operations.openBrowser({ operationId: operation });
        expect(await walk.settle(operation)).toMatchObject({ status: 'done', error: null });
      });

      if (subject.namesIssuer) {
        it('L10 refuses another issuer’s answer', async () => {
          walk.party.nameOtherIssuer?.();
          const view = await walk.settle(await walk.begin());
          expect(view).toMatchObject({ status: 'failed', error: { code: 'oauth.wrong-issuer' } });
          await walk.requireNothing();
        });
      } else {
        it('L10 lets nobody name an issuer to a server that names none', async () => {
          walk.addToRedirect('&iss=https%3A%2F%2Fattacker.example');
          expect(await walk.settle(await walk.begin())).toMatchObject({ status: 'done' });
        });
      }

      it('leaves nothing when it is cancelled while it waits', async () => {
        walk.app.onVisit(() => {});
        const operation = await walk.begin();
        await walk.waitForBrowser(operation);
        expect(await walk.isPortOpen()).toBe(true);
        await walk.cancel(operation);
        expect(await walk.settle(operation)).toMatchObject({ status: 'cancelled' });
        await walk.requireNothing();
      });
    });

  /** Spoils the exchange at the last moment, so that pages before it are served. */
  const atExchange = (spoil: () => void): void => {
    if (subject.browser === null) spoil();
    else walk.browse('approve', spoil);
  };

  it('leaves nothing when it is cancelled during the exchange', async () => {
    let asked = (): void => {};
    const exchanging = new Promise<void>((resolve) => {
      asked = resolve;
    });
    atExchange(() => {
      walk.party.exchange.stallNext();
      void walk.nextRequest().then(asked);
    });
    const operation = await walk.begin();
    const ended = walk.settle(operation);
    await exchanging;
    await walk.cancel(operation);
    expect(await ended).toMatchObject({ status: 'cancelled' });
    await walk.requireNothing();
  });

  it.each(faultNames)('stores nothing when the exchange meets %s', async (name) => {
    const expected = subject.otherwise.exchange?.[name];
    atExchange(() => walk.spoil(name, 'exchange'));
    requireFault(await walk.settle(await walk.begin()), name, expected);
    if (expected !== 'goes-well') await walk.requireNothing();
    walk.heal();
  });

  if (subject.way === 'by device code') {
    it('is not connected when the person denies on the other device', async () => {
      walk.denyDevice();
      const view = await walk.settle(await walk.begin());
      expect(view).toMatchObject({ status: 'failed', error: { code: 'oauth.denied' } });
      await walk.requireNothing();
    });
  }

  it.each(faultNames)('N5 keeps what it has when the renewal meets %s', async (name) => {
    const expected = subject.otherwise.renewal?.[name];
    const id = await walk.connect();
    const before = walk.itemsOf(id);
    if (subject.renewsBy === 'reconnect') atExchange(() => walk.spoil(name, 'renewal'));
    else walk.spoil(name, 'renewal');
    requireFault(await walk.act(subject.renewsBy, id), name, expected);
    const signIn = typeof expected === 'object' && expected.signIn === true;
    expect(walk.app.connection(id)).toMatchObject({ state: 'active', needsSignIn: signIn });
    expect(walk.itemsOf(id)).toEqual(expected === 'goes-well' ? walk.itemsOf(id) : before);

    walk.heal();
    walk.browse('approve');
    expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
    expect(walk.app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });

  const { revoked } = subject;
  it('N5 takes the provider’s word that it is over', async ({ skip }) => {
    skip(revoked === null, 'the broker keeps the tokens, and no call of it says that they ended');
    const id = await walk.connect();
    const before = walk.itemsOf(id);
    walk.party.revoke?.();
    const view = await walk.act(revoked?.by ?? 'verify', id);
    expect(view).toMatchObject({ status: 'failed', error: { code: revoked?.code } });
    expect(walk.app.connection(id)).toMatchObject({
      state: 'active',
      needsSignIn: revoked?.needsSignIn,
    });
    expect(walk.itemsOf(id)).toEqual(before);
    if (revoked?.needsSignIn !== true || revoked.mendedElsewhere === true) return;
    expect(await walk.act('reconnect', id)).toMatchObject({ status: 'done' });
    expect(walk.app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });
});
