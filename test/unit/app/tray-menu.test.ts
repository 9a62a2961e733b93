import { expect, it } from 'vitest';
import { closingOf } from '../../../electron/app/closing.ts';
import { type TrayItem, trayMenu } from '../../../electron/app/tray/menu.ts';
import type { ConnectionView, Question, Snapshot } from '../../../shared/schemas.ts';
import { connection, snapshot } from '../../e2e/harness/fixtures.ts';

const nowMs = Date.now();

const read = (items: readonly TrayItem[], before = ''): readonly string[] =>
  items.flatMap((item) => {
    if (item.kind === 'separator') return [`${before}-`];
    if (item.kind === 'menu') return [before + item.label, ...read(item.items, `${before}  `)];
    return [before + item.label + (item.kind === 'switch' && item.isOn ? ' (on)' : '')];
  });

const menuOf = (more: Partial<Snapshot>, question: Question | null = null) =>
  trayMenu({
    snapshot: snapshot(more),
    question,
    providerOf: (id) => ({ prefill: id === 's3-minio' ? 's3-keys' : null }),
    nowMs,
  });

const signedOut = (label: string): ConnectionView =>
  connection({ number: 1, label, needsSignIn: true });

it('offers the window, the pause and the end where all is well', () => {
  const menu = menuOf({ connections: [connection({ number: 1 })] });
  expect(menu.needsYou).toBe(false);
  expect(menu.toolTip).toBe('Stowkey');
  expect(read(menu.items)).toEqual([
    ...['Pause renewals', 'No notifications for an hour', '-'],
    ...['Open Stowkey', 'Quit Stowkey'],
  ]);
});

it('has favourites at hand by their names, with copying and renewing', () => {
  const connections = [
    connection({ number: 1, label: 'Zebra', isFavourite: true }),
    connection({ number: 2, label: 'Other' }),
    connection({ number: 3, label: 'apes', isFavourite: true }),
  ];
  const { items } = menuOf({ connections });
  expect(read(items).slice(0, 7)).toEqual([
    ...['apes', '  Show', '  Copy access key', '  Copy secret key', '  Renew', 'Zebra', '  Show'],
  ]);
  expect(read(items)).not.toContain('Other');
});

it('lists who needs the person with what mends it, and a tool that waits above all', () => {
  const question = { consumer: 'backup.sh', account: 'Photos' } as Question;
  const menu = menuOf({ connections: [signedOut('Tom & Jerry')] }, question);
  expect(menu.needsYou).toBe(true);
  expect(read(menu.items).slice(0, 3)).toEqual([
    'backup.sh wants to use Photos…',
    '-',
    'Tom && Jerry: Sign in again',
  ]);
  expect(read(menu.items)).toContain('  Show');
  expect(read(menu.items)).toContain('  Sign in');
  expect(read(menu.items)).toContain('  Copy secret key');
});

it('asks for other keys where keys are typed', () => {
  const expired = connection({
    number: 1,
    providerId: 's3-minio',
    expiresIn: -60,
    capabilities: { refresh: false, verify: true, reconnect: true, revoke: false },
  });
  expect(read(menuOf({ connections: [expired] }).items)).toContain('  Replace keys');
});

it('is no longer than a screen, however many need the person', () => {
  const connections = Array.from({ length: 12 }, () => signedOut('x'.repeat(500)));
  const lines = read(menuOf({ connections }).items);
  expect(lines).toContain('4 more…');
  expect(lines.filter((line) => /^x/.test(line))).toHaveLength(8);
  expect(Math.max(...lines.map((line) => line.length))).toBe(60);
});

it('T3 closing leaves the program where it can be found, or not at all', () => {
  const closing = { closeToTray: true, tray: true, isQuitting: false };
  expect(closingOf(closing)).toBe('stays-in-tray');
  expect(closingOf({ ...closing, tray: false })).toBe('minimises');
  expect(closingOf({ ...closing, isQuitting: true })).toBe('ends');
  expect(closingOf({ ...closing, closeToTray: false })).toBe('ends');
});

it('cuts no sign in two that stands for itself in a menu', () => {
  const [first = ''] = read(menuOf({ connections: [signedOut(`${'a'.repeat(58)}&b&c`)] }).items);
  expect(first).toBe(`${'a'.repeat(58)}&&…`);
});
