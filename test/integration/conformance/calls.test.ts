import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError } from '../../../shared/words/errors.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { type FaultName, faultCalled, faultNames } from './faults.ts';
import { namedSubjects } from './subjects.ts';
import { startWalk, type Walk } from './walk.ts';

holdFixedPorts();

let walk: Walk;
afterEach(() => walk.close());

const whoAsks = namedSubjects.filter(([, { asksWho }]) => asksWho);
const whoEnds = namedSubjects.filter(([, { revokesAtProvider }]) => revokesAtProvider);

/** The call that names the account is a convenience: whatever it meets, it costs nothing. */
describe.each(whoAsks)('%s, asked whose account it is', (_name, subject) => {
  beforeEach(async () => {
    walk = await startWalk(subject);
  });

  it.each(faultNames)('N5 is connected all the same when that meets %s', async (name) => {
    walk.spoil(name, 'identity');
    const id = await walk.connect();
    walk.heal();
    const { account } = walk.app.connection(id)?.facts ?? {};
    expect([null, subject.facts.account]).toContain(account);
    expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
    expect(await walk.act('verify', id)).toMatchObject({ status: 'done' });
  });

  /** A 401 is the last word on an access token, which is then renewed; a 403 is one on its scope. */
  const codesOf = (name: FaultName): readonly string[] =>
    name === '403'
      ? ['oauth.invalid-scope', 'server.rejected', 'server.wrong-host']
      : faultCalled(name).codes;

  it.each(faultNames)('N5 keeps what it has when proving it meets %s', async (name) => {
    const id = await walk.connect();
    const before = walk.itemsOf(id);
    walk.spoil(name, 'identity');
    const view = await walk.act('verify', id);
    walk.heal();
    const isLastWord = name === '401';
    if (isLastWord && subject.renewsBy === 'refresh') {
      expect(view).toMatchObject({ status: 'done', error: null });
      expect(walk.app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
    } else if (isLastWord) {
      expect(view).toMatchObject({ status: 'failed', error: { code: 'oauth.sign-in-again' } });
      expect(walk.itemsOf(id)).toEqual(before);
    } else {
      expect(view.status).toBe('failed');
      expect(codesOf(name)).toContain(view.error?.code);
      expect(view.error).toMatchObject({ params: faultCalled(name).params ?? {} });
      expect(walk.app.connection(id)).toMatchObject({ state: 'active', needsSignIn: false });
      expect(walk.itemsOf(id)).toEqual(before);
    }
    expect(await walk.act('verify', id)).toMatchObject({ status: 'done' });
  });
});

/** What cannot be ended there is deleted here all the same, and the person is told. */
describe.each(whoEnds)('%s, to be ended at the provider', (_name, subject) => {
  beforeEach(async () => {
    walk = await startWalk(subject);
  });

  it.each(faultNames)('is deleted here, and said not to be ended there, after %s', async (name) => {
    const id = await walk.connect();
    walk.spoil(name, 'ending');
    const view = await walk.act('disconnect', id);
    if (name === 'malformed JSON') {
      // RFC 7009 section 2.2: nothing in the body of a 200 counts.
      expect(view).toMatchObject({ status: 'done', error: null, notice: null });
      return walk.requireNothing();
    }
    expect(view).toMatchObject({
      status: 'done',
      error: null,
      notice: { code: 'oauth.not-revoked' },
    });
    await walk.requireNothing();
    expect(walk.party.liveGrants()).toBe(1);
    if (view.notice === null) throw new Error('nothing was said');
    const words = JSON.stringify(describeError(view.notice));
    expect(words).toMatch(/not ended at the provider/);
    expect(words).toMatch(/deleted on this computer/);
    expect(words).toMatch(/Remove the app/);
  });
});
