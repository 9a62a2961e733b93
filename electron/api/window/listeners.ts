import type { Envelope } from '../../../shared/result.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { type FrameLike, isTrustedFrame, type SenderEvent } from './sender.ts';

/** Answers one message of one channel. Never rejects and never resolves `undefined`. */
export type Listener<F extends FrameLike> = (
  event: SenderEvent<F>,
  ...data: readonly unknown[]
) => Promise<Envelope<unknown>>;

/** One of our windows, and the calls that it may make. */
type CallingWindow<F extends FrameLike> = {
  readonly dispatcher: Dispatcher;
  /** Compares the frame with the main frame of that window. */
  readonly isOurFrame: (frame: F) => boolean;
};

/**
 * Makes the listener of every call that a window may make: the sender check, then the call. What one
 * window may call is refused to the other.
 */
export const createListeners = <F extends FrameLike>(
  windows: readonly [CallingWindow<F>, ...CallingWindow<F>[]],
): ReadonlyMap<string, Listener<F>> =>
  new Map(
    windows
      .flatMap(({ dispatcher }) => [...dispatcher.calls.keys()])
      .map((channel) => [
        channel,
        async ({ senderFrame }, ...data) => {
          const sender = windows.find(({ isOurFrame }) => isTrustedFrame(senderFrame, isOurFrame));
          const { calls, refuse } = (sender ?? windows[0]).dispatcher;
          const call = sender === undefined ? undefined : calls.get(channel);
          return call === undefined ? refuse(channel, 'call.refused') : call(data);
        },
      ]),
  );
