import type { z } from 'zod';
import type { Channels } from './channels.ts';
import { activity } from './contract/activity.ts';
import { app } from './contract/app.ts';
import { assistant } from './contract/assistant.ts';
import { awsProfiles } from './contract/aws-profiles.ts';
import { backup } from './contract/backup.ts';
import { buckets } from './contract/buckets.ts';
import type { CallChannel, ChannelGroup, EventChannel } from './contract/call.ts';
import { command } from './contract/command.ts';
import { connections } from './contract/connections.ts';
import { consumers } from './contract/consumers.ts';
import { credentials } from './contract/credentials.ts';
import { desktop } from './contract/desktop.ts';
import { doctor } from './contract/doctor.ts';
import { exposedSecrets } from './contract/exposed-secrets.ts';
import { forget } from './contract/forget.ts';
import { keychain } from './contract/keychain.ts';
import { operations } from './contract/operations.ts';
import { organisation } from './contract/organisation.ts';
import { providers } from './contract/providers.ts';
import { settings } from './contract/settings.ts';
import { tools } from './contract/tools.ts';
import { vault } from './contract/vault.ts';
import type { Envelope } from './result.ts';

export type { CallChannel, Caller } from './contract/call.ts';

/**
 * Every channel in one entry: what a call takes and gives, how often and how large it may be, and who
 * may make it; what an event carries. Calls that show secrets, reach the network, open the browser
 * or a dialog, or read a large text have limits of their own.
 */
export const contract = {
  app,
  providers,
  connections,
  operations,
  credentials,
  buckets,
  awsProfiles,
  exposedSecrets,
  backup,
  forget,
  command,
  keychain,
  vault,
  consumers,
  tools,
  assistant,
  activity,
  settings,
  organisation,
  desktop,
  doctor,
} as const satisfies { readonly [G in keyof Channels]: ChannelGroup<G> };
export type Contract = typeof contract;

type Argument<C> = C extends CallChannel ? z.input<C['argument']> : never;
export type ParsedArgument<C> = C extends CallChannel ? z.output<C['argument']> : never;
export type Reply<C> = C extends CallChannel ? z.output<C['reply']> : never;
export type Payload<C> = C extends EventChannel ? z.output<C['payload']> : never;

type CallFunction<C> = [Argument<C>] extends [undefined]
  ? () => Promise<Envelope<Reply<C>>>
  : (argument: Argument<C>) => Promise<Envelope<Reply<C>>>;

type EventName<N extends string> = `on${Capitalize<N>}`;

/** The type of `window.stowkey`: calls by name, events as `onX(listener)` returning unsubscribe. */
export type Bridge = {
  readonly [G in Exclude<keyof Contract, 'tools' | 'assistant'>]: {
    readonly [N in keyof Contract[G] as Contract[G][N] extends CallChannel
      ? N
      : never]: CallFunction<Contract[G][N]>;
  } & {
    readonly [N in keyof Contract[G] & string as Contract[G][N] extends EventChannel
      ? EventName<N>
      : never]: (listener: (payload: Payload<Contract[G][N]>) => void) => () => void;
  };
};
