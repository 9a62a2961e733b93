import { describe, expect, it } from 'vitest';
import {
  argumentRefusal,
  findRefusedArgument,
  type StartConditions,
} from '../../../electron/app/command-line.ts';
import { refusalLine } from '../../../shared/words/program.ts';
import { spellingsOf } from '../../support/app/hostile-start.ts';

const release: StartConditions = {
  arguments: [],
  packaged: true,
  inspectorActive: false,
  platform: 'linux',
  isRoot: false,
};
const startedWith = (...list: string[]): string | null =>
  findRefusedArgument({ ...release, arguments: list });

describe('the command line of a release build', () => {
  it.each([
    '--remote-debugging-pipe',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--js-flags=--expose-gc',
    '--ignore-certificate-errors',
    '--renderer-cmd-prefix=gdb',
    '--gpu-launcher=sh',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=evil',
    '--log-net-log=/tmp/x',
    '--inspect=0',
    '--inspect-brk',
    '--enable-logging',
    '--a-switch-of-next-year',
    '--lang_x',
    ' x',
    '---',
    '--',
    '-',
    '',
  ])('W10 refuses %s', (argument) => {
    expect(startedWith(argument)).toBe(argument);
    expect(startedWith('file', argument)).toBe(argument);
  });

  it.each(spellingsOf('remote-debugging-port=9222').map((text) => [JSON.stringify(text), text]))(
    'W12 refuses %s',
    (_shown, argument) => {
      for (const platform of ['linux', 'darwin', 'win32'] as const) {
        // Elsewhere a `/` begins a path.
        if (argument.startsWith('/') && platform !== 'win32') continue;
        const start: StartConditions = { ...release, platform, arguments: [argument] };
        expect(findRefusedArgument(start), platform).toBe(argument);
      }
    },
  );

  it('W12 takes a switch of its own in one spelling', () => {
    expect(startedWith('--lang=de')).toBeNull();
    for (const argument of spellingsOf('lang=de')) {
      if (argument === '--lang=de' || argument.startsWith('/')) continue;
      expect(startedWith(argument)).toBe(argument);
    }
  });

  it.each([
    '--user-data-dir=/tmp/profile',
    '--class=stowkey',
    '--disable-dev-shm-usage',
    '--disable-gpu',
    '--display=:1',
    '--enable-wayland-ime',
    '--force-device-scale-factor=2',
    '--lang=de',
    '--ozone-platform=wayland',
    '--ozone-platform-hint=auto',
    'a plain argument',
    '/home/x/a file',
    '~/x',
    './x',
    'file:///x',
    'überweisung.pdf',
    'remote-debugging-port=9222',
  ])('takes %s', (argument) => {
    expect(startedWith(argument)).toBeNull();
  });

  it('W10 lets root take the sandbox away, for there Chromium does not start with it', () => {
    const start: StartConditions = { ...release, isRoot: true, arguments: ['--no-sandbox'] };
    expect(findRefusedArgument(start)).toBeNull();
    expect(findRefusedArgument({ ...start, arguments: ['--no-sandbox', '--js-flags=x'] })).toBe(
      '--js-flags=x',
    );
    expect(findRefusedArgument({ ...start, arguments: [' --no-sandbox'] })).toBe(' --no-sandbox');
  });

  it('takes what older macOS passes from the Finder, and nowhere else', () => {
    expect(startedWith('-psn_0_1')).toBe('-psn_0_1');
    const start: StartConditions = { ...release, platform: 'darwin', arguments: ['-psn_0_1'] };
    expect(findRefusedArgument(start)).toBeNull();
  });

  it('takes what the test build is driven by: a node inspector and the port', () => {
    const list = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox'];
    expect(findRefusedArgument({ ...release, arguments: list })).toBe('--inspect=0');
    expect(findRefusedArgument({ ...release, arguments: list, inspectorActive: true })).toBeNull();
    expect(findRefusedArgument({ ...release, arguments: list, packaged: false })).toBeNull();
  });

  it('names the switch, and repeats neither its value nor a strange one', () => {
    const lineFor = (argument: string) => refusalLine(argumentRefusal(argument));
    expect(lineFor('--js-flags=secret')).toMatch(/--js-flags is not a switch that it takes$/);
    expect(lineFor('x\u001b[2J')).not.toContain('\u001b');
  });
});
