import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isBundleUrl } from '../api/window/sender.ts';

/**
 * Is what the window may load: its own files and nothing else, no inline code or style, no request
 * of its own, and no text turned into markup (Trusted Types without any policy).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const responseHeaders = (mediaType: string): Record<string, string> => ({
  'content-type': mediaType,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
});

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

type BundleFile = { readonly path: string; readonly mediaType: string };

/** The files of the build by the exact path that asks for them, such as `/assets/index.js`. */
export type BundleFiles = ReadonlyMap<string, BundleFile>;

/**
 * Lists the regular files of the build with a known type. Symbolic links are left out, so nothing
 * outside the folder is ever in the list.
 */
export const listBundle = (folder: string): BundleFiles => {
  const files = new Map<string, BundleFile>();
  const visit = (path: string, prefix: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = `${prefix}/${entry.name}`;
      const mediaType = mediaTypes[extname(entry.name)];
      if (entry.isDirectory()) visit(join(path, entry.name), name);
      else if (entry.isFile() && mediaType !== undefined) {
        files.set(name, { path: join(path, entry.name), mediaType });
      }
    }
  };
  visit(folder, '');
  return files;
};

type BundleAnswer = ({ readonly status: 200 } & BundleFile) | { readonly status: 400 | 404 };

/**
 * Finds the file that a request asks for by looking it up in the list; no path is made from the URL.
 *
 * Answers 400 to what our own page never sends: another method, host, a query, an escape.
 */
export const resolveBundleRequest = (
  request: { readonly method: string; readonly url: string },
  files: BundleFiles,
): BundleAnswer => {
  if (request.method !== 'GET' || !isBundleUrl(request.url)) return { status: 400 };
  // The text as sent, before URL parsing has folded `..` and the like away.
  const path = /^app:\/\/bundle(\/[A-Za-z0-9._/-]*)$/.exec(request.url)?.[1];
  if (path === undefined) return { status: 400 };
  const file = files.get(path === '/' ? '/index.html' : path);
  return file === undefined ? { status: 404 } : { status: 200, ...file };
};
