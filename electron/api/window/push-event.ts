import { channelName } from '../../../shared/channels.ts';
import { type Contract, contract, type Payload } from '../../../shared/contract.ts';

type EventNames<G> = {
  [N in keyof G]: G[N] extends { payload: unknown } ? N : never;
}[keyof G];

/** The part of Electron's `WebContents` that sends. */
type EventTarget = {
  readonly isDestroyed: () => boolean;
  readonly isCrashed: () => boolean;
  readonly send: (channel: string, payload: unknown) => void;
};

/**
 * Sends an event to the window, or does nothing when there is nobody to take it.
 *
 * The payload goes through its schema, which drops whatever the contract does not name. Throws
 * `ZodError` when something the contract names is missing or wrong.
 */
export const pushEvent = <
  G extends keyof Contract & string,
  N extends EventNames<Contract[G]> & string,
>(
  target: EventTarget | null,
  group: G,
  name: N,
  payload: Payload<Contract[G][N]>,
): void => {
  if (target === null || target.isDestroyed() || target.isCrashed()) return;
  const channel: { payload?: { parse: (value: unknown) => unknown } } = contract[group][
    name
  ] as object;
  if (channel.payload === undefined) throw new TypeError(`${group}.${name} is no event`);
  target.send(channelName(group, name), channel.payload.parse(payload));
};
