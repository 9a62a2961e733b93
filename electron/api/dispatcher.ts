import type { z } from 'zod';
import { channelName } from '../../shared/channels.ts';
import { contract } from '../../shared/contract.ts';
import { longestTemplateFile } from '../../shared/limits.ts';
import type { Envelope, ErrorCode } from '../../shared/result.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { Clock, Random } from '../platform/ports.ts';
import type { Handlers } from './handlers/index.ts';
import { isBoundedPlainData } from './measure-payload.ts';
import { createTokenBucket, type RateLimit, type TokenBucket } from './rate-limit.ts';
import { type FrameLike, isTrustedFrame, type SenderEvent } from './window/sender.ts';

const maxPayloadBytes = 64 * 1024;

/** Calls that carry a whole file; what they take of it is the schema's to say. */
const largePayloads: ReadonlySet<string> = new Set([
  channelName('providers', 'previewTemplate'),
  channelName('providers', 'importTemplate'),
]);
const maxLargePayloadBytes = longestTemplateFile + 16 * 1024;

/** Enough for any person or window; a loop in a hostile page is stopped. */
const usualLimit: RateLimit = { burst: 40, perSecond: 20 };

/** Calls that show secrets, reach the network, open the browser or a dialog, or read a large text. */
const tightLimits: Readonly<Record<string, RateLimit>> = {
  [channelName('app', 'openLink')]: { burst: 3, perSecond: 0.5 },
  [channelName('providers', 'prefill')]: { burst: 5, perSecond: 1 },
  [channelName('providers', 'previewTemplate')]: { burst: 5, perSecond: 1 },
  [channelName('providers', 'importTemplate')]: { burst: 5, perSecond: 1 },
  [channelName('providers', 'exportTemplate')]: { burst: 3, perSecond: 0.5 },
  [channelName('connections', 'connect')]: { burst: 10, perSecond: 1 },
  [channelName('connections', 'reconnect')]: { burst: 5, perSecond: 0.5 },
  [channelName('connections', 'refresh')]: { burst: 10, perSecond: 1 },
  [channelName('connections', 'verify')]: { burst: 10, perSecond: 1 },
  [channelName('operations', 'openBrowser')]: { burst: 3, perSecond: 0.5 },
  [channelName('credentials', 'copy')]: { burst: 10, perSecond: 2 },
  [channelName('credentials', 'reveal')]: { burst: 5, perSecond: 0.5 },
  [channelName('keychain', 'check')]: { burst: 5, perSecond: 1 },
};

/** Calls of one channel that may be under way at once. */
const maxUnderWay = 16;

/** Refusals are the sender's to cause at will; the log takes only so many of them. */
const refusalLogLimit: RateLimit = { burst: 20, perSecond: 1 };

type DispatcherOptions<F extends FrameLike> = {
  readonly handlers: Handlers;
  /** Compares the frame with the main frame of our own window. */
  readonly isOurFrame: (frame: F) => boolean;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Pick<Random, 'uuid'>;
};

type Call = {
  readonly channel: string;
  readonly argument: z.ZodType;
  readonly reply: z.ZodType;
  readonly run: (argument: unknown) => unknown;
  readonly bucket: TokenBucket;
  readonly maxBytes: number;
  underWay: number;
};

/** Answers one message of one channel. Never rejects and never resolves `undefined`. */
export type Dispatch<F extends FrameLike> = (
  event: SenderEvent<F>,
  ...data: readonly unknown[]
) => Promise<Envelope<unknown>>;

const issuePlaces = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`).join(', ');

/**
 * Makes the function of every call channel, by wire name: sender check, size, rate, schema, handler,
 * reply schema, envelope. See `registrar.ts` for where they are attached.
 */
export const createDispatchers = <F extends FrameLike>({
  handlers,
  isOurFrame,
  logger,
  clock,
  random,
}: DispatcherOptions<F>): ReadonlyMap<string, Dispatch<F>> => {
  const refusalLog = createTokenBucket(refusalLogLimit, clock);

  const refuse = (channel: string, code: ErrorCode): Envelope<never> => {
    if (refusalLog.take()) logger.warn('ipc refused', { channel, code });
    return { ok: false, error: toErrorView(new AppError(code), null) };
  };

  const fail = (channel: string, startedMs: number, error: unknown): Envelope<never> => {
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    const code = isAppError(error) ? error.code : 'internal';
    // An AppError without a cause says all in its code; there is nothing more to find in the log.
    if (isAppError(error) && code !== 'internal' && error.cause === undefined) {
      logger.info('ipc failed', { channel, durationMs, code });
      return { ok: false, error: toErrorView(error, null) };
    }
    const incident = random.uuid();
    logger.error('ipc failed', { channel, durationMs, code, incident, error });
    return { ok: false, error: toErrorView(error, incident) };
  };

  const answer = async (call: Call, data: readonly unknown[]): Promise<Envelope<unknown>> => {
    const { channel } = call;
    if (!call.bucket.take() || call.underWay >= maxUnderWay) {
      return refuse(channel, 'ipc.rate-limited');
    }
    const startedMs = clock.monotonicMs();
    call.underWay += 1;
    try {
      if (data.length > 1 || !isBoundedPlainData(data[0], call.maxBytes)) {
        return refuse(channel, 'ipc.invalid-argument');
      }
      const argument = call.argument.safeParse(data[0]);
      if (!argument.success) return refuse(channel, 'ipc.invalid-argument');

      const result: unknown = await call.run(argument.data);
      const reply = call.reply.safeParse(result);
      if (!reply.success) {
        throw new Error(`reply does not fit the contract: ${issuePlaces(reply.error)}`);
      }
      const durationMs = Math.round(clock.monotonicMs() - startedMs);
      logger.debug('ipc', { channel, durationMs, code: 'ok' });
      return { ok: true, value: reply.data };
    } catch (error) {
      return fail(channel, startedMs, error);
    } finally {
      call.underWay -= 1;
    }
  };

  const dispatchers = new Map<string, Dispatch<F>>();
  for (const [group, schemas] of Object.entries(contract)) {
    for (const [name, schema] of Object.entries(schemas)) {
      if (!('argument' in schema)) continue;
      const channel = channelName(group, name);
      const groupHandlers = handlers[group as keyof Handlers] as Record<string, Call['run']>;
      const run = groupHandlers[name];
      if (run === undefined) throw new TypeError(`no handler for ${channel}`);
      const call: Call = {
        channel,
        argument: schema.argument,
        reply: schema.reply,
        run,
        bucket: createTokenBucket(tightLimits[channel] ?? usualLimit, clock),
        maxBytes: largePayloads.has(channel) ? maxLargePayloadBytes : maxPayloadBytes,
        underWay: 0,
      };
      dispatchers.set(channel, (event, ...data) => {
        // First of all and synchronously: a moment later the frame may be gone and read as null.
        const frame = event.senderFrame;
        if (!isTrustedFrame(frame, isOurFrame)) {
          return Promise.resolve(refuse(channel, 'ipc.refused'));
        }
        return answer(call, data);
      });
    }
  }
  return dispatchers;
};
