import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { protocol, type Session } from 'electron';
import { bundleScheme } from '../api/window/sender.ts';
import { type BundleFiles, listBundle, resolveBundleRequest, responseHeaders } from './bundle.ts';

/** Makes `app:` a standard, secure scheme. Must run before Electron is ready. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: bundleScheme, privileges: { standard: true, secure: true } },
  ]);
};

const emptyRoot = '<div id="root"></div>';

/** Puts what the page shows first where its program will draw. */
const withFirstFrame = (page: string, markup: string): string =>
  page.replace(emptyRoot, () => `<div id="root" aria-busy="true">${markup}</div>`);

/** Tells a page what is spoken, before its program runs. */
const inLanguage = (page: string, locale: string): string =>
  page.replace('<html lang="en">', `<html lang="${locale}">`);

/** Serves the built window in the given session at `app://bundle/`, and nothing besides. */
export const serveBundle = (
  session: Session,
  options: {
    readonly folder: string;
    /** What is spoken now (BCP 47). */
    readonly locale: () => string;
    /** Gives the markup of the main page's root; null leaves it empty. */
    readonly firstFrame: () => Promise<string | null>;
  },
): void => {
  const files: BundleFiles = listBundle(options.folder);
  session.protocol.handle(bundleScheme, async (request) => {
    const found = resolveBundleRequest(request, files);
    if (found.status !== 200) {
      return new Response(null, { status: found.status, headers: responseHeaders('text/plain') });
    }
    const file = await readFile(found.path);
    const answer = (body: string | Buffer<ArrayBuffer>) =>
      new Response(body, { status: 200, headers: responseHeaders(found.mediaType) });
    if (extname(found.path) !== '.html') return answer(file);
    const page = inLanguage(file.toString('utf8'), options.locale());
    const markup = basename(found.path) === 'index.html' ? await options.firstFrame() : null;
    return answer(markup === null ? page : withFirstFrame(page, markup));
  });
};
