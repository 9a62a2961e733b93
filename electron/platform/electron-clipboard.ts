import type { ClipboardPort } from './interfaces.ts';

/** The parts of Electron's clipboard, as they are since 44. */
export type CurrentClipboard = {
  readonly writeText: (text: string) => Promise<void>;
  readonly readText: () => Promise<string>;
  readonly clear: () => void;
  readonly selection: Pick<CurrentClipboard, 'readText' | 'clear'> | undefined;
};

/** The same until 43: nothing is a promise, and one format at a time can be written. */
type FormerClipboard = {
  readonly writeText: (text: string) => void;
  readonly writeBuffer: (format: string, data: Buffer) => void;
  readonly readText: (type?: 'selection') => string;
  readonly clear: (type?: 'selection') => void;
};

type Formats = Record<string, string | Blob>;
type WriteFormats = (formats: Formats) => Promise<void>;

const zero = new Blob([new Uint8Array(4)]);

/** What programs look for that keep a history of copied texts: they keep nothing so marked. */
const secretMarks: Partial<Record<NodeJS.Platform, Formats>> = {
  // Klipper and others: KDE's QMimeData format of that name, honoured with this value alone.
  linux: { 'x-kde-passwordManagerHint': 'secret' },
  // http://nspasteboard.org: being there is enough.
  darwin: { 'org.nspasteboard.ConcealedType': 'secret' },
  // learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: zero,
    CanIncludeInClipboardHistory: zero,
    CanUploadToCloudClipboard: zero,
  },
};

const raw = (format: string): string => `electron application/osclipboard;format="${format}"`;

/** A format of nobody else's, so whoever pastes gets nothing. */
const blankFormat = 'application/x-stowkey-blank';

/** One of the system's places for copied text, of which X11 and Wayland have two. */
type Selection = {
  readonly readText: () => Promise<string>;
  readonly wipe: () => Promise<void>;
};

type ClipboardCalls = Pick<ClipboardPort, 'write' | 'writeSecret'> & {
  readonly selections: readonly Selection[];
};

/**
 * Makes the port of Electron's clipboard. Writing several formats at once came with 44, which changed
 * the rest as well; null stands for the time before.
 *
 * On Linux Chromium writes each copied text to the primary selection as well, and clears it from
 * the clipboard alone. GNOME's mutter keeps a copy of the clipboard that outlives its owner, so
 * there it is written over first; that works while our window has the keyboard.
 */
export const createElectronClipboard = (
  clipboard: CurrentClipboard | FormerClipboard,
  writeFormats: WriteFormats | null,
  platform: NodeJS.Platform,
): ClipboardPort => {
  const { write, writeSecret, selections } =
    writeFormats === null
      ? formerCalls(clipboard as FormerClipboard, platform)
      : currentCalls(clipboard as CurrentClipboard, writeFormats, platform);
  return {
    write,
    writeSecret,
    remove: async (text) => {
      let isGone = true;
      for (const { readText, wipe } of selections) {
        const holds = async (): Promise<boolean> => (await readText()) === text.expose();
        if (!(await holds())) continue;
        await wipe();
        if (await holds()) isGone = false;
      }
      return isGone;
    },
  };
};

const currentCalls = (
  clipboard: CurrentClipboard,
  writeFormats: WriteFormats,
  platform: NodeJS.Platform,
): ClipboardCalls => {
  const { selection } = clipboard;
  const marks = Object.fromEntries(
    Object.entries(secretMarks[platform] ?? {}).map(([format, value]) => [raw(format), value]),
  );
  return {
    write: (text) => clipboard.writeText(text.expose()),
    writeSecret: (text) => writeFormats({ 'text/plain': text.expose(), ...marks }),
    selections: [
      {
        readText: () => clipboard.readText(),
        wipe: async () => {
          if (platform === 'linux') await writeFormats({ [raw(blankFormat)]: ' ' });
          clipboard.clear();
        },
      },
      ...(selection === undefined
        ? []
        : [{ readText: () => selection.readText(), wipe: async () => selection.clear() }]),
    ],
  };
};

const formerCalls = (clipboard: FormerClipboard, platform: NodeJS.Platform): ClipboardCalls => {
  const write: ClipboardCalls['write'] = async (text) => clipboard.writeText(text.expose());
  const selection: Selection = {
    readText: async () => clipboard.readText('selection'),
    wipe: async () => clipboard.clear('selection'),
  };
  return {
    write,
    // It cannot write a mark beside the text.
    writeSecret: write,
    selections: [
      {
        readText: async () => clipboard.readText(),
        wipe: async () => {
          if (platform === 'linux') clipboard.writeBuffer(blankFormat, Buffer.from(' '));
          clipboard.clear();
        },
      },
      ...(platform === 'linux' ? [selection] : []),
    ],
  };
};
