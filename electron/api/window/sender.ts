/** The part of Electron's `WebFrameMain` that the sender check reads. */
export type FrameLike = {
  readonly origin: string;
  readonly url: string;
  readonly parent: unknown;
};

/** The part of Electron's `IpcMainInvokeEvent` that the sender check reads. */
export type SenderEvent<F extends FrameLike = FrameLike> = {
  /** Null when the frame navigated away or was destroyed before it was read. */
  readonly senderFrame: F | null;
};

export const bundleScheme = 'app';
const bundleHost = 'bundle';
export const bundleOrigin = `${bundleScheme}://${bundleHost}`;

/**
 * Tells whether the URL is on `app://bundle`, by its parsed parts. Node gives custom schemes the
 * origin `null`, so `URL.origin` cannot say it.
 */
export const isBundleUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === `${bundleScheme}:` &&
    url.host === bundleHost &&
    url.username === '' &&
    url.password === ''
  );
};

/**
 * Tells whether a message comes from our page in the main frame.
 *
 * Electron security checklist, item 17. The frame must be given as read from the event synchronously:
 * it is null once the frame is gone. Reading a disposed frame throws, which is a refusal too.
 */
export const isTrustedFrame = <F extends FrameLike>(
  frame: F | null,
  isOurFrame: (frame: F) => boolean,
): boolean => {
  if (frame === null) return false;
  try {
    return (
      frame.parent === null &&
      frame.origin === bundleOrigin &&
      isBundleUrl(frame.url) &&
      isOurFrame(frame)
    );
  } catch {
    return false;
  }
};
