import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
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

/**
 * Serves the built window in the given session at `app://bundle/`, and nothing besides. `firstFrame`
 * gives the markup of the main page's root; null leaves it empty.
 */
export const serveBundle = (
  session: Session,
  folder: string,
  firstFrame: () => Promise<string | null>,
): void => {
  const files: BundleFiles = listBundle(folder);
  session.protocol.handle(bundleScheme, async (request) => {
    const found = resolveBundleRequest(request, files);
    if (found.status !== 200) {
      return new Response(null, { status: found.status, headers: responseHeaders('text/plain') });
    }
    const file = await readFile(found.path);
    const markup = basename(found.path) === 'index.html' ? await firstFrame() : null;
    const body = markup === null ? file : withFirstFrame(file.toString('utf8'), markup);
    return new Response(body, { status: 200, headers: responseHeaders(found.mediaType) });
  });
};
