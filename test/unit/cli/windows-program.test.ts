import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandFailure } from '../../../electron/cli/failure.ts';
import { runProgram } from '../../../electron/cli/run-program.ts';
import { windowsCall, withVariables } from '../../../electron/cli/windows-program.ts';
import { commandProblems } from '../../../shared/words/command-line.ts';
import { readCmdArgument, splitCommandLine } from '../../support/handoff/windows-grammars.ts';

const env = { Path: 'C:\\Tools;"C:\\Program Files\\Amazon";relative;.', SYSTEMROOT: 'D:\\Windows' };
const files = new Set([
  'C:\\Tools\\aws.cmd',
  'C:\\Program Files\\Amazon\\aws.exe',
  'C:\\Program Files\\Amazon\\rclone.exe',
  'relative\\evil.exe',
  'C:\\My Tools\\x.exe',
]);
const call = (...command: string[]) => windowsCall(command, env, (path) => files.has(path));
const lineOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return error.line;
  }
};

describe('exec on Windows', () => {
  test('finds a program by its path or in PATH, the first folder first, and nowhere else', () => {
    const args = ['s3', 'ls', 'a "b" %c%'];
    const file = 'C:\\Program Files\\Amazon\\rclone.exe';
    expect(call('rclone', ...args)).toEqual({ file, args, isVerbatim: false });
    expect(call('RCLONE.EXE'.toLowerCase())).toMatchObject({ file });
    expect(call('C:\\My Tools\\x')).toMatchObject({ file: 'C:\\My Tools\\x.exe' });
    expect(call('aws').file).toBe('D:\\Windows\\System32\\cmd.exe');
    for (const absent of ['evil', 'nothing', 'C:\\Tools\\nothing.exe'])
      expect(lineOf(() => call(absent))).toBe(commandProblems['no-program']);
  });

  test('a batch file gets its arguments as they are, or is not begun', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'ab "\\^&|<>()!\'%\n;,='.split('')) });
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 4 }), (args) => {
        const isUnfit = args.some((each) => /[%\n]/.test(each));
        const said = lineOf(() => call('aws', ...args));
        expect(said).toBe(isUnfit ? commandProblems['unfit-argument'] : null);
        if (isUnfit) return;
        const { args: given, isVerbatim } = call('aws', ...args);
        expect(isVerbatim).toBe(true);
        expect(given.slice(0, -1)).toEqual(['/e:ON', '/v:OFF', '/d', '/c']);
        const line = readCmdArgument(given.at(-1) ?? '');
        expect(splitCommandLine(line)).toEqual(['C:\\Tools\\aws.cmd', ...args]);
      }),
    );
  });

  test('a variable is set and unset in whatever case it stood there', () => {
    const before = { Path: 'x', aws_profile: 'work', Aws_Region: 'old', OTHER: 'y' };
    const changes = [
      ['AWS_PROFILE', null],
      ['AWS_REGION', 'new'],
    ] as const;
    const after = { Path: 'x', OTHER: 'y', AWS_REGION: 'new' };
    expect(withVariables(before, changes)).toEqual(after);
  });

  test('the command has them in its environment, this program has not, and its exit code is told', async () => {
    const script = "process.exit(process.env.AWS_ACCESS_KEY_ID === 'a key' ? 7 : 8)";
    const code = await runProgram(
      { file: process.execPath, args: ['-e', script], isVerbatim: false },
      withVariables({}, [['AWS_ACCESS_KEY_ID', 'a key']]),
    );
    expect(code).toBe(7);
    expect(process.env.AWS_ACCESS_KEY_ID).not.toBe('a key');
  });
});
