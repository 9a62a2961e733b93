import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { buildBridge } from '../../../electron/preload/build-bridge.ts';

const setUp = () => {
  const emitter = new EventEmitter();
  const invoked: (readonly unknown[])[] = [];
  const bridge = buildBridge({
    invoke: (...message) => {
      invoked.push(message);
      return Promise.resolve({ ok: true, value: undefined });
    },
    on: (channel, listener) => emitter.on(channel, listener),
    removeListener: (channel, listener) => emitter.removeListener(channel, listener),
  });
  return { bridge, emitter, invoked };
};

describe('window.stowkey', () => {
  it('I6 has exactly the documented keys', () => {
    const { bridge } = setUp();
    const keys = Object.fromEntries(
      Object.entries(bridge).map(([group, members]) => [group, Object.keys(members)]),
    );
    expect(keys).toMatchInlineSnapshot(`
      {
        "activity": [
          "list",
          "export",
        ],
        "app": [
          "snapshot",
          "info",
          "openLink",
          "openPlace",
          "restart",
          "onChanged",
          "onGo",
        ],
        "awsProfiles": [
          "list",
          "leftBehind",
          "preview",
          "write",
          "remove",
          "ofSeveral",
          "removeOfSeveral",
          "undo",
        ],
        "backup": [
          "chooseRecipient",
          "save",
          "choose",
          "open",
          "restore",
          "forget",
        ],
        "buckets": [
          "list",
          "entries",
          "leave",
          "copyLink",
        ],
        "command": [
          "state",
          "install",
        ],
        "connections": [
          "connect",
          "forgetDraft",
          "reconnect",
          "refresh",
          "verify",
          "rename",
          "setRenewalPolicy",
          "setReminder",
          "setFavourite",
          "changeTags",
          "renewSeveral",
          "disconnectSeveral",
          "disconnect",
          "takeWanted",
        ],
        "consumers": [
          "revoke",
          "setRule",
          "give",
          "letCommandLineAsk",
          "openEndpoint",
          "question",
          "answer",
          "onAsked",
        ],
        "credentials": [
          "copy",
          "preview",
          "reveal",
          "clearClipboard",
          "onHideRevealed",
        ],
        "desktop": [
          "pauseRenewals",
          "silence",
        ],
        "doctor": [
          "examine",
          "copyReport",
        ],
        "exposedSecrets": [
          "search",
          "addFolder",
          "take",
          "preview",
          "replace",
          "undo",
        ],
        "forget": [
          "plan",
          "everything",
        ],
        "keychain": [
          "check",
          "adopt",
        ],
        "operations": [
          "answer",
          "cancel",
          "dismiss",
          "openBrowser",
          "copyUrl",
          "submitRedirect",
        ],
        "organisation": [
          "reviewBundle",
          "acceptBundle",
          "removeBundle",
          "openLink",
        ],
        "providers": [
          "list",
          "prefill",
          "recognize",
          "previewTemplate",
          "importTemplate",
          "exportTemplate",
          "removeTemplate",
          "takeWanted",
        ],
        "settings": [
          "change",
        ],
        "vault": [
          "create",
          "unlock",
          "lock",
          "changePassphrase",
          "moveToKeychain",
        ],
      }
    `);
  });

  it('I6 is frozen, and so is each group', () => {
    const { bridge } = setUp();
    expect(Object.isFrozen(bridge)).toBe(true);
    for (const group of Object.values(bridge)) expect(Object.isFrozen(group)).toBe(true);
  });

  it('sends a call under its wire name, with one argument or none', async () => {
    const { bridge, invoked } = setUp();
    await bridge.app.snapshot();
    await bridge.operations.cancel({ operationId: 'x' as never });
    expect(invoked).toEqual([
      ['stowkey:app.snapshot'],
      ['stowkey:operations.cancel', { operationId: 'x' }],
    ]);
  });

  it('I7 hands a listener the data and not the Electron event', () => {
    const { bridge, emitter } = setUp();
    const got: unknown[][] = [];
    bridge.app.onChanged((...all) => got.push(all));
    emitter.emit('stowkey:app.changed', { sender: 'everything' }, { revision: 1 }, 'more');
    expect(got).toEqual([[{ revision: 1 }]]);
  });

  it('I7 unsubscribing removes that listener alone, and twice does no harm', () => {
    const { bridge, emitter } = setUp();
    const got: string[] = [];
    const leave = bridge.app.onChanged(() => got.push('first'));
    bridge.app.onChanged(() => got.push('second'));
    leave();
    leave();
    emitter.emit('stowkey:app.changed', {}, {});
    expect(got).toEqual(['second']);
  });

  it('I7 leaks nothing over 1,000 subscriptions', () => {
    const { bridge, emitter } = setUp();
    for (let count = 0; count < 1_000; count += 1) bridge.app.onChanged(() => {})();
    expect(emitter.listenerCount('stowkey:app.changed')).toBe(0);
  });

  it('refuses a listener that is no function', () => {
    const { bridge, emitter } = setUp();
    expect(() => bridge.app.onChanged('alert(1)' as never)).toThrow(TypeError);
    expect(emitter.listenerCount('stowkey:app.changed')).toBe(0);
  });
});
