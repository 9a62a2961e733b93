import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  hardenApp,
  hardenContents,
  hardenSession,
  isAllowedRequest,
} from '../../electron/app/hardening.ts';

/** Notes each setter's argument under its name; the events work as they do in Electron. */
const recorder = () => {
  const set: Record<string, (...all: never[]) => unknown> = {};
  const emitter = new EventEmitter();
  const target = new Proxy(emitter, {
    get: (on, name: string) =>
      name.startsWith('set') && !(name === 'setMaxListeners')
        ? (handler: (...all: never[]) => unknown) => {
            set[name] = handler;
          }
        : Reflect.get(on, name),
  });
  return { set, emitter, target };
};

const prevented = (emitter: EventEmitter, name: string): boolean => {
  let was = false;
  emitter.emit(name, {
    preventDefault: () => {
      was = true;
    },
  });
  return was;
};

describe('every session', () => {
  const { set, emitter, target } = recorder();
  let onBeforeRequest: (
    details: { url: string },
    answer: (a: { cancel: boolean }) => void,
  ) => void = () => {};
  const session = Object.assign(target, {
    webRequest: {
      onBeforeRequest: (handler: typeof onBeforeRequest) => {
        onBeforeRequest = handler;
      },
    },
  });
  hardenSession(session as unknown as Session, false);

  it('W7 denies what is asked for and what is checked', () => {
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'hid',
      'openExternal',
    ]) {
      let granted: unknown;
      set.setPermissionRequestHandler?.(
        null as never,
        permission as never,
        ((yes: boolean) => {
          granted = yes;
        }) as never,
      );
      expect(granted).toBe(false);
      expect(set.setPermissionCheckHandler?.(null as never, permission as never)).toBe(false);
      expect(set.setDevicePermissionHandler?.({ deviceType: 'usb' } as never)).toBe(false);
    }
    let streams: unknown;
    set.setDisplayMediaRequestHandler?.(
      {} as never,
      ((given: unknown) => {
        streams = given;
      }) as never,
    );
    expect(streams).toEqual({});
  });

  it.each([
    ['app://bundle/index.html', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:1/', true],
    ['ws://example.com/', true],
    ['wss://example.com/', true],
    ['file:///etc/passwd', true],
    ['ftp://example.com/', true],
    ['data:text/html,x', true],
    ['blob:app://bundle/x', true],
    ['app://evil/', true],
    ['devtools://devtools/bundled/x.js', true],
    ['chrome://gpu', true],
  ])('W6 a request for %s is cancelled: %s', (url, cancel) => {
    let answer: unknown;
    onBeforeRequest({ url }, (given) => {
      answer = given;
    });
    expect(answer).toEqual({ cancel });
  });

  it('W6 lets the developer tools load only where they exist', () => {
    expect(isAllowedRequest('devtools://devtools/x.js', true)).toBe(true);
    expect(isAllowedRequest('https://example.com/devtools://', true)).toBe(false);
  });

  it('N17 has no language of which Chromium would fetch the dictionary', () =>
    expect(set.setSpellCheckerLanguages).toEqual([]));

  it('takes no download', () => expect(prevented(emitter, 'will-download')).toBe(true));
});

describe('every page', () => {
  const { set, emitter, target } = recorder();
  hardenContents(target as unknown as WebContents);

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'W2 W4 prevents %s',
    (name) => expect(prevented(emitter, name)).toBe(true),
  );

  it('W3 opens no window', () => {
    expect(set.setWindowOpenHandler?.({ url: 'https://example.com/' } as never)).toEqual({
      action: 'deny',
    });
  });

  it('W6 sends no UDP past a proxy', () => {
    expect(set.setWebRTCIPHandlingPolicy).toBe('disable_non_proxied_udp');
  });
});

describe('the program', () => {
  const start = (given: readonly string[]) => {
    const calls: string[] = [];
    const app = Object.assign(new EventEmitter(), {
      enableSandbox: () => void calls.push('enableSandbox'),
      commandLine: {
        hasSwitch: (name: string) => given.includes(name),
        appendSwitch: (...all: string[]) => void calls.push(all.join('=')),
      },
    });
    hardenApp(app as unknown as App, false);
    return { app, calls };
  };

  it('W1 puts every process into the sandbox, W6 looks up no names ahead', () => {
    expect(start([]).calls).toEqual(['enableSandbox', 'dns-prefetch-disable']);
  });

  it('W9 accepts no certificate error and answers no login', () => {
    const { app } = start([]);
    expect(app.eventNames().sort()).toEqual(['session-created', 'web-contents-created']);
  });
});
