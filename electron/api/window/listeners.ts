import type { Envelope } from '../../../shared/result.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { type FrameLike, isTrustedFrame, type SenderEvent } from './sender.ts';

/** Answers one message of one channel. Never rejects and never resolves `undefined`. */
export type Listener<F extends FrameLike> = (
  event: SenderEvent<F>,
  ...data: readonly unknown[]
) => Promise<Envelope<unknown>>;

/** Makes the listener of every call that the window may make: the sender check, then the call. */
export const createListeners = <F extends FrameLike>(
  { calls, refuse }: Dispatcher,
  /** Compares the frame with the main frame of our own window. */
  isOurFrame: (frame: F) => boolean,
): ReadonlyMap<string, Listener<F>> =>
  new Map(
    [...calls].map(([channel, call]) => [
      channel,
      async ({ senderFrame }, ...data) => {
        if (!isTrustedFrame(senderFrame, isOurFrame)) return refuse(channel, 'call.refused');
        return call(...data);
      },
    ]),
  );
