import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { windowWebPreferences } from '../../electron/app/web-preferences.ts';
import { windowBackground, windowSymbols } from '../../electron/app/window-background.ts';

it('W1 the window has exactly these preferences', () => {
  expect(windowWebPreferences({ preloadPath: '/p/bridge.cjs', devtools: false })).toEqual({
    preload: '/p/bridge.cjs',
    partition: 'stowkey-window',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    plugins: false,
    spellcheck: false,
    devTools: false,
  });
});

it('W1 the window keeps nothing on disk', () => {
  const { partition } = windowWebPreferences({ preloadPath: '', devtools: true });
  expect(partition.startsWith('persist:')).toBe(false);
});

it('the window’s background is the page’s, light and dark', () => {
  const tokens = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');
  const canvases = [...tokens.matchAll(/--canvas: (#\w+);/g)].map(([, color]) => color);
  expect(canvases).toEqual([windowBackground.light, windowBackground.dark]);
  const texts = [...tokens.matchAll(/--text: (#\w+);/g)].map(([, color]) => color);
  expect(texts).toEqual([windowSymbols.light, windowSymbols.dark]);
});
