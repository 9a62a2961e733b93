import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { checkBrowserUrl } from '../../../electron/platform/address-policy.ts';
import { createBrowserOpener, isOnPath } from '../../../electron/platform/browser.ts';

describe('a URL for the browser', () => {
  it.each([
    'https://storx.example/integration?client_id=a&scope=read,write&client_secret=e30.e30.x',
    'https://storx.example:8443/a/b%20c',
    'https://xn--strx-5qa.example/',
    'http://127.0.0.1:10002/integration',
    'http://[::1]:10002/integration',
    'http://localhost:10002/integration',
  ])('L17 takes %s', (text) => expect(checkBrowserUrl(text)).toBeNull());

  it.each([
    ['javascript:alert(1)', 'forbidden-scheme'],
    ['JavaScript:alert(1)', 'forbidden-scheme'],
    ['file:///etc/passwd', 'forbidden-scheme'],
    ['smb://evil/share', 'forbidden-scheme'],
    ['data:text/html,x', 'forbidden-scheme'],
    ['ms-msdt:/id', 'forbidden-scheme'],
    ['vscode://x', 'forbidden-scheme'],
    ['mailto:a', 'forbidden-scheme'],
    ['ftp://good.example/', 'forbidden-scheme'],
    ['http://good.example/', 'not-https'],
    ['http://127.0.0.1.nip.io/', 'not-https'],
    ['http://127.0.0.2/', 'not-https'],
    ['http://localhost.evil/', 'not-https'],
    ['http://localhost./', 'not-https'],
    ['http://0.0.0.0/', 'not-https'],
    ['http://[::ffff:127.0.0.1]/', 'not-https'],
    ['http://169.254.169.254/', 'not-https'],
    ['https://good.example@evil/', 'userinfo'],
    ['https://good.example:443@evil/', 'userinfo'],
    ['https://a:b@good.example/', 'userinfo'],
    ['https://@good.example/', 'userinfo'],
    ['https:good.example@evil/', 'userinfo'],
    ['https://good.example/\u0000', 'forbidden-character'],
    ['https://good.example/\n', 'forbidden-character'],
    ['java\nscript:alert(1)', 'forbidden-character'],
    ['https://good.example/a b', 'forbidden-character'],
    [' https://good.example/', 'forbidden-character'],
    ['https://good.example/"&calc', 'forbidden-character'],
    ['https://good.example/`id`', 'forbidden-character'],
    ['https://good.example\\@evil/', 'forbidden-character'],
    ['https://stоrx.example/', 'forbidden-character'],
    ['https://good.example/\u202e', 'forbidden-character'],
    ['https://', 'not-a-url'],
    ['good.example', 'not-a-url'],
    ['//good.example/', 'not-a-url'],
    ['', 'forbidden-character'],
    [`https://good.example/${'a'.repeat(2_048)}`, 'too-long'],
  ] as const)('L17 refuses %j: %s', (text, problem) => {
    expect(checkBrowserUrl(text)).toBe(problem);
  });

  it.each([
    ['https://good.example/x', null],
    ['https://GOOD.example/x', null],
    ['https://good.example.evil/', 'wrong-host'],
    ['https://evil/good.example', 'wrong-host'],
    ['https://sub.good.example/', 'wrong-host'],
    ['https://good.example./', 'wrong-host'],
    ['https://good.example:8443/', 'wrong-host'],
    ['https://goodXexample/', 'wrong-host'],
  ] as const)('L17 with the host given, %s is %s', (text, problem) => {
    expect(checkBrowserUrl(text, 'good.example')).toBe(problem);
  });
});

describe('the browser opener', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowkey-path-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const install = (mode = 0o755): void => {
    writeFileSync(join(folder, 'xdg-open'), '#!/bin/sh\n');
    chmodSync(join(folder, 'xdg-open'), mode);
  };
  const opener = (platform: NodeJS.Platform, openExternal = async (_url: string) => {}) => {
    const opened: string[] = [];
    const browser = createBrowserOpener({
      openExternal: async (url) => {
        opened.push(url);
        await openExternal(url);
      },
      platform,
      path: `relative:${folder}`,
    });
    return { browser, opened };
  };
  const url = new URL('https://storx.example/');

  it('hands the URL to the system', async () => {
    install();
    const { browser, opened } = opener('linux');
    expect(await browser.open(url, url.host)).toBe(true);
    expect(opened).toEqual(['https://storx.example/']);
  });

  it('L18 says so when Linux has nothing to open it with', async () => {
    const { browser, opened } = opener('linux');
    expect(await browser.open(url, url.host)).toBe(false);
    expect(opened).toEqual([]);
    expect(await opener('darwin').browser.open(url, url.host)).toBe(true);
  });

  it('L18 says so when the system refuses', async () => {
    const { browser } = opener('win32', () => Promise.reject(new Error('0x2')));
    expect(await browser.open(url, url.host)).toBe(false);
  });

  it('L17 throws for what must not be opened, and opens nothing', async () => {
    install();
    const { browser, opened } = opener('linux');
    await expect(browser.open(new URL('file:///etc/passwd'), '')).rejects.toThrow(AppError);
    await expect(browser.open(url, 'storx.example.evil')).rejects.toThrow(AppError);
    expect(opened).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'looks in absolute folders of the PATH only',
    async () => {
      install();
      expect(await isOnPath('xdg-open', folder)).toBe(true);
      expect(await isOnPath('xdg-open', 'relative')).toBe(false);
      expect(await isOnPath('xdg-open', '')).toBe(false);
      expect(await isOnPath('xdg-open', undefined)).toBe(false);
    },
  );
});
