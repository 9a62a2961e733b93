import type { z } from 'zod';
import { channelName } from '../../shared/channels.ts';
import { type CallChannel, type Caller, contract } from '../../shared/contract.ts';
import type { RateLimit } from '../../shared/limits.ts';
import type { Envelope, ErrorCode } from '../../shared/result.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { Clock, OnLeave, Random } from '../platform/interfaces.ts';
import { createTokenBucket } from '../platform/token-bucket.ts';
import type { Handlers } from './handlers/index.ts';
import { isBoundedPlainData } from './measure-payload.ts';

/** Calls of one channel that may be under way at once: tools may all start in one moment. */
const maxUnderWay: Readonly<Record<Caller, number>> = {
  window: 16,
  ask: 16,
  agent: 1_000,
  assistant: 16,
};

/** Refusals are the caller's to cause at will; the log takes only so many of them. */
const refusalLogLimit: RateLimit = { burst: 20, perSecond: 1 };

type DispatcherOptions = {
  readonly caller: Caller;
  /** Those of every group that this caller may call. */
  readonly handlers: Partial<Handlers>;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Pick<Random, 'uuid'>;
};

/** Answers one call, of one argument at most. Never rejects and never resolves `undefined`. */
type Call = (data: readonly unknown[], onLeave?: OnLeave) => Promise<Envelope<unknown>>;

type Run = (argument: unknown, onLeave: OnLeave) => unknown;

/** For a caller that is there as long as the program. */
const stays: OnLeave = () => {};

/** What one transport needs: it adds what only it knows, such as who is at its other end. */
export type Dispatcher = {
  /** Every call that this caller may make, by wire name; there are no others. */
  readonly calls: ReadonlyMap<string, Call>;
  /** How large the argument of a call may be, in bytes. */
  readonly maxBytesOf: (channel: string) => number;
  /** Answers what the transport itself refuses, and logs it. */
  readonly refuse: (channel: string, code: ErrorCode) => Envelope<never>;
};

const issuePlaces = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`).join(', ');

/**
 * Makes the calls of one caller: rate, size, schema, handler, reply schema, envelope. Each dispatcher
 * counts by itself, so that no caller can use up the calls of another.
 */
export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { caller, handlers, logger, clock, random } = options;
  const refusalLog = createTokenBucket(refusalLogLimit, clock);

  const refuse = (channel: string, code: ErrorCode): Envelope<never> => {
    if (refusalLog.take()) logger.warn('call refused', { channel, code });
    return { ok: false, error: toErrorView(new AppError(code), null) };
  };

  const fail = (channel: string, startedMs: number, error: unknown): Envelope<never> => {
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    const code = isAppError(error) ? error.code : 'internal';
    // An AppError without a cause says all in its code; there is nothing more to find in the log.
    if (isAppError(error) && code !== 'internal' && error.cause === undefined) {
      logger.info('call failed', { channel, durationMs, code });
      return { ok: false, error: toErrorView(error, null) };
    }
    const incident = random.uuid();
    logger.error('call failed', { channel, durationMs, code, incident, error });
    return { ok: false, error: toErrorView(error, incident) };
  };

  const createCall = (channel: string, entry: CallChannel, run: Run | undefined): Call => {
    if (run === undefined) throw new TypeError(`no handler for ${channel}`);
    const bucket = createTokenBucket(entry.limit, clock);
    let underWay = 0;

    const answer = async (
      data: readonly unknown[],
      onLeave: OnLeave,
      startedMs: number,
    ): Promise<Envelope<unknown>> => {
      const argument =
        data.length <= 1 && isBoundedPlainData(data[0], entry.maxBytes)
          ? entry.argument.safeParse(data[0])
          : null;
      if (argument?.success !== true) return refuse(channel, 'call.invalid-argument');

      const reply = entry.reply.safeParse(await run(argument.data, onLeave));
      if (!reply.success) {
        throw new Error(`reply does not fit the contract: ${issuePlaces(reply.error)}`);
      }
      const durationMs = Math.round(clock.monotonicMs() - startedMs);
      logger.debug('call', { channel, durationMs, code: 'ok' });
      return { ok: true, value: reply.data };
    };

    return async (data, onLeave = stays) => {
      if (!bucket.take() || underWay >= maxUnderWay[caller])
        return refuse(channel, 'call.rate-limited');
      const startedMs = clock.monotonicMs();
      underWay += 1;
      try {
        return await answer(data, onLeave, startedMs);
      } catch (error) {
        return fail(channel, startedMs, error);
      } finally {
        underWay -= 1;
      }
    };
  };

  const calls = new Map<string, Call>();
  const maxBytes = new Map<string, number>();
  for (const [group, entries] of Object.entries(contract)) {
    const runs = (handlers[group as keyof Handlers] ?? {}) as Record<string, Run>;
    for (const [name, entry] of Object.entries<CallChannel | object>(entries)) {
      if (!('callers' in entry && entry.callers.includes(caller))) continue;
      const channel = channelName(group, name);
      calls.set(channel, createCall(channel, entry, runs[name]));
      maxBytes.set(channel, entry.maxBytes);
    }
  }
  return { calls, maxBytesOf: (channel) => maxBytes.get(channel) ?? 0, refuse };
};
