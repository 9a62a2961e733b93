import type { Wish } from '../../shared/assistants.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView, Question } from '../../shared/schemas.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock, OnLeave, Random } from '../platform/interfaces.ts';
import type { Consumer } from '../storage/consumer-store.ts';

/** How long a tool waits for the person: less than SDKs wait for their `credential_process`. */
const answerWithinMs = 25_000;
/** How long an answer is remembered for a consumer that asks for a while. */
const rememberedMs = 15 * 60_000;
/** How long the person is left alone with what they have refused: whoever insists is not asked about. */
const refusedMs = 60_000;

/**
 * How long a question stays once nobody waits for its answer. SDKs leave after a second and try again; a
 * tool that did so in a loop would open a window each time, and none long enough to refuse it.
 */
const lingersMs = 2_000;

type ApprovalAnswer = 'allow' | 'refuse';
type Outcome = ApprovalAnswer | 'none';

/** Gives a consumer as it is now; null once it is gone. */
type Find = (id: string) => Consumer | null;

type Account = Pick<ConnectionView, 'id' | 'label'>;

export type Approvals = {
  /** The question that is next to be answered; null where none waits. */
  readonly question: () => Question | null;
  /**
   * Resolves once the consumer may have the account. Throws `consumer.refused`,
   * `consumer.refused-before` without a question in the minute after that, or `consumer.unanswered`:
   * after 25 seconds, and at once where nobody can be asked. An approval serves its consumer and
   * account alone, and for an assistant that one kind of act; calls of the same consumer for the same
   * account’s credentials that wait together share one question, which goes soon after the last of them has
   * left. Each wish has its own, for what two of them show may be the same and what they do another.
   */
  readonly require: (
    consumer: Consumer,
    account: Account,
    onLeave: OnLeave,
    /** What it wants to do there; null where it wants credentials. */
    wish?: Wish | null,
  ) => Promise<void>;
  /** Throws `operation.stale-answer` for a question that has gone by. */
  readonly answer: (id: string, answer: ApprovalAnswer) => void;
  /** Refuses every question that waits. */
  readonly refuseAll: () => void;
  /** Refuses what consumers ask that are gone, and forgets what was allowed by a rule of before. */
  readonly keepTo: (find: Find) => void;
  /** Forgets what was allowed for a while, and leaves every question without an answer. */
  readonly forget: () => void;
};

type Waiting = {
  readonly question: Omit<Question, 'behind'>;
  readonly asker: Consumer;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
  /** How many calls wait for the answer. */
  calls: number;
};

/** Tells whether the consumer is still there, and still has what it asks for. */
const isStillGiven = ({ asker, question }: Waiting, find: Find): boolean => {
  const now = find(asker.id);
  return now?.connectionIds === null || now?.connectionIds.includes(question.connectionId) === true;
};

/** Asks the person before a tool gets an account, and remembers the answer as its rule says. */
export const createApprovals = (dependencies: {
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  /** Somebody can be asked: there is a display. */
  readonly canAsk: boolean;
  /** Told when a question comes or goes. */
  readonly onChange: () => void;
  /** Told of each answer, and of none. */
  readonly onAnswer: (question: Omit<Question, 'behind'>, outcome: Outcome) => void;
}): Approvals => {
  const { clock, random, canAsk, onChange, onAnswer } = dependencies;
  const waiting = new Map<string, Waiting>();
  /** By consumer, and account and act, until when, on the monotonic clock: the wall clock can be set back. */
  const allowed = new Map<string, Map<string, number>>();
  /**
   * By handle and account, for what a consumer was lent for one command has the same handle. A rule that
   * the person has changed since is their latest word.
   */
  const refused = new Map<string, Pick<Consumer, 'rule'> & { readonly until: number }>();

  const allowedFor = (id: ConnectionId, wish: Wish | null): string => `${id} ${wish?.act ?? ''}`;
  const refusalKey = ({ handle }: Consumer, id: ConnectionId): string => `${handle} ${id}`;
  const wasRefused = (consumer: Consumer, id: ConnectionId): boolean => {
    const last = refused.get(refusalKey(consumer, id));
    return last?.rule === consumer.rule && last.until > clock.monotonicMs();
  };

  const ask = (asker: Consumer, account: Account, wish: Wish | null): Waiting => {
    const { name: consumer, rule } = asker;
    const question = {
      id: random.uuid(),
      consumer,
      connectionId: account.id,
      account: account.label,
      wish,
      remembered: rule === 'ask-for-a-while',
      deadlineEpochMs: clock.nowEpochMs() + answerWithinMs,
    };
    let resolve = (_: Outcome): void => {};
    const outcome = new Promise<Outcome>((settled) => {
      resolve = settled;
    });
    const settle = (given: Outcome): void => {
      cancel();
      waiting.delete(question.id);
      onAnswer(question, given);
      resolve(given);
    };
    const cancel = clock.after(answerWithinMs, () => withdraw(asked));
    const asked: Waiting = { question, asker, outcome, settle, calls: 0 };
    waiting.set(question.id, asked);
    onChange();
    return asked;
  };
  const withdraw = (asked: Waiting): void => settleThose('none', (each) => each === asked);
  const standing = ({ id }: Consumer, account: Account, wish: Wish | null): Waiting | undefined =>
    wish !== null
      ? undefined
      : [...waiting.values()].find(
          ({ asker, question }) => asker.id === id && question.connectionId === account.id,
        );

  /** One word of it at the end: none of them is shown while the others go. */
  const settleThose = (outcome: Outcome, isMeant: (each: Waiting) => boolean): void => {
    const meant = [...waiting.values()].filter(isMeant);
    for (const { settle } of meant) settle(outcome);
    if (meant.length > 0) onChange();
  };

  const answer = (given: ApprovalAnswer, isMeant: (each: Waiting) => boolean): void => {
    if (given === 'refuse') {
      const until = clock.monotonicMs() + refusedMs;
      for (const { asker, question } of [...waiting.values()].filter(isMeant)) {
        refused.set(refusalKey(asker, question.connectionId), { rule: asker.rule, until });
      }
    }
    settleThose(given, isMeant);
  };

  return {
    question: () => {
      const [first, ...behind] = waiting.values();
      return first === undefined ? null : { ...first.question, behind: behind.length };
    },
    require: async (consumer, account, onLeave, wish = null) => {
      const { id, rule } = consumer;
      if (rule === 'always') return;
      const until = allowed.get(id)?.get(allowedFor(account.id, wish)) ?? 0;
      if (rule === 'ask-for-a-while' && until > clock.monotonicMs()) return;
      if (!canAsk) throw new AppError('consumer.unanswered');
      if (wasRefused(consumer, account.id)) throw new AppError('consumer.refused-before');
      const asked = standing(consumer, account, wish) ?? ask(consumer, account, wish);
      asked.calls += 1;
      onLeave(() => {
        asked.calls -= 1;
        const takeBack = (): void => {
          if (asked.calls === 0) withdraw(asked);
        };
        // Nobody comes back to a wish: the next one has a question of its own.
        if (wish === null) clock.after(lingersMs, takeBack);
        else takeBack();
      });
      const outcome = await asked.outcome;
      if (outcome === 'refuse') throw new AppError('consumer.refused');
      if (outcome === 'none') throw new AppError('consumer.unanswered');
      if (rule !== 'ask-for-a-while') return;
      const ofConsumer = allowed.get(id) ?? new Map<string, number>();
      const end = clock.monotonicMs() + rememberedMs;
      allowed.set(id, ofConsumer.set(allowedFor(account.id, wish), end));
    },
    answer: (id, given) => {
      const meant = waiting.get(id);
      if (meant === undefined) throw new AppError('operation.stale-answer');
      // Whoever refuses one wish of an assistant is not asked for the others that wait.
      const isRefusedToo = ({ asker, question }: Waiting): boolean =>
        given === 'refuse' &&
        question.wish !== null &&
        asker.id === meant.asker.id &&
        question.connectionId === meant.question.connectionId;
      answer(given, (each) => each === meant || isRefusedToo(each));
    },
    refuseAll: () => answer('refuse', () => true),
    keepTo: (find) => {
      settleThose('refuse', (each) => !isStillGiven(each, find));
      for (const id of allowed.keys()) {
        if (find(id)?.rule !== 'ask-for-a-while') allowed.delete(id);
      }
    },
    forget: () => {
      allowed.clear();
      settleThose('none', () => true);
    },
  };
};
