import { keychainOf, keychainWords } from '../../shared/error-words/keychain.ts';
import type { AppInfo } from '../../shared/schemas.ts';
import { useApp } from './app-context.tsx';

/** Writes a shortcut as the platform's own menus do. */
export const shortcut = (platform: AppInfo['platform'], letter: string): string =>
  platform === 'darwin' ? `⌘${letter}` : `Ctrl+${letter}`;

/** Words that differ between platforms. Linux's until main has said which one this is. */
export const usePlatformWords = (): {
  readonly shortcut: (letter: string) => string;
  readonly keychain: string;
} => {
  const platform = useApp().info?.platform ?? 'linux';
  return {
    shortcut: (letter) => shortcut(platform, letter),
    keychain: keychainWords[keychainOf(platform)].name,
  };
};
