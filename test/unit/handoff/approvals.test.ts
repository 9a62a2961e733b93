import { describe, expect, it } from 'vitest';
import { createApprovals } from '../../../electron/handoff/approvals.ts';
import type { OnLeave } from '../../../electron/platform/interfaces.ts';
import type { Consumer } from '../../../electron/storage/consumer-store.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { Question } from '../../../shared/schemas.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { createRandom } from '../../support/fakes/random.ts';

const account = (label: string) => ({ id: `id of ${label}` as ConnectionId, label });
const photos = account('Photos');
const backups = account('Backups');

const consumer = (rule: Consumer['rule'], more: Partial<Consumer> = {}): Consumer => ({
  id: 'first',
  name: 'AWS profile photos',
  handle: 'aws-photos',
  connectionIds: null,
  usesEndpoint: false,
  assistant: null,
  rule,
  tokenDigest: '',
  createdAtEpochSeconds: 0,
  lastUsedAtEpochSeconds: null,
  ...more,
});

const setUp = (canAsk = true) => {
  const clock = createClock();
  const outcomes: string[] = [];
  const shown: (Question | null)[] = [];
  const approvals = createApprovals({
    clock,
    random: createRandom(),
    canAsk,
    onChange: () => void shown.push(approvals.question()),
    onAnswer: ({ consumer: name, account: label }, outcome) =>
      void outcomes.push(`${name} ${label} ${outcome}`),
  });
  /** What becomes of asking: `allowed`, or the code of its refusal. */
  const ask = (asker: Consumer, of = photos, onLeave: OnLeave = () => {}): Promise<string> =>
    approvals.require(asker, of, onLeave).then(
      () => 'allowed',
      (error: { code: string }) => error.code,
    );
  const answer = (given: 'allow' | 'refuse'): void =>
    approvals.answer(approvals.question()?.id ?? '', given);
  return { approvals, clock, outcomes, shown, ask, answer };
};
const among = (consumers: readonly Consumer[]) => (id: string) =>
  consumers.find((each) => each.id === id) ?? null;
const once = consumer('ask');
const forAWhile = consumer('ask-for-a-while');

describe('asking before a tool gets an account', () => {
  it('A5 asks nobody where the rule is always', async () => {
    const { ask, shown } = setUp();
    expect(await ask(consumer('always'))).toBe('allowed');
    expect(shown).toEqual([]);
  });

  it('A5 asks each time where the rule says so', async () => {
    const { ask, answer, approvals } = setUp();
    const first = ask(once);
    expect(approvals.question()).toMatchObject({
      consumer: 'AWS profile photos',
      account: 'Photos',
      remembered: false,
      behind: 0,
    });
    answer('allow');
    expect(await first).toBe('allowed');
    const second = ask(once);
    answer('refuse');
    expect(await second).toBe('consumer.refused');
  });

  it('A5 waits 25 seconds at most, and takes no answer after that', async () => {
    const { ask, clock, approvals, outcomes } = setUp();
    const asked = ask(once);
    const id = approvals.question()?.id ?? '';
    clock.advance(24_999);
    expect(approvals.question()?.id).toBe(id);
    clock.advance(1);
    expect(await asked).toBe('consumer.unanswered');
    expect(() => approvals.answer(id, 'allow')).toThrow(
      expect.objectContaining({ code: 'operation.stale-answer' }),
    );
    expect(outcomes).toEqual(['AWS profile photos Photos none']);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('A5 waits for nobody where there is no display', async () => {
    const { ask, shown, clock } = setUp(false);
    expect(await ask(once)).toBe('consumer.unanswered');
    expect(await ask(consumer('always'))).toBe('allowed');
    expect([shown, clock.pendingTimers()]).toEqual([[], 0]);
  });

  it('A5 an approval serves its consumer and account alone', async () => {
    const { ask, answer, approvals } = setUp();
    const first = ask(forAWhile);
    answer('allow');
    expect(await first).toBe('allowed');
    const others = [ask(forAWhile, backups), ask({ ...forAWhile, id: 'second' })];
    expect(approvals.question()).toMatchObject({ account: 'Backups', behind: 1 });
    answer('refuse');
    expect(approvals.question()).toMatchObject({ account: 'Photos', behind: 0 });
    answer('refuse');
    expect(await Promise.all(others)).toEqual(['consumer.refused', 'consumer.refused']);
    expect(await ask(forAWhile)).toBe('allowed');
  });

  it('A5 asks nobody for a minute after a refusal, by whatever token of that consumer', async () => {
    const { ask, answer, approvals, clock } = setUp();
    const asked = ask(once);
    answer('refuse');
    expect(await asked).toBe('consumer.refused');
    clock.setNowEpochMs(0);
    clock.advance(59_999);
    const lent = { ...once, id: 'lent for one command' };
    for (const each of [once, lent]) expect(await ask(each)).toBe('consumer.refused-before');
    expect(approvals.question()).toBeNull();
    const others = [ask(once, backups), ask(consumer('ask', { id: 'second', handle: 'other' }))];
    approvals.refuseAll();
    expect(await Promise.all(others)).toEqual(['consumer.refused', 'consumer.refused']);
    expect(await ask(once, backups)).toBe('consumer.refused-before');
    const byAnotherRule = ask(forAWhile);
    answer('allow');
    expect(await byAnotherRule).toBe('allowed');
    clock.advance(1);
    const again = ask(once);
    answer('allow');
    expect(await again).toBe('allowed');
  });

  it('remembers an approval for 15 minutes', async () => {
    const { ask, answer, clock } = setUp();
    const allowed = ask(forAWhile);
    answer('allow');
    expect(await allowed).toBe('allowed');
    clock.advance(15 * 60_000 - 1);
    expect(await ask(forAWhile)).toBe('allowed');
    clock.advance(1);
    const again = ask(forAWhile);
    answer('refuse');
    expect(await again).toBe('consumer.refused');
  });

  it('remembers it no longer where the clock is set back', async () => {
    const { ask, answer, clock } = setUp();
    const allowed = ask(forAWhile);
    answer('allow');
    await allowed;
    clock.setNowEpochMs(0);
    clock.advance(15 * 60_000);
    const again = ask(forAWhile);
    clock.setNowEpochMs(0);
    clock.advance(25_000);
    expect(await again).toBe('consumer.unanswered');
  });

  it('asks once for all that ask while the question stands', async () => {
    const { ask, answer, outcomes } = setUp();
    const asked = Array.from({ length: 200 }, () => ask(once));
    answer('allow');
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['allowed']));
    expect(outcomes).toHaveLength(1);
  });

  it('A6 asks one question of a tool that leaves and comes back in a loop, which can be refused', async () => {
    const { ask, answer, approvals, clock, shown } = setUp();
    for (let time = 0; time < 20; time += 1) {
      void ask(once, photos, (leave) => void clock.after(30, leave));
      clock.advance(1_000);
    }
    expect(new Set(shown.map((each) => each?.id)).size).toBe(1);
    answer('refuse');
    expect(await ask(once)).toBe('consumer.refused-before');
    expect(approvals.question()).toBeNull();
  });

  it('A5 takes a question back soon after all who asked have left, and no sooner', async () => {
    const { ask, answer, approvals, clock, shown } = setUp();
    const leave: (() => void)[] = [];
    const asked = [1, 2].map(() => ask(once, photos, (listener) => void leave.push(listener)));
    const other = ask(once, backups);
    leave[0]?.();
    clock.advance(5_000);
    expect(approvals.question()).toMatchObject({ account: 'Photos', behind: 1 });
    leave[1]?.();
    clock.advance(2_000);
    expect(shown.at(-1)).toMatchObject({ account: 'Backups', behind: 0 });
    expect(await Promise.all(asked)).toEqual(['consumer.unanswered', 'consumer.unanswered']);
    answer('allow');
    expect(await other).toBe('allowed');
    const again = ask(once);
    answer('allow');
    expect(await again).toBe('allowed');
  });

  it.each<readonly [string, readonly Consumer[]]>([
    ['revoked', []],
    ['given other accounts', [consumer('ask', { connectionIds: [backups.id] })]],
    ['replaced by another of its handle', [consumer('ask', { id: 'second' })]],
  ])('A5 refuses what a consumer asks that is %s meanwhile', async (_, now) => {
    const { ask, approvals } = setUp();
    const asked = ask(once);
    approvals.keepTo(among([once]));
    expect(approvals.question()).not.toBeNull();
    approvals.keepTo(among(now));
    expect(approvals.question()).toBeNull();
    expect(await asked).toBe('consumer.refused');
  });

  it('forgets what was allowed by a rule of before', async () => {
    const { ask, answer, approvals } = setUp();
    const allowed = ask(forAWhile);
    answer('allow');
    await allowed;
    const now = ask(once);
    answer('allow');
    expect(await now).toBe('allowed');
    approvals.keepTo(among([once]));
    const later = ask(forAWhile);
    answer('refuse');
    expect(await later).toBe('consumer.refused');
  });

  it('A5 closing the window refuses all that is asked, and shows none of it anew', async () => {
    const { ask, approvals, shown } = setUp();
    const asked = [ask(once), ask(once, backups)];
    shown.length = 0;
    approvals.refuseAll();
    expect(await Promise.all(asked)).toEqual(['consumer.refused', 'consumer.refused']);
    expect(shown).toEqual([null]);
  });

  it('A6 forgets approvals, and answers no question, when the screen locks', async () => {
    const { ask, answer, approvals } = setUp();
    const allowed = ask(forAWhile);
    answer('allow');
    await allowed;
    const asked = ask(forAWhile, backups);
    approvals.forget();
    expect(await asked).toBe('consumer.unanswered');
    const again = ask(forAWhile);
    answer('refuse');
    expect(await again).toBe('consumer.refused');
  });
});
