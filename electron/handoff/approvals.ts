import type { ConnectionId } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import type { Consumer } from '../storage/consumer-store.ts';

/** How long a tool waits for the person: less than SDKs wait for their `credential_process`. */
const answerWithinMs = 25_000;
/** How long an answer is remembered for a consumer that asks for a while. */
const rememberedMs = 15 * 60_000;

/** A question that waits for the person. */
export type Approval = {
  readonly id: string;
  readonly consumer: string;
  readonly connectionId: ConnectionId;
  readonly deadlineEpochMs: number;
};

export type ApprovalAnswer = 'allow' | 'refuse';

export type Approvals = {
  readonly waiting: () => readonly Approval[];
  /**
   * Resolves once the consumer may have the account. Throws `consumer.refused`, or
   * `consumer.unanswered` after 25 seconds. An approval serves its consumer and account alone.
   */
  readonly require: (consumer: Consumer, connectionId: ConnectionId) => Promise<void>;
  /** Throws `operation.stale-answer` for a question that has gone by. */
  readonly answer: (id: string, answer: ApprovalAnswer) => void;
  /** Forgets what was allowed for a while. */
  readonly forget: () => void;
};

type Waiting = Approval & { readonly settle: (answer: ApprovalAnswer | 'none') => void };

/** Asks the person before a tool gets an account, and remembers the answer as its rule says. */
export const createApprovals = (dependencies: {
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly onChange: () => void;
  /** Told of each answer, and of none. */
  readonly onAnswer: (approval: Approval, answer: ApprovalAnswer | 'none') => void;
}): Approvals => {
  const { clock, random, onChange, onAnswer } = dependencies;
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, Promise<ApprovalAnswer | 'none'>>();
  /** Until when, on the monotonic clock: the wall clock can be set back. */
  const allowed = new Map<string, number>();

  const ask = (consumer: Consumer, connectionId: ConnectionId) =>
    new Promise<ApprovalAnswer | 'none'>((resolve) => {
      const approval: Approval = {
        id: random.uuid(),
        consumer: consumer.name,
        connectionId,
        deadlineEpochMs: clock.nowEpochMs() + answerWithinMs,
      };
      const settle = (answer: ApprovalAnswer | 'none'): void => {
        cancel();
        if (!waiting.delete(approval.id)) return;
        onAnswer(approval, answer);
        resolve(answer);
        onChange();
      };
      const cancel = clock.after(answerWithinMs, () => settle('none'));
      waiting.set(approval.id, { ...approval, settle });
      onChange();
    });

  return {
    waiting: () => [...waiting.values()].map(({ settle: _, ...approval }) => approval),
    require: async (consumer, connectionId) => {
      if (consumer.rule === 'always') return;
      const key = `${consumer.id} ${connectionId}`;
      if ((allowed.get(key) ?? 0) > clock.monotonicMs()) return;
      // Whoever asks while the question stands shares it.
      const answering =
        asked.get(key) ?? ask(consumer, connectionId).finally(() => asked.delete(key));
      asked.set(key, answering);
      const answer = await answering;
      if (answer === 'refuse') throw new AppError('consumer.refused');
      if (answer === 'none') throw new AppError('consumer.unanswered');
      if (consumer.rule === 'ask-for-a-while') allowed.set(key, clock.monotonicMs() + rememberedMs);
    },
    answer: (id, answer) => {
      const approval = waiting.get(id);
      if (approval === undefined) throw new AppError('operation.stale-answer');
      approval.settle(answer);
    },
    forget: () => {
      allowed.clear();
      for (const { settle } of waiting.values()) settle('none');
    },
  };
};
