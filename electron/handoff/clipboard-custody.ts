import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { ClipboardPort, Clock } from '../platform/ports.ts';

const defaultClearAfterMs = 30_000;
/** How long quitting waits for a clipboard that does not answer. */
const disposeDeadlineMs = 1_000;

export type ClipboardState = { readonly label: string; readonly clearsAtEpochMs: number };

export type ClipboardCustody = {
  /** Copies a secret and gives the time when it is cleared, in epoch milliseconds. */
  readonly copy: (secret: Secret, label: string) => Promise<number>;
  /** Copies what may stay. A secret that was there before is gone with it. */
  readonly copyPlain: (text: Secret) => Promise<void>;
  /** Clears the clipboard if our secret is still on it. Never throws. */
  readonly clearNow: () => Promise<void>;
  /** What counts down; null when nothing of ours does. */
  readonly state: () => ClipboardState | null;
  /** For quitting: clears as `clearNow` does, within a second, and refuses later copies. */
  readonly dispose: () => Promise<void>;
};

type Held = { readonly secret: Secret; readonly cancelTimer: () => void };

/**
 * Takes secrets off the clipboard again, unless something else has been copied meanwhile.
 *
 * Holds the secret itself until then, not a hash: the port compares for us, so what other programs
 * put on the clipboard never comes in here, and the same text lies open on the clipboard anyway.
 * When the clipboard cannot be read nothing is cleared on a guess; there is one more try at
 * `clearNow` or `dispose`, and no loop. A killed process leaves the secret on the clipboard.
 */
export const createClipboardCustody = (parts: {
  readonly clipboard: ClipboardPort;
  readonly clock: Clock;
  readonly clearAfterMs?: number;
  readonly onChange: (state: ClipboardState | null) => void;
}): ClipboardCustody => {
  const { clipboard, clock, clearAfterMs = defaultClearAfterMs, onChange } = parts;
  let held: Held | null = null;
  let shown: ClipboardState | null = null;
  let disposed = false;
  // One thing at a time, so that a clear never hits the text of a copy that overtook it.
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = queue.then(task);
    queue = result.catch(() => undefined);
    return result;
  };

  const show = (state: ClipboardState | null): void => {
    if (shown === state) return;
    shown = state;
    onChange(state);
  };

  const letGo = (): void => {
    held?.cancelTimer();
    held = null;
    show(null);
  };

  const clearIfOurs = async (): Promise<void> => {
    if (held === null) return;
    held.cancelTimer();
    try {
      if (await clipboard.holds(held.secret)) await clipboard.clear();
      letGo();
    } catch {
      // Kept for one more try later; the countdown is over either way.
      show(null);
    }
  };

  const refuseWhenDisposed = (): void => {
    if (disposed) throw new AppError('oauth.cancelled');
  };

  const clearNow = (): Promise<void> => inTurn(clearIfOurs);

  return {
    copy: (secret, label) =>
      inTurn(async () => {
        refuseWhenDisposed();
        await clipboard.write(secret);
        held?.cancelTimer();
        held = { secret, cancelTimer: clock.after(clearAfterMs, () => void clearNow()) };
        const state = { label, clearsAtEpochMs: clock.nowEpochMs() + clearAfterMs };
        show(state);
        return state.clearsAtEpochMs;
      }),
    copyPlain: (text) =>
      inTurn(async () => {
        refuseWhenDisposed();
        await clipboard.write(text);
        letGo();
      }),
    clearNow,
    state: () => shown,
    dispose: () => {
      disposed = true;
      return new Promise((resolve) => {
        const cancelDeadline = clock.after(disposeDeadlineMs, resolve);
        void clearNow().then(() => {
          cancelDeadline();
          resolve();
        });
      });
    },
  };
};
