import { describe, expect, it } from 'vitest';
import { findRefusedSwitch, refusalText, type Start } from '../../../electron/app/command-line.ts';

const release: Start = {
  arguments: [],
  packaged: true,
  inspectorActive: false,
  platform: 'linux',
  isRoot: false,
};
const startedWith = (...list: string[]): string | null =>
  findRefusedSwitch({ ...release, arguments: list });

describe('the command line of a release build', () => {
  it.each([
    ['--remote-debugging-port=9222', 'remote-debugging-port'],
    ['-remote-debugging-port=9222', 'remote-debugging-port'],
    ['--remote-debugging-pipe', 'remote-debugging-pipe'],
    ['--no-sandbox', 'no-sandbox'],
    ['--disable-web-security', 'disable-web-security'],
    ['--load-extension=/tmp/x', 'load-extension'],
    ['--js-flags=--expose-gc', 'js-flags'],
    ['--ignore-certificate-errors', 'ignore-certificate-errors'],
    ['--renderer-cmd-prefix=gdb', 'renderer-cmd-prefix'],
    ['--gpu-launcher=sh', 'gpu-launcher'],
    ['--host-resolver-rules=MAP * 127.0.0.1', 'host-resolver-rules'],
    ['--proxy-server=evil', 'proxy-server'],
    ['--log-net-log=/tmp/x', 'log-net-log'],
    ['--inspect=0', 'inspect'],
    ['--inspect-brk', 'inspect-brk'],
    ['--enable-logging', 'enable-logging'],
    ['--a-switch-of-next-year', 'a-switch-of-next-year'],
    ['---', '-'],
  ])('W10 refuses %s', (argument, name) => {
    expect(startedWith(argument)).toBe(name);
    expect(startedWith('file', argument)).toBe(name);
  });

  it.each([
    '--user-data-dir=/tmp/profile',
    '--lang=de',
    '--ozone-platform-hint=auto',
    '--disable-gpu',
    '-',
    'a plain argument',
    'remote-debugging-port=9222',
  ])('takes %s', (argument) => {
    expect(startedWith(argument)).toBeNull();
  });

  it('W10 takes what follows a bare -- as Chromium does: as plain arguments', () => {
    expect(startedWith('--', '--remote-debugging-port=1')).toBeNull();
    expect(startedWith('--remote-debugging-port=1', '--')).toBe('remote-debugging-port');
  });

  it('W10 knows that / begins a switch on Windows', () => {
    const start: Start = { ...release, arguments: ['/remote-debugging-port=1'] };
    expect(findRefusedSwitch(start)).toBeNull();
    expect(findRefusedSwitch({ ...start, platform: 'win32' })).toBe('remote-debugging-port');
  });

  it('W10 lets root take the sandbox away, for there Chromium does not start with it', () => {
    const start: Start = { ...release, isRoot: true, arguments: ['--no-sandbox'] };
    expect(findRefusedSwitch(start)).toBeNull();
    expect(findRefusedSwitch({ ...start, arguments: ['--no-sandbox', '--js-flags=x'] })).toBe(
      'js-flags',
    );
  });

  it('takes what the test build is driven by: a node inspector and the port', () => {
    const list = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox'];
    expect(findRefusedSwitch({ ...release, arguments: list })).toBe('inspect');
    expect(findRefusedSwitch({ ...release, arguments: list, inspectorActive: true })).toBeNull();
    expect(findRefusedSwitch({ ...release, arguments: list, packaged: false })).toBeNull();
  });

  it('names the switch, and repeats no strange one', () => {
    expect(refusalText('js-flags')).toContain('--js-flags');
    expect(refusalText('x\u001b[2J')).not.toContain('\u001b');
  });
});
