import { createDispatcher } from '../../../electron/api/dispatcher.ts';
import type { Handlers } from '../../../electron/api/handlers/index.ts';
import { createListeners } from '../../../electron/api/window/listeners.ts';
import type { FrameLike } from '../../../electron/api/window/sender.ts';
import type { LogLevel } from '../../../electron/diagnostics/logger.ts';
import { channelName } from '../../../shared/channels.ts';
import { contract } from '../../../shared/contract.ts';
import type { Envelope } from '../../../shared/result.ts';
import { loggerInto } from './logger.ts';

export const ourFrame: FrameLike = {
  origin: 'app://bundle',
  url: 'app://bundle/',
  parent: null,
};

/** The main frame of the window that asks. */
export const askFrame: FrameLike = { ...ourFrame, url: 'app://bundle/ask.html' };

/** Every call of the contract as `[group, name]`. */
export const callChannels: readonly (readonly [string, string])[] = Object.entries(
  contract,
).flatMap(([group, names]) =>
  Object.entries(names)
    .filter(([, schema]) => 'argument' in schema)
    .map(([name]) => [group, name] as const),
);

/** What the window that asks may call, and no other. */
const asks: ReadonlySet<string> = new Set(['question', 'answer']);

type Entered = { readonly channel: string; readonly argument: unknown };

/** Handlers that note what they were given and answer by `replies`, by wire name. */
const recordingHandlers = (
  entered: Entered[],
  replies: Readonly<Record<string, (argument: unknown) => unknown>> = {},
): Handlers => {
  const groups: Record<string, Record<string, (argument: unknown) => unknown>> = {};
  for (const [group, name] of callChannels) {
    const channel = channelName(group, name);
    groups[group] ??= {};
    groups[group][name] = (argument) => {
      entered.push({ channel, argument });
      return replies[channel]?.(argument);
    };
  }
  return groups as unknown as Handlers;
};

/** The window's end of the bridge on fakes: a clock moved by hand, log lines kept, handlers that record. */
export const createApi = (
  replies: Readonly<Record<string, (argument: unknown) => unknown>> = {},
  minimumLevel: LogLevel = 'debug',
) => {
  const entered: Entered[] = [];
  const lines: string[] = [];
  let nowMs = 0;
  let incidents = 0;
  const options = {
    handlers: recordingHandlers(entered, replies),
    logger: loggerInto(lines, { minimumLevel }),
    clock: { monotonicMs: () => nowMs },
    random: {
      uuid: () => {
        incidents += 1;
        return `incident-${incidents}`;
      },
    },
  };
  const listeners = createListeners([
    {
      dispatcher: createDispatcher({ ...options, caller: 'window' }),
      isOurFrame: (frame: FrameLike) => frame === ourFrame,
    },
    {
      dispatcher: createDispatcher({ ...options, caller: 'ask' }),
      isOurFrame: (frame: FrameLike) => frame === askFrame,
    },
  ]);
  const callFrom = (
    event: { readonly senderFrame: FrameLike | null },
    group: string,
    name: string,
    ...data: unknown[]
  ): Promise<Envelope<unknown>> => {
    const listener = listeners.get(channelName(group, name));
    if (listener === undefined) throw new Error(`no channel ${group}.${name}`);
    return listener(event, ...data);
  };
  /** The calls of a local program, over the same handlers. */
  const agent = createDispatcher({ ...options, caller: 'agent' });
  const assistant = createDispatcher({ ...options, caller: 'assistant' });
  const callOf = (channel: string) => agent.calls.get(channel) ?? assistant.calls.get(channel);
  return {
    entered,
    lines,
    listeners,
    agent,
    advance: (ms: number): void => {
      nowMs += ms;
    },
    /** By the window where it may, by the one that asks, a local program or an assistant else. */
    call: (group: string, name: string, ...data: unknown[]) =>
      listeners.has(channelName(group, name))
        ? callFrom(
            { senderFrame: group === 'consumers' && asks.has(name) ? askFrame : ourFrame },
            group,
            name,
            ...data,
          )
        : (callOf(channelName(group, name))?.(data) ??
          Promise.reject(new Error(`no call ${group}.${name}`))),
    callFrom,
  };
};
