import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import {
  type ClipboardState,
  createClipboardCustody,
} from '../../../electron/handoff/clipboard-custody.ts';
import { createClipboard } from '../../support/fakes/clipboard.ts';
import { createClock } from '../../support/fakes/clock.ts';

const start = () => {
  const clipboard = createClipboard();
  const clock = createClock();
  const changes: (ClipboardState | null)[] = [];
  const custody = createClipboardCustody({
    clearAfterMs: () => 30_000,
    clipboard,
    clock,
    onChange: (state) => changes.push(state),
  });
  /** Lets what a timer started come to its end: everything queued before this has run. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { clipboard, clock, changes, custody, settle, pass };
};

describe('S7 a copied secret', () => {
  it('is on the clipboard, counts down, and is gone after 30 s', async () => {
    const { clipboard, clock, changes, custody, pass } = start();
    const clearsAtEpochMs = await custody.copy(new Secret('s3cret'), 'secret-access-key');
    expect(clipboard.text()).toBe('s3cret');
    expect(clearsAtEpochMs).toBe(clock.nowEpochMs() + 30_000);
    expect(custody.state()).toEqual({ copied: 'secret-access-key', clearsAtEpochMs });
    await pass(29_999);
    expect(clipboard.text()).toBe('s3cret');
    await pass(1);
    expect(clipboard.text()).toBe('');
    expect(custody.state()).toBeNull();
    expect(changes).toEqual([{ copied: 'secret-access-key', clearsAtEpochMs }, null]);
  });

  it('leaves alone what the person copied meanwhile', async () => {
    const { clipboard, custody, pass } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.copyElsewhere('a shopping list');
    await pass(30_000);
    expect(clipboard.text()).toBe('a shopping list');
    expect(custody.state()).toBeNull();
  });

  it('copied again starts the 30 s anew', async () => {
    const { clipboard, clock, custody, pass } = start();
    await custody.copy(new Secret('one'), 'secret-access-key');
    await pass(20_000);
    await custody.copy(new Secret('two'), 'json');
    expect(clock.pendingTimers()).toBe(1);
    await pass(29_999);
    expect(clipboard.text()).toBe('two');
    await pass(1);
    expect(clipboard.text()).toBe('');
  });

  it('replaced by a plain copy is forgotten, and the plain text stays', async () => {
    const { clipboard, clock, changes, custody, pass } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    await custody.copyPlain(new Secret('https://gateway.example'));
    expect(changes.at(-1)).toBeNull();
    expect(clock.pendingTimers()).toBe(0);
    await pass(60_000);
    expect(clipboard.text()).toBe('https://gateway.example');
  });

  it('can be cleared at once, by the person or a locking screen', async () => {
    const { clipboard, clock, custody } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    await custody.clearNow();
    expect(clipboard.text()).toBe('');
    expect(custody.state()).toBeNull();
    expect(clock.pendingTimers()).toBe(0);
    await custody.clearNow();
    expect(clipboard.calls.filter((call) => call === 'remove')).toHaveLength(1);
  });

  it('clearing at once does not touch another text either', async () => {
    const { clipboard, custody } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.copyElsewhere('mine');
    await custody.clearNow();
    expect(clipboard.text()).toBe('mine');
  });

  it('S8 is not in the state, nor in what the custody shows of itself', async () => {
    const { custody, changes } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    expect(inspect([custody, custody.state(), changes], { depth: 9 })).not.toContain('s3cret');
  });
});

describe('S7 a clipboard that fails', () => {
  it('is not read in a loop, and what may still lie there is said', async () => {
    const { clipboard, clock, custody, pass } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.fail('remove', true);
    await pass(30_000);
    await pass(600_000);
    expect(clipboard.calls).toEqual(['writeSecret', 'remove']);
    expect(clock.pendingTimers()).toBe(0);
    expect(custody.state()).toEqual({ copied: 'secret-access-key', clearsAtEpochMs: null });
  });

  it('that keeps the text is tried again when the window gets the keyboard', async () => {
    const { clipboard, custody, pass } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    await custody.clearOverdue();
    expect(clipboard.text(), 'its time has not come').toBe('s3cret');
    clipboard.keep(true);
    await pass(30_000);
    expect(await custody.clearNow()).toBe(false);
    expect(custody.state()).toEqual({ copied: 'secret-access-key', clearsAtEpochMs: null });
    clipboard.keep(false);
    await custody.clearOverdue();
    expect(clipboard.text()).toBe('');
    expect(custody.state()).toBeNull();
  });

  it('gets one more try on quit', async () => {
    const { clipboard, custody, pass } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.fail('remove', true);
    await pass(30_000);
    clipboard.fail('remove', false);
    await custody.dispose();
    expect(clipboard.text()).toBe('');
  });

  it('a failed copy is reported, and what was copied before is still taken off', async () => {
    const { clipboard, custody, pass } = start();
    await custody.copy(new Secret('one'), 'secret-access-key');
    clipboard.fail('writeSecret', true);
    await expect(custody.copy(new Secret('two'), 'json')).rejects.toThrow('writeSecret failed');
    expect(custody.state()?.copied).toBe('secret-access-key');
    await pass(30_000);
    expect(clipboard.text()).toBe('');
  });

  it('two copies at once end with the second one in custody', async () => {
    const { clipboard, clock, custody, pass } = start();
    const release = clipboard.hold('writeSecret');
    const first = custody.copy(new Secret('one'), 'secret-access-key');
    const second = custody.copy(new Secret('two'), 'json');
    release();
    await Promise.all([first, second]);
    expect(clipboard.text()).toBe('two');
    expect(custody.state()?.copied).toBe('json');
    expect(clock.pendingTimers()).toBe(1);
    await pass(30_000);
    expect(clipboard.text()).toBe('');
  });

  it('a copy made while the old text is being compared is not cleared', async () => {
    const { clipboard, custody, clock, settle } = start();
    await custody.copy(new Secret('one'), 'secret-access-key');
    const release = clipboard.hold('remove');
    clock.advance(30_000);
    await settle();
    const second = custody.copy(new Secret('two'), 'json');
    release();
    await second;
    await settle();
    expect(clipboard.text()).toBe('two');
    expect(custody.state()?.copied).toBe('json');
  });
});

describe('S7 quitting', () => {
  it('clears before it resolves', async () => {
    const { clipboard, clock, custody } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    await custody.dispose();
    expect(clipboard.text()).toBe('');
    expect(clock.pendingTimers()).toBe(0);
  });

  it('leaves another text alone', async () => {
    const { clipboard, custody } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.copyElsewhere('mine');
    await custody.dispose();
    expect(clipboard.text()).toBe('mine');
  });

  it('does not touch the clipboard when nothing was copied', async () => {
    const { clipboard, custody } = start();
    await custody.dispose();
    expect(clipboard.calls).toEqual([]);
  });

  it('waits no longer than a second for a clipboard that hangs', async () => {
    const { clipboard, clock, custody, settle } = start();
    await custody.copy(new Secret('s3cret'), 'secret-access-key');
    clipboard.hold('remove');
    let ended = false;
    const disposing = custody.dispose().then(() => {
      ended = true;
    });
    clock.advance(999);
    await settle();
    expect(ended).toBe(false);
    clock.advance(1);
    await disposing;
  });

  it('takes no copy afterwards, and waits for one that is under way', async () => {
    const { clipboard, custody } = start();
    const release = clipboard.hold('writeSecret');
    const copying = custody.copy(new Secret('late'), 'secret-access-key').catch(() => 'refused');
    const disposing = custody.dispose();
    release();
    await disposing;
    await copying;
    expect(clipboard.text()).toBe('');
    await expect(custody.copy(new Secret('later'), 'secret-access-key')).rejects.toMatchObject({
      code: 'operation.cancelled',
    });
    await expect(custody.copyPlain(new Secret('x'))).rejects.toMatchObject({
      code: 'operation.cancelled',
    });
  });
});
