import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { ClipboardPort } from '../../../electron/platform/interfaces.ts';

type Call = keyof ClipboardPort;

type FakeClipboard = ClipboardPort & {
  readonly text: () => string;
  /** Copies as another program does. */
  readonly copyElsewhere: (text: string) => void;
  /** Makes the next calls of this kind fail, until told otherwise. */
  readonly fail: (call: Call, failing: boolean) => void;
  /** Leaves calls of this kind unanswered until the result is called. */
  readonly hold: (call: Call) => () => void;
  /** Makes the system keep what lies there, as GNOME does while another program is in front. */
  readonly keep: (isKept: boolean) => void;
  /** Calls made so far, in order. */
  readonly calls: readonly string[];
};

export const createClipboard = (): FakeClipboard => {
  let content = new Secret('');
  let isKept = false;
  const calls: string[] = [];
  const failing = new Set<string>();
  const holding = new Map<string, Promise<void>>();

  const enter = async (call: string): Promise<void> => {
    calls.push(call);
    await holding.get(call);
    if (failing.has(call)) throw new Error(`clipboard: ${call} failed`);
  };

  return {
    write: async (text) => {
      await enter('write');
      content = text;
    },
    writeSecret: async (text) => {
      await enter('writeSecret');
      content = text;
    },
    remove: async (text) => {
      await enter('remove');
      if (content.expose() !== text.expose()) return true;
      if (!isKept) content = new Secret('');
      return !isKept;
    },
    text: () => content.expose(),
    copyElsewhere: (text) => {
      content = new Secret(text);
    },
    fail: (call, isFailing) => {
      if (isFailing) failing.add(call);
      else failing.delete(call);
    },
    hold: (call) => {
      const { promise, resolve } = withResolvers();
      holding.set(call, promise);
      return () => {
        holding.delete(call);
        resolve();
      };
    },
    keep: (kept) => {
      isKept = kept;
    },
    calls,
  };
};

/** `Promise.withResolvers` is not in Node 20. */
const withResolvers = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
