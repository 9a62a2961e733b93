import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BundleFiles,
  contentSecurityPolicy,
  listBundle,
  resolveBundleRequest,
  responseHeaders,
} from '../../../electron/app/bundle.ts';

let folder = '';
let files: BundleFiles = new Map();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stowkey-bundle-'));
  const built = join(folder, 'built');
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.js'), 'secret');
  for (const name of [
    'index.html',
    'assets/a-1_2.js',
    'assets/a.css',
    'assets/a.js.map',
    'a.exe',
    '.env',
  ]) {
    writeFileSync(join(built, name), name);
  }
  symlinkSync(join(folder, 'outside.js'), join(built, 'link.js'));
  symlinkSync(folder, join(built, 'up'));
  files = listBundle(built);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string) => resolveBundleRequest({ method: 'GET', url }, files);

describe('app://bundle', () => {
  it('W8 lists the files of known types and no links', () => {
    expect([...files.keys()].sort()).toEqual(['/assets/a-1_2.js', '/assets/a.css', '/index.html']);
  });

  it.each([
    ['app://bundle/', 'text/html; charset=utf-8'],
    ['app://bundle/index.html', 'text/html; charset=utf-8'],
    ['app://bundle/assets/a-1_2.js', 'text/javascript; charset=utf-8'],
    ['app://bundle/assets/a.css', 'text/css; charset=utf-8'],
  ])('W8 answers %s', (url, mediaType) => {
    expect(get(url)).toMatchObject({ status: 200, mediaType });
  });

  it.each([
    'app://bundle/../outside.js',
    'app://bundle/assets/../../outside.js',
    'app://bundle/%2e%2e/outside.js',
    'app://bundle/%2E%2E%2Foutside.js',
    'app://bundle/..%5coutside.js',
    'app://bundle/..\\outside.js',
    'app://bundle/%252e%252e/outside.js',
    'app://bundle//etc/passwd',
    'app://bundle//index.html',
    'app://bundle/C:/Windows/win.ini',
    'app://bundle/index.html%00.js',
    'app://bundle/index.html\u0000',
    'app://bundle/link.js',
    'app://bundle/up/outside.js',
    'app://bundle/up/built/index.html',
    'app://bundle/index.html?x=1',
    'app://bundle/?',
    'app://bundle/index.html#x',
    'app://bundle/assets',
    'app://bundle/assets/',
    'app://bundle/assets/a.js.map',
    'app://bundle/a.exe',
    'app://bundle/.env',
    'app://bundle/INDEX.HTML',
    'app://bundle/constructor',
    'app://bundle/__proto__',
    'app://evil/index.html',
    'app://bundle.evil/index.html',
    'app://bundle:1/index.html',
    'app://anna@bundle/index.html',
    'app:///index.html',
    'app:index.html',
    'https://bundle/index.html',
    'file:///index.html',
    '',
  ])('W8 does not answer %j', (url) => {
    expect([400, 404]).toContain(get(url).status);
  });

  it.each(['HEAD', 'POST', 'PUT', 'OPTIONS', 'get'])('W8 refuses %s', (method) => {
    expect(resolveBundleRequest({ method, url: 'app://bundle/' }, files).status).toBe(400);
  });

  it('W5 the policy is this literal', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });

  it('W5 goes out with every answer, and so do the other limits', () => {
    expect(responseHeaders('text/css')).toEqual({
      'content-type': 'text/css',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
  });
});
