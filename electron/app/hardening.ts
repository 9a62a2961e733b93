import type { App, Session, WebContents } from 'electron';
import { isBundleUrl } from '../api/window/sender.ts';

/** Tells whether a page may request the URL. Pure; the developer tools count only when they exist. */
export const isAllowedRequest = (url: string, devtools: boolean): boolean =>
  isBundleUrl(url) || (devtools && url.startsWith('devtools://'));

/** Denies every permission and device, cancels every request that is not for our own files. */
export const hardenSession = (session: Session, devtools: boolean): void => {
  // Electron grants permissions unless told otherwise, and asks two handlers.
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isAllowedRequest(details.url, devtools) }),
  );
  session.on('will-download', (event) => event.preventDefault());
  // Else Chromium fetches a dictionary from a server of Google's, past the handler above and whatever
  // the window's preferences say (electron#22995). To disable the spell checker does not stop that.
  session.setSpellCheckerLanguages([]);
};

/**
 * Leads every connection of a session's pages to a port that nobody can listen on. Neither a policy nor
 * `onBeforeRequest` sees those of WebRTC, which reach relays over TCP, loopback's too; a proxy they obey.
 * The system's proxy is asked for in another session.
 */
export const cutOff = (session: Session): Promise<void> =>
  session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:0',
    proxyBypassRules: '<-loopback>',
  });

/** Keeps a page where it is: no navigation, frame, window or `<webview>`, and no UDP of its own. */
export const hardenContents = (contents: WebContents): void => {
  const prevent = (event: { preventDefault: () => void }): void => event.preventDefault();
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
};

/**
 * Applies the limits to every session and page that will ever exist. Must run before Electron is
 * ready. Electron security checklist: items 4, 5, 13 and 14.
 */
export const hardenApp = (app: App, devtools: boolean): void => {
  // enableSandbox() takes `--no-sandbox` back, and as root no Chromium process starts without it.
  // A release build refuses that switch to everybody but root; see command-line.ts.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('dns-prefetch-disable');
  app.on('session-created', (session) => hardenSession(session, devtools));
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
  // No 'certificate-error' listener accepts anything: Chromium's refusal stands.
};
