import type { CopiedId } from '../../shared/copy-formats.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { ClipboardPort, Clock } from '../platform/interfaces.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';

/** How long quitting, and closing the window, wait for a clipboard that does not answer. */
const clearDeadlineMs = 1_000;

export type ClipboardState = {
  readonly copied: CopiedId;
  /** Null when it could not be cleared. */
  readonly clearsAtEpochMs: number | null;
};

export type ClipboardCustody = {
  /** Copies a secret and gives the time when it is cleared, in epoch milliseconds. */
  readonly copy: (secret: Secret, copied: CopiedId) => Promise<number>;
  /** Copies what may stay. A secret that was there before is gone with it. */
  readonly copyPlain: (text: Secret) => Promise<void>;
  /** Clears the clipboard if our secret is still on it; false when it stays there. Never throws. */
  readonly clearNow: () => Promise<boolean>;
  /** Tries again what could not be cleared before; for when the window gets the keyboard. */
  readonly clearOverdue: () => Promise<void>;
  /** What lies there of ours; null when nothing does. */
  readonly state: () => ClipboardState | null;
  /** For closing the window: clears as `clearNow` does, and resolves within a second. */
  readonly clearInTime: () => Promise<void>;
  /** For quitting: clears as `clearInTime` does, and refuses later copies. */
  readonly dispose: () => Promise<void>;
};

type Held = {
  readonly secret: Secret;
  readonly copied: CopiedId;
  readonly cancelTimer: () => void;
};

/**
 * Takes secrets off the clipboard again, unless something else has been copied meanwhile.
 *
 * Holds the secret itself until then, not a hash: the port compares for us, so what other programs
 * put on the clipboard never comes in here, and the same text lies open on the clipboard anyway.
 * When the clipboard cannot be read nothing is cleared on a guess. What could not be cleared is shown
 * as such and tried again when there is a reason to hope, not in a loop: GNOME lets the program alone
 * that has the keyboard change the clipboard. A killed process leaves the secret there.
 */
export const createClipboardCustody = (parts: {
  readonly clipboard: ClipboardPort;
  readonly clock: Clock;
  /** How long a secret stays there. */
  readonly clearAfterMs: () => number;
  readonly onChange: (state: ClipboardState | null) => void;
}): ClipboardCustody => {
  const { clipboard, clock, clearAfterMs, onChange } = parts;
  let held: Held | null = null;
  let shown: ClipboardState | null = null;
  let disposed = false;
  // One thing at a time, so that a clear never hits the text of a copy that overtook it.
  const inTurn = createSerialQueue();

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

  const clearIfOurs = async (): Promise<boolean> => {
    if (held === null) return true;
    const { secret, copied, cancelTimer } = held;
    cancelTimer();
    const isGone = await clipboard.remove(secret).catch(() => false);
    if (isGone) letGo();
    else show({ copied, clearsAtEpochMs: null });
    return isGone;
  };

  const refuseWhenDisposed = (): void => {
    if (disposed) throw new AppError('operation.cancelled');
  };

  const clearNow = (): Promise<boolean> => inTurn(clearIfOurs);
  const clearInTime = (): Promise<void> =>
    new Promise((resolve) => {
      const cancelDeadline = clock.after(clearDeadlineMs, resolve);
      void clearNow().then(() => {
        cancelDeadline();
        resolve();
      });
    });

  return {
    copy: (secret, copied) =>
      inTurn(async () => {
        refuseWhenDisposed();
        await clipboard.writeSecret(secret);
        held?.cancelTimer();
        const afterMs = clearAfterMs();
        held = { secret, copied, cancelTimer: clock.after(afterMs, () => void clearNow()) };
        const state = { copied, clearsAtEpochMs: clock.nowEpochMs() + afterMs };
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
    clearOverdue: () =>
      inTurn(async () => {
        if (shown?.clearsAtEpochMs === null) await clearIfOurs();
      }),
    state: () => shown,
    clearInTime,
    dispose: () => {
      disposed = true;
      return clearInTime();
    },
  };
};
