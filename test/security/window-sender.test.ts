import { describe, expect, it } from 'vitest';
import { type FrameLike, isBundleUrl, isTrustedFrame } from '../../electron/api/window/sender.ts';
import { askFrame, callChannels, createApi, ourFrame } from '../support/fakes/api.ts';

const destroyed: FrameLike = {
  get origin(): string {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
  url: 'app://bundle/',
  parent: null,
};

const foreign: readonly (readonly [string, FrameLike | null])[] = [
  ['a frame that has navigated away', null],
  ['a frame that was destroyed meanwhile', destroyed],
  ['a sub-frame', { ...ourFrame, parent: ourFrame }],
  ['the main frame of another window', { ...ourFrame }],
  ['about:blank with our origin', { ...ourFrame, url: 'about:blank' }],
  ['about:blank', { origin: 'null', url: 'about:blank', parent: null }],
  ['a data: page', { origin: 'null', url: 'data:text/html,x', parent: null }],
  ['a blob: page', { ...ourFrame, url: 'blob:app://bundle/0-0' }],
  [
    'the developer tools',
    { origin: 'devtools://devtools', url: 'devtools://devtools/x', parent: null },
  ],
  ['a file', { origin: 'file://', url: 'file:///bundle/index.html', parent: null }],
  ['another host', { origin: 'app://bundle.evil', url: 'app://bundle.evil/', parent: null }],
  ['our host as a user name', { ...ourFrame, url: 'app://bundle@evil/' }],
  ['our host with a port', { ...ourFrame, url: 'app://bundle:80/' }],
  ['another scheme', { ...ourFrame, url: 'https://bundle/' }],
  ['an origin that begins as ours', { ...ourFrame, origin: 'app://bundle.' }],
];

describe('who may talk to main', () => {
  it.each(foreign)('I1 refuses %s, and no handler is entered', async (_name, senderFrame) => {
    const bridge = createApi();
    const answer = await bridge.callFrom({ senderFrame }, 'providers', 'list');
    expect(answer).toMatchObject({ ok: false, error: { code: 'call.refused' } });
    expect(bridge.entered).toEqual([]);
  });

  it.each(foreign.filter(([name]) => name !== 'the main frame of another window'))(
    'I1 refuses %s by what it is, even within our own window',
    (_name, frame) => {
      expect(isTrustedFrame(frame, () => true)).toBe(false);
    },
  );

  it('I1 lets the main frame of our own window through', async () => {
    const bridge = createApi({ 'stowkey:providers.list': () => [] });
    expect(await bridge.call('providers', 'list')).toEqual({ ok: true, value: [] });
  });

  it('I1 refuses a frame that is ours in all but identity', async () => {
    // The same values in another object: what counts is which window's frame it is.
    const bridge = createApi();
    const answer = await bridge.callFrom({ senderFrame: { ...ourFrame } }, 'app', 'snapshot');
    expect(answer).toMatchObject({ ok: false, error: { code: 'call.refused' } });
  });

  it('I1 the window that asks may see the question and answer it, and nothing else', async () => {
    const { callFrom } = createApi();
    const passed = async (senderFrame: FrameLike): Promise<readonly string[]> => {
      const names: string[] = [];
      for (const [group, name] of callChannels) {
        // No window has these: local programs ask them, and assistants.
        if (group === 'tools' || group === 'assistant') continue;
        const answer = await callFrom({ senderFrame }, group, name);
        if (answer.ok || answer.error.code !== 'call.refused') names.push(`${group}.${name}`);
      }
      return names;
    };
    expect(await passed(askFrame)).toEqual(['consumers.question', 'consumers.answer']);
    const byMainWindow = await passed(ourFrame);
    expect(byMainWindow).not.toContain('consumers.question');
    // Whoever got hold of the main window shall not be able to say yes.
    expect(byMainWindow).not.toContain('consumers.answer');
    expect(byMainWindow).toContain('consumers.revoke');
  });

  it('I1 reads the frame before anything else, and once', async () => {
    const bridge = createApi({ 'stowkey:providers.list': () => [] });
    let reads = 0;
    const event = {
      get senderFrame(): FrameLike | null {
        reads += 1;
        return reads === 1 ? ourFrame : null;
      },
    };
    const pending = bridge.callFrom(event, 'providers', 'list');
    expect(reads).toBe(1);
    expect(await pending).toEqual({ ok: true, value: [] });
    expect(reads).toBe(1);
  });

  it('I1 refusals cost our own page nothing and the log little', async () => {
    const bridge = createApi({ 'stowkey:providers.list': () => [] });
    for (let count = 0; count < 5_000; count += 1) {
      await bridge.callFrom({ senderFrame: null }, 'providers', 'list');
    }
    expect(bridge.lines.length).toBeLessThan(30);
    expect(await bridge.call('providers', 'list')).toMatchObject({ ok: true });
  });

  it('I2 knows no names but those of the contract', () => {
    const { listeners } = createApi();
    for (const name of ['constructor', '__proto__', 'toString', 'stowkey:app.changed', '']) {
      expect(listeners.has(name)).toBe(false);
    }
  });

  it.each([
    'app://bundle.evil/',
    'app://evil/app://bundle/',
    'app:bundle',
    'APP://BUNDLE@x/',
    'javascript:app://bundle/',
    ' ',
    '',
  ])('I1 does not take %j for our page', (url) => {
    expect(isBundleUrl(url)).toBe(false);
  });
});
