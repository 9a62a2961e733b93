import { describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import {
  type CurrentClipboard,
  createElectronClipboard,
} from '../../../electron/platform/electron-clipboard.ts';

/**
 * Electron's clipboard as its documentation describes it since 44, on a system with two selections.
 * The stand-in runtime of the tests has the one before, which `e2e/clipboard.spec.ts` proves.
 */
const currentClipboard = (platform: NodeJS.Platform) => {
  type Formats = Record<string, string | Blob>;
  let [system, primary]: [Formats, Formats] = [{}, {}];
  const textOf = (formats: Formats) => String(formats['text/plain'] ?? '');
  const write = async (formats: Formats): Promise<void> => {
    system = formats;
    // As Chromium does on Linux.
    if ('text/plain' in formats) primary = { 'text/plain': textOf(formats) };
  };
  const clipboard: CurrentClipboard = {
    writeText: (text) => write({ 'text/plain': text }),
    readText: async () => textOf(system),
    clear: () => {
      system = {};
    },
    selection:
      platform === 'linux'
        ? {
            readText: async () => textOf(primary),
            clear: () => {
              primary = {};
            },
          }
        : undefined,
  };
  return {
    port: createElectronClipboard(clipboard, write, platform),
    clipboard,
    formats: () => system,
    texts: () => [textOf(system), textOf(primary)],
    select: (text: string) => {
      primary = { 'text/plain': text };
    },
  };
};

const secret = new Secret('s3cret');
const raw = (name: string) => `electron application/osclipboard;format="${name}"`;

describe('the clipboard of Electron 44 and later', () => {
  it.each([
    ['linux', { 'x-kde-passwordManagerHint': 'secret' }],
    ['darwin', { 'org.nspasteboard.ConcealedType': 'secret' }],
    [
      'win32',
      {
        ExcludeClipboardContentFromMonitorProcessing: '\0\0\0\0',
        CanIncludeInClipboardHistory: '\0\0\0\0',
        CanUploadToCloudClipboard: '\0\0\0\0',
      },
    ],
  ] as const)('S13 on %s carries the marks of a secret beside it', async (platform, marks) => {
    const { port, formats } = currentClipboard(platform);
    await port.writeSecret(secret);
    const found: Record<string, string> = {};
    for (const [format, value] of Object.entries(formats())) {
      found[format] = typeof value === 'string' ? value : await value.text();
    }
    expect(found).toEqual({
      'text/plain': 's3cret',
      ...Object.fromEntries(Object.entries(marks).map(([name, value]) => [raw(name), value])),
    });
    await port.write(new Secret('plain'));
    expect(formats()).toEqual({ 'text/plain': 'plain' });
  });

  it('S13 takes a secret off both selections, and nothing else', async () => {
    const { port, texts, select } = currentClipboard('linux');
    await port.writeSecret(secret);
    expect(texts()).toEqual(['s3cret', 's3cret']);
    expect(await port.remove(secret)).toBe(true);
    expect(texts()).toEqual(['', '']);

    await port.writeSecret(secret);
    select('mine');
    expect(await port.remove(secret)).toBe(true);
    expect(texts()).toEqual(['', 'mine']);

    await port.write(new Secret('mine too'));
    expect(await port.remove(secret)).toBe(true);
    expect(texts()).toEqual(['mine too', 'mine too']);
  });

  it('S13 says when the system keeps the text', async () => {
    const { port, clipboard } = currentClipboard('win32');
    await port.writeSecret(secret);
    Object.assign(clipboard, { clear: () => {} });
    expect(await port.remove(secret)).toBe(false);
  });
});
