import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { batchFile } from '../../../electron/handoff/batch-file.ts';
import { credentialsBatch } from '../../../electron/handoff/credentials-script.ts';
import { toolPastes } from '../../../electron/handoff/tool-pastes.ts';
import { credentialsScriptPath } from '../../../electron/platform/paths.ts';
import { plainFolder } from '../../../electron/platform/short-path.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { readBatchFile, splitCommandLine } from '../../support/handoff/windows-grammars.ts';

/** What botocore runs on Windows for a line of a profile: its own splitting, then Python's joining. */
const asBotocoreRuns = async (command: string): Promise<readonly string[]> => {
  const script = `
import json, subprocess, sys
from botocore.compat import compat_shell_split
words = compat_shell_split(sys.argv[1], 'win32')
print(json.dumps([words, subprocess.list2cmdline(words)]))`;
  const run = promisify(execFile);
  const { stdout } = await run('/usr/bin/python3', ['-I', '-c', script, command]);
  const [words, line] = JSON.parse(stdout);
  expect(splitCommandLine(line)).toEqual(words);
  return words;
};

describe('a batch file', () => {
  const path = 'C:\\Users\\Åsa 100%\\.stowkey\\bin\\stowkey-credentials.cmd';
  const program = 'C:\\Users\\Åsa 100%\\AppData\\Local\\Programs\\Stowkey\\stowkey.exe';
  const words = (text: string, rest: string): readonly string[] => {
    const [settles, line = '', ends, ...more] = readBatchFile(text, path, rest);
    expect([settles, ends, more]).toEqual([
      'setlocal DisableDelayedExpansion',
      'exit /b ERRORLEVEL',
      [],
    ]);
    return splitCommandLine(line);
  };
  const there =
    'C:\\Users\\Åsa 100%\\.stowkey\\bin\\..\\..\\AppData\\Local\\Programs\\Stowkey\\stowkey.exe';

  test('of profiles runs the program, whatever its folder is called, and hands on what it is given', () => {
    const own = [program, '--user-data-dir=D:\\50% & more\\', '--log-level=3'];
    expect(words(credentialsBatch(path, own), 'photos')).toEqual([
      there,
      ...own.slice(1),
      '--',
      'credentials-of',
      'photos',
    ]);
    const elsewhere = credentialsBatch(path, ['D:\\Stowkey\\stowkey.exe']);
    expect(words(elsewhere, 'photos')[0]).toBe('D:\\Stowkey\\stowkey.exe');
  });

  test('that cmd would read in another code page, or take apart, is not written', () => {
    for (const unfit of ['D:\\Prøve\\stowkey.exe', 'D:\\a"&b.exe', 'D:\\a\r\nb.exe'])
      expect(() => batchFile(path, [unfit], '')).toThrow('aws-config.unfit-value');
  });

  test('that is the command has the program beside it, and waits for it', async () => {
    const file = join(import.meta.dirname, '../../../resources/windows/stowkey.cmd');
    const said = words(await readFile(file, 'utf8'), 'exec photos -- aws s3 ls "a & b"');
    expect(said).toEqual([
      'C:\\Users\\Åsa 100%\\.stowkey\\bin\\..\\..\\stowkey.exe',
      '--disable-gpu',
      '--log-level=3',
      '--',
      ...['exec', 'photos', '--', 'aws', 's3', 'ls', 'a & b'],
    ]);
  });
});

describe('a profile on Windows', () => {
  test.each([
    ['C:\\Users\\ana', 'C:\\Users\\ana', null],
    // Some tools would read \t and \n as other characters; Windows takes both cases for one.
    ['C:\\Users\\tom\\new', 'C:\\Users\\Tom\\New', null],
    ['C:\\Users\\John Doe', 'C:\\Users\\JOHNDO~1', 'C:\\Users\\JOHNDO~1'],
    // Short names are switched off, or are no better.
    ['C:\\Users\\John Doe', 'C:\\Users\\John Doe', null],
    ['C:\\Users\\José', 'C:\\Users\\José', 'C:\\Users\\JOSÉ'],
  ])('names its command in one word where it can: %s', async (home, plain, short) => {
    expect(await plainFolder(home, async () => short)).toBe(plain);
    const path = credentialsScriptPath(plain, { kind: 'default' }, 'win32');
    expect(path).toBe(`${plain}\\.stowkey\\bin\\stowkey-credentials.cmd`);
    const isOneWord = !/[ é]/.test(plain);
    if (isOneWord) expect(await asBotocoreRuns(`${path} photos`)).toEqual([path, 'photos']);
  });
});

describe('what is pasted on Windows', () => {
  const id = connectionIdSchema.parse('5f6f2a0e-7c1e-4c59-9a51-0d7d9b8f6a01');
  const script = 'C:\\Users\\Tom\\.stowkey\\bin\\stowkey-credentials.cmd';
  const pastes = toolPastes('win32', { socket: '', script, env: { SystemRoot: 'D:\\Windows' } });
  const files = (folder: string) => ({
    handle: 'backup',
    origin: 'http://127.0.0.1:38531',
    headerFile: `${folder}\\consumers\\backup`,
    tokenFile: `${folder}\\tokens\\backup`,
  });

  test('over the pipe it is our own command', () => {
    const tool = { ...files('C:\\x'), isOnly: true };
    expect(pastes.overSocket({ id, hasKeys: true }, tool).map(({ text }) => text)).toEqual([
      `${script} backup ${id}`,
      `credential_process = ${script} backup`,
    ]);
    expect(pastes.overSocket({ id, hasKeys: false }, tool).map(({ text }) => text)).toEqual([
      `stowkey token ${id} --tool backup`,
      `stowkey token ${id} --tool backup --header`,
    ]);
  });

  test('over 127.0.0.1 a profile names Windows’ curl, where its words stay words', async () => {
    const [variables, line, ...more] = pastes.overEndpoint({ id, hasKeys: true }, files('C:\\tom'));
    expect(more).toEqual([]);
    expect(variables?.text).toMatch(/^AWS_\w+=http\S+\nAWS_\w+=C:\\tom\\tokens\\backup$/);
    const [, command = ''] = line?.text.split(' = ') ?? [];
    expect(await asBotocoreRuns(command)).toEqual([
      'D:\\Windows\\System32\\curl.exe',
      ...['-q', '-sS', '-f', '--noproxy', '127.0.0.1', '-H', '@C:/tom/consumers/backup'],
      `http://127.0.0.1:38531/v1/credentials/${id}`,
    ]);
    // cmd and PowerShell find one command in it, and nothing to replace.
    expect(command).not.toMatch(/["'`%^&|<>()$!;,]/);
    const blank = pastes.overEndpoint({ id, hasKeys: true }, files('C:\\John Doe'));
    expect(blank.map(({ kind }) => kind)).toEqual(['container']);
    const [header] = pastes.overEndpoint({ id, hasKeys: false }, files('C:\\John Doe'));
    expect(splitCommandLine(header?.text ?? '')).toContain('@C:\\John Doe\\consumers\\backup');
  });
});
