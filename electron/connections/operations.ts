import type { ConnectionId, OperationId, ProviderId } from '../../shared/ids.ts';
import { operationIdSchema } from '../../shared/ids.ts';
import type { OperationView, Prompt, StepId } from '../../shared/schemas.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Random } from '../platform/interfaces.ts';

/** How many ended operations the window can still look at. */
const endedKept = 20;

type Answer =
  | { readonly kind: 'accept' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'secret'; readonly value: string };

/** What the person can do about the browser while an operation waits for it. */
type BrowserControls = {
  readonly url: () => Secret;
  readonly reopen: () => Promise<void>;
  /** Throws `oauth.bad-redirect` or `oauth.wrong-state`; the wait then goes on. */
  readonly submitAddress: (address: string) => void;
};

/** The side of an operation that the running use case holds. */
export type Operation = {
  readonly id: OperationId;
  /** Aborted by cancel and at quit. */
  readonly signal: AbortSignal;
  /** Marks the step as running and every one before it as done. */
  readonly step: (id: StepId) => void;
  readonly attach: (connectionId: ConnectionId) => void;
  /** Shows a prompt and waits for an answer; throws `operation.cancelled` when cancelled. */
  readonly ask: (prompt: Prompt) => Promise<Answer>;
  /** Shows the browser prompt until `hideBrowser`. */
  readonly showBrowser: (
    prompt: Extract<Prompt, { kind: 'browser' | 'device-code' }>,
    controls: BrowserControls,
  ) => void;
  readonly hideBrowser: () => void;
  /** Tells the person something that does not make the operation fail. */
  readonly notice: (error: unknown) => void;
};

type OperationPlan = {
  readonly kind: OperationView['kind'];
  readonly providerId: ProviderId;
  readonly connectionId: ConnectionId | null;
  readonly steps: readonly StepId[];
};

type Entry = {
  view: OperationView;
  readonly abort: AbortController;
  answer: ((answer: Answer) => void) | null;
  browser: BrowserControls | null;
  ended: Promise<void>;
  failure: unknown;
};

/**
 * Runs long operations one a connection: named steps, prompts, cancel, and an outcome that stays
 * until dismissed. Nothing here is stored; a crash leaves the rest to `reconcile`.
 */
export type Operations = {
  /**
   * Starts at once; throws `connection.busy` when the connection has one running, and `operation.cancelled`
   * once everything has been cancelled for good.
   */
  readonly start: (
    plan: OperationPlan,
    run: (operation: Operation) => Promise<void>,
  ) => OperationId;
  readonly views: () => readonly OperationView[];
  /** Throws `operation.stale-answer` when that prompt is not the one that is open. */
  readonly answer: (id: OperationId, promptId: number, answer: Answer) => void;
  readonly cancel: (id: OperationId) => void;
  readonly dismiss: (id: OperationId) => void;
  readonly browser: (id: OperationId) => BrowserControls;
  /** Resolves when it went well; throws what it failed with otherwise. */
  readonly ended: (id: OperationId) => Promise<void>;
  /** Cancels everything, begins nothing any more, and resolves when all have ended. */
  readonly cancelAll: () => Promise<void>;
  readonly isBusy: (id: ConnectionId) => boolean;
  /** What is being done with the connection; null when nothing is. */
  readonly running: (id: ConnectionId) => OperationView['kind'] | null;
  /** Resolves when nothing is being done with the connection; throws `operation.cancelled` if aborted. */
  readonly idle: (id: ConnectionId, signal: AbortSignal) => Promise<void>;
};

const browserSteps: readonly StepId[] = ['open-listener', 'wait-for-browser', 'exchange-code'];

/** Steps that will not come any more once another way in was taken. */
const stepsRuledOutBy: Readonly<Partial<Record<StepId, readonly StepId[]>>> = {
  'wait-for-device': browserSteps,
  'refresh-tokens': browserSteps,
};

const advance = (all: OperationView['steps'], id: StepId): OperationView['steps'] => {
  const ruledOut = stepsRuledOutBy[id] ?? [];
  const steps = all.filter((step) => step.status !== 'waiting' || !ruledOut.includes(step.id));
  const at = steps.findIndex((step) => step.id === id && step.status !== 'done');
  if (at !== -1) {
    return steps.map((step, index) => ({
      ...step,
      status: index < at ? 'done' : index === at ? 'running' : 'waiting',
    }));
  }
  // A step that was not announced, or comes a second time, appears when it begins.
  const begun = steps.filter((step) => step.status !== 'waiting' && step.id !== id);
  const waiting = steps.filter((step) => step.status === 'waiting');
  return [
    ...begun.map((step) => ({ ...step, status: 'done' as const })),
    { id, status: 'running' as const },
    ...waiting,
  ];
};

const finish = (
  steps: OperationView['steps'],
  status: 'done' | 'failed' | 'cancelled',
): OperationView['steps'] =>
  steps.map((step) => {
    if (status === 'done') return { ...step, status: 'done' };
    return step.status === 'running' ? { ...step, status } : step;
  });

const allowedAnswers: Readonly<Record<Prompt['kind'], readonly Answer['kind'][]>> = {
  browser: [],
  'device-code': [],
  'review-grant': ['accept', 'refuse'],
  'same-account': ['accept', 'replace'],
  'review-account': ['accept', 'refuse'],
  'without-pkce': ['accept', 'refuse'],
  'retry-save': ['accept', 'refuse'],
  'keep-unchecked': ['accept', 'refuse'],
  secret: ['secret', 'refuse'],
};

export const createOperations = (dependencies: {
  readonly random: Random;
  readonly onChange: () => void;
  /** Logs what failed and gives the incident id. */
  readonly report: (error: unknown, plan: OperationPlan) => string | null;
}): Operations => {
  const { random, onChange, report } = dependencies;
  const entries = new Map<OperationId, Entry>();

  const change = (entry: Entry, part: Partial<OperationView>): void => {
    entry.view = { ...entry.view, ...part };
    onChange();
  };

  const known = (id: OperationId): Entry => {
    const entry = entries.get(id);
    if (entry === undefined) throw new AppError('operation.unknown');
    return entry;
  };

  let closed = false;

  const runningOn = (id: ConnectionId): Entry | undefined =>
    [...entries.values()].find(
      (entry) => entry.view.connectionId === id && entry.view.status === 'running',
    );
  const isBusy = (id: ConnectionId): boolean => runningOn(id) !== undefined;

  const forgetOldest = (): void => {
    const ended = [...entries.values()].filter((entry) => entry.view.status !== 'running');
    for (const entry of ended.slice(0, Math.max(0, ended.length - endedKept))) {
      entries.delete(entry.view.id);
    }
  };

  const handleOf = (entry: Entry): Operation => ({
    id: entry.view.id,
    signal: entry.abort.signal,
    step: (id) => change(entry, { steps: advance(entry.view.steps, id) }),
    attach: (connectionId) => change(entry, { connectionId }),
    ask: (prompt) =>
      new Promise<Answer>((resolve, reject) => {
        const cancelled = (): void => {
          entry.answer = null;
          change(entry, { prompt: null });
          reject(new AppError('operation.cancelled'));
        };
        if (entry.abort.signal.aborted) return cancelled();
        entry.abort.signal.addEventListener('abort', cancelled, { once: true });
        entry.answer = (answer) => {
          entry.abort.signal.removeEventListener('abort', cancelled);
          entry.answer = null;
          change(entry, { prompt: null });
          resolve(answer);
        };
        change(entry, { prompt, promptId: entry.view.promptId + 1 });
      }),
    showBrowser: (prompt, controls) => {
      // Shown anew with another word on the browser it is still the same prompt.
      const promptId = entry.view.promptId + (entry.browser === null ? 1 : 0);
      entry.browser = controls;
      change(entry, { prompt, promptId });
    },
    hideBrowser: () => {
      entry.browser = null;
      if (entry.view.prompt !== null && allowedAnswers[entry.view.prompt.kind].length === 0) {
        change(entry, { prompt: null });
      }
    },
    notice: (error) => change(entry, { notice: toErrorView(error) }),
  });

  const end = (entry: Entry, plan: OperationPlan, error: unknown): void => {
    const status =
      error === null ? 'done' : isAppError(error, 'operation.cancelled') ? 'cancelled' : 'failed';
    change(entry, {
      status,
      steps: finish(entry.view.steps, status),
      prompt: null,
      error: status === 'failed' ? toErrorView(error, report(error, plan)) : null,
    });
    entry.failure = error;
    entry.browser = null;
    forgetOldest();
  };

  return {
    start: (plan, run) => {
      // What began now would be cut off in the middle: a spent refresh token, and no answer kept.
      if (closed) throw new AppError('operation.cancelled');
      if (plan.connectionId !== null && isBusy(plan.connectionId)) {
        throw new AppError('connection.busy', { retryable: true });
      }
      const id = operationIdSchema.parse(random.uuid());
      const entry: Entry = {
        view: {
          id,
          kind: plan.kind,
          providerId: plan.providerId,
          connectionId: plan.connectionId,
          status: 'running',
          steps: plan.steps.map((step) => ({ id: step, status: 'waiting' })),
          prompt: null,
          promptId: 0,
          error: null,
          notice: null,
        },
        abort: new AbortController(),
        answer: null,
        browser: null,
        ended: Promise.resolve(),
        failure: null,
      };
      entries.set(id, entry);
      entry.ended = run(handleOf(entry)).then(
        () => end(entry, plan, null),
        (error: unknown) => end(entry, plan, error),
      );
      onChange();
      return id;
    },
    views: () => [...entries.values()].map((entry) => entry.view),
    answer: (id, promptId, answer) => {
      const entry = known(id);
      const { prompt } = entry.view;
      if (entry.answer === null || prompt === null || promptId !== entry.view.promptId) {
        throw new AppError('operation.stale-answer');
      }
      if (!allowedAnswers[prompt.kind].includes(answer.kind)) {
        throw new AppError('call.invalid-argument');
      }
      entry.answer(answer);
    },
    cancel: (id) => entries.get(id)?.abort.abort(),
    dismiss: (id) => {
      if (entries.get(id)?.view.status === 'running') throw new AppError('connection.busy');
      if (entries.delete(id)) onChange();
    },
    browser: (id) => {
      const { browser } = known(id);
      if (browser === null) throw new AppError('operation.unknown');
      return browser;
    },
    ended: async (id) => {
      const entry = known(id);
      await entry.ended;
      if (entry.failure !== null) throw entry.failure;
    },
    cancelAll: async () => {
      closed = true;
      const all = [...entries.values()];
      for (const entry of all) entry.abort.abort();
      await Promise.all(all.map((entry) => entry.ended));
    },
    isBusy,
    running: (id) => runningOn(id)?.view.kind ?? null,
    idle: async (id, signal) => {
      const aborted = new Promise<never>((_resolve, reject) => {
        const cancel = (): void => reject(new AppError('operation.cancelled'));
        if (signal.aborted) cancel();
        else signal.addEventListener('abort', cancel, { once: true });
      });
      // Whether or not anybody still waits for it.
      aborted.catch(() => undefined);
      for (let entry = runningOn(id); entry !== undefined; entry = runningOn(id)) {
        await Promise.race([entry.ended, aborted]);
      }
    },
  };
};

/** The text of a secret answer; a refusal is a cancel. */
export const secretFromAnswer = (answer: Answer): Secret => {
  if (answer.kind !== 'secret') throw new AppError('operation.cancelled');
  return new Secret(answer.value);
};
