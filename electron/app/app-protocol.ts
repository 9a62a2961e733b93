import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { bundleScheme } from '../api/window/sender.ts';
import { type BundleFiles, listBundle, resolveBundleRequest, responseHeaders } from './bundle.ts';

/** Makes `app:` a standard, secure scheme. Must run before Electron is ready. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: bundleScheme, privileges: { standard: true, secure: true } },
  ]);
};

/**
 * Serves the built window in the given session at `app://bundle/`, and nothing besides. Requests
 * wait for `ready`: a page must not run before its calls can be answered.
 */
export const serveBundle = (
  session: Session,
  folder: string,
  ready: () => Promise<unknown>,
): void => {
  const files: BundleFiles = listBundle(folder);
  session.protocol.handle(bundleScheme, async (request) => {
    const found = resolveBundleRequest(request, files);
    if (found.status !== 200) {
      return new Response(null, { status: found.status, headers: responseHeaders('text/plain') });
    }
    await ready();
    const body = await readFile(found.path);
    return new Response(body, { status: 200, headers: responseHeaders(found.mediaType) });
  });
};
