import type { AppInfo } from '../../shared/schemas.ts';
import { commonWords } from '../../shared/words/common.ts';
import { keychainWords } from '../../shared/words/errors/keychain.ts';
import { useApp, useSnapshot } from './app-context.tsx';

/** Writes a shortcut as the platform's own menus do. */
export const shortcut = (platform: AppInfo['platform'], letter: string): string =>
  platform === 'darwin' ? `⌘${letter}` : `${commonWords.keys.control}+${letter}`;

/** The key that disconnects: a Mac’s keyboard has no Delete, but with ⌘ as its Finder. */
export const deleteKey = (platform: AppInfo['platform']): string =>
  platform === 'darwin' ? '⌘⌫' : commonWords.keys.delete;

/** Words that differ between platforms and keychains. Linux's until main has said which it is. */
export const usePlatformWords = (): {
  readonly shortcut: (letter: string) => string;
  readonly deleteKey: string;
  readonly keychain: string;
} => {
  const platform = useApp().info?.platform ?? 'linux';
  const { keychain } = useSnapshot();
  return {
    shortcut: (letter) => shortcut(platform, letter),
    deleteKey: deleteKey(platform),
    keychain: keychainWords[keychain.id].name,
  };
};
