import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAgentClient } from '../../../electron/cli/agent-client.ts';
import { createCommandFolders } from '../../../electron/cli/command-folders.ts';
import { type Finished, runCommandLine } from '../../../electron/cli/run.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import type { Account } from '../../../shared/agent-schemas.ts';
import { commandNames, usageLine } from '../../../shared/words/command-line.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { startToolAgent, type ToolAgent, type ToolCalls } from '../../support/agent/tool-agent.ts';

const photos: Account = {
  name: 'photos',
  id: '5f6f2a0e-7c1e-4c59-9a51-0d7d9b8f6a01' as Account['id'],
  provider: 'storx' as Account['provider'],
  place: 'gateway.example',
  state: 'valid',
  expiresAt: '2030-01-01T00:00:00Z',
  renews: true,
  holds: { s3Keys: true, accessToken: false },
};

const oneLine = /^stowkey: \P{Cc}+\n$/u;

describe('a command line', () => {
  let folder: string;
  let agents: ToolAgent[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowkey-cli-'));
    agents = [];
  });
  afterEach(async () => {
    for (const agent of agents) await agent.close();
    await rm(folder, { recursive: true, force: true });
  });

  const startAgent = async (
    calls: ToolCalls,
    consumers?: readonly string[],
  ): Promise<ToolAgent> => {
    const agent = await startToolAgent(folder, calls, consumers);
    agents.push(agent);
    return agent;
  };
  const neverStarted = (): void => {
    throw new Error('an agent that runs was started');
  };
  const command = (
    words: readonly string[],
    {
      start = neverStarted,
      input = '',
      typed = [],
      ...onWindows
    }: Partial<Pick<Parameters<typeof runCommandLine>[1], 'platform' | 'runHere'>> & {
      start?: () => void;
      input?: string;
      typed?: string[];
    } = {},
  ): Promise<Finished> =>
    runCommandLine(words, {
      version: '1.2.3',
      agent: createAgentClient(agentPaths(folder, process.platform), start),
      showWindow: async () => {},
      examineHere: async () => [{ subject: 'browser', finding: 'browser.there', params: {} }],
      readInput: async () => input,
      readLines: async () => input.split('\n'),
      askSecretly: async () => typed.shift() ?? '',
      tell: async () => {},
      print: async () => {},
      onInterrupt: () => {},
      serveAssistant: async () => {},
      loanFolders: createCommandFolders(agentPaths(folder, process.platform).loansFolder),
      commandFolders: createCommandFolders(agentPaths(folder, process.platform).commandsFolder),
      platform: 'linux',
      runHere: async () => {
        throw new Error('the launcher runs commands');
      },
      ...onWindows,
    });

  test('the doctor says what it can where nobody answers, in lines and in JSON of a stated version', async () => {
    await startAgent({
      doctor: () => [
        { subject: 'keychain', finding: 'keychain.works', params: {} },
        { subject: 'folders', finding: 'folders.open', params: { path: '~/a b', mode: '0755' } },
      ],
    });
    const asked = await command(['doctor', '--json']);
    expect(asked.exitCode).toBe(1);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      version: 1,
      checks: [
        { subject: 'keychain', finding: 'keychain.works', state: 'fine', mend: null },
        { subject: 'folders', state: 'wrong', command: "chmod 700 '~/a b'" },
      ],
    });
    for (const agent of agents.splice(0)) await agent.close();
    await startAgent({
      doctor: () => {
        throw new AppError('consumer.not-allowed');
      },
    });
    const alone = await command(['doctor']);
    expect(alone.exitCode).toBe(1);
    expect(alone.stdout).toContain('Fine   Browser: Pages can be opened in your browser.');
    expect(alone.stdout).toMatch(/^Wrong {2}Access for tools: No answer: /m);
  });

  test('T6 unlocks, makes and changes a vault with what was typed or stood on standard input', async () => {
    const asked: unknown[] = [];
    const until = (locksAtEpochMs: number | null) => ({
      open: true,
      locksAtEpochMs,
      keychainFound: false,
    });
    await startAgent({
      unlock: (given) => {
        asked.push(given);
        return until(null);
      },
      createVault: (given) => {
        asked.push(given);
        return until(1_800_000_000_000);
      },
      changePassphrase: (given) => void asked.push(given),
      lock: () => void asked.push('lock'),
      moveToVault: (given) => {
        asked.push(given);
        return until(null);
      },
      moveToKeychain: () => void asked.push('move'),
    });
    const [old, fresh] = [' old, with blanks ', 'a passphrase of its own'];
    const quietly = { exitCode: 0, stderr: '' };
    expect(await command(['unlock'], { typed: [old] })).toMatchObject(quietly);
    expect(await command(['unlock', '--for', '1h', '--stdin'], { input: old })).toMatchObject({
      ...quietly,
      stdout: 'Unlocked until Stowkey ends, you lock it or the screen locks.\n',
    });
    const made = await command(['unlock', '--create'], { typed: [fresh, fresh] });
    expect(made.stdout).toMatch(/^Unlocked until .*2027.*\.\n$/);
    const lines = `${old}\n${fresh}`;
    await command(['unlock', '--new-passphrase', '--stdin'], { input: lines });
    expect(await command(['lock'])).toMatchObject({ ...quietly, stdout: 'Locked.\n' });
    const toVault = await command(['move', 'vault'], { typed: [fresh, fresh] });
    expect(toVault.stdout).toMatch(/^Your keys are in the vault file now\.\nUnlocked until .*\n$/);
    expect((await command(['move', 'keychain'])).stdout).toContain('The vault file is gone.');
    const all = [
      { passphrase: old },
      { passphrase: old, minutes: 60 },
      { passphrase: fresh, inPlace: false, leavesKeys: false },
      { from: old, to: fresh },
      'lock',
      { passphrase: fresh },
      'move',
    ];
    expect(asked).toEqual(all);

    const refused = [
      await command(['unlock', '--create'], { typed: ['short', 'short'] }),
      await command(['unlock', '--create'], { typed: [fresh, `${fresh}r`] }),
      await command(['unlock', '--create', '--stdin'], { input: lines }),
      await command(['unlock', '--stdin'], { input: '' }),
      await command(['unlock', '--create', '--for', '5m'], { typed: [fresh, fresh] }),
      await command(['unlock', '--in-place'], { typed: [old] }),
      await command(['unlock', '--leave-keys'], { typed: [old] }),
      await command(['move', 'vault'], { typed: ['short', 'short'] }),
    ];
    for (const { exitCode, stdout, stderr } of refused) {
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(oneLine);
    }
    for (const words of [['unlock', '--for', '2m'], ['move'], ['move', 'elsewhere']])
      expect((await command(words)).exitCode).toBe(2);
    expect(asked).toEqual(all);
  });

  test('lists accounts as a table, as names and as JSON of a stated version', async () => {
    const foreign = { ...photos, name: 'a\u001b[2J\u202eb', expiresAt: null };
    await startAgent({ list: () => [photos, foreign] });
    expect((await command(['list'])).stdout).toBe(
      [
        'NAME     PROVIDER  STATE  UNTIL                 ID',
        `photos   storx     valid  2030-01-01T00:00:00Z  ${photos.id}`,
        `a\ufffd[2J\ufffdb  storx     valid  -                     ${photos.id}`,
        '',
      ].join('\n'),
    );
    expect((await command(['list', '--names'])).stdout).toBe('photos\na\ufffd[2J\ufffdb\n');
    expect(JSON.parse((await command(['list', '--json'])).stdout)).toEqual({
      version: 1,
      accounts: [photos, foreign],
    });
  });

  test.each([
    ['valid', 0],
    ['expiring', 3],
    ['expired', 4],
    ['sign-in-needed', 5],
    ['unavailable', 1],
  ] as const)('status of an account that is %s ends with %i', async (state, exitCode) => {
    await startAgent({ status: () => ({ ...photos, state }) });
    const done = await command(['status', 'photos', '--json']);
    expect(done).toMatchObject({ stderr: '', exitCode });
    expect(JSON.parse(done.stdout)).toEqual({ version: 1, account: { ...photos, state } });
  });

  test('prints what other commands ask for, and nothing else', async () => {
    const secret = "a'b\\c$d";
    await startAgent({
      token: () => ({ token: 'abc', expiresAt: null }),
      environment: () => ({
        variables: [
          ['AWS_SECRET_ACCESS_KEY', secret],
          ['AWS_PROFILE', null],
        ],
        config: null,
      }),
      status: () => photos,
      copy: ({ format }) => ({ clearsAtEpochMs: format === 'env-sh' ? 0 : null }),
      renew: () => photos,
      verify: () => photos,
      connect: () => {},
    });
    const printed = async (...words: readonly string[]): Promise<string> => {
      const { stdout, ...rest } = await command(words);
      expect(rest).toEqual({ stderr: '', exitCode: 0 });
      return stdout;
    };
    expect(await printed('token', 'p')).toBe('abc\n');
    expect(await printed('token', 'p', '--header')).toBe('Authorization: Bearer abc\n');
    expect(await printed('env', 'p')).toContain(`AWS_SECRET_ACCESS_KEY='a'\\''b'\\\\'c$d'`);
    expect(await printed('copy', 'p', '--json')).toContain('1970-01-01T00:00:00.000Z');
    expect(await printed('renew', 'p', '--json')).toContain('"version": 1');
    expect(await printed('verify', 'p')).toContain('photos');
    expect(await printed('connect', 'storx')).toBe('');
    expect(await printed('agent')).toContain('9.9.9');
    expect(await printed('--version')).toBe('1.2.3\n');
    for (const name of commandNames) {
      const help = await printed('help', name);
      expect(help).toContain(usageLine(name));
      expect(await printed(name, '--help')).toBe(help);
    }
  });

  test.each([
    [[]],
    [['nothing']],
    [['status']],
    [['status', '']],
    [['status', 'a', 'b']],
    [['status', 'a', '--header']],
    [['status', 'a', '--json=yes']],
    [['list', 'a']],
    [['env', 'a', '--shell', 'tcsh']],
    [['env', 'a', '--shell']],
    [['copy', 'a', '--as', 'nothing']],
    [['connect', 'oidc', '--json']],
    [['connect', 'oidc', '--device-code', '--field']],
    [['completion', 'tcsh']],
    [['help', 'a', 'b']],
    [['exec-script', 'a', 'b']],
    [['exec-script', 'a', '--', '-b']],
    [['credentials-of', '../command-line']],
  ])('is refused with 2 and one line where it is wrong: %j', async (words) => {
    const done = await command(words);
    expect(done).toMatchObject({ stdout: '', exitCode: 2 });
    expect(done.stderr).toMatch(oneLine);
  });

  test('says in one line why there is no document', async () => {
    await startAgent({
      status: () => {
        throw new AppError('account.ambiguous', {
          params: { matches: 'one\nline, \u001b[31mtwo' },
        });
      },
      credentials: () => {
        throw new AppError('consumer.refused');
      },
    });
    for (const words of [
      ['status', 'p'],
      ['credentials', 'p'],
    ]) {
      const done = await command(words);
      expect(done).toMatchObject({ stdout: '', exitCode: 1 });
      expect(done.stderr).toMatch(oneLine);
    }
  });

  test('A9 an agent killed in the middle of its answer leaves nothing on stdout', async () => {
    const { socket } = agentPaths(folder, process.platform);
    const agent = await startAgent({});
    await agent.close();
    const killed = createServer((connection) => {
      connection.once('data', () => {
        const half = 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"Version":1,';
        connection.write(half, () => connection.destroy());
      });
    });
    await new Promise<void>((resolve) => killed.listen(socket, resolve));
    agents.push({ askedBy: [], close: async () => void killed.close() });
    const done = await command(['credentials', 'photos']);
    expect(done).toMatchObject({ stdout: '', exitCode: 1 });
    expect(done.stderr).toMatch(oneLine);
  });

  test('starts an agent where none listens, once, and waits for it', async () => {
    let starts = 0;
    const start = (): void => {
      starts += 1;
      void startAgent({ list: () => [photos] });
    };
    expect((await command(['list', '--names'], { start })).stdout).toBe('photos\n');
    expect(starts).toBe(1);
  });

  test('an agent that gives way is asked until another answers', async () => {
    let asked = 0;
    await startAgent({
      list: () => {
        asked += 1;
        if (asked === 1) throw new AppError('agent.leaving');
        return [photos];
      },
    });
    expect((await command(['list', '--names'], { start: () => {} })).stdout).toBe('photos\n');
  });

  test.each([
    ['revoked', (header: string) => writeFile(header, 'Authorization: Bearer spent')],
    ['taken away with its file', (header: string) => rm(header)],
  ])('A3 hears at once that its access was %s', async (_, take) => {
    const agent = await startAgent({ list: () => [photos] });
    await take(agentPaths(folder, process.platform).commandLineHeader);
    const unknown = errorLine({ code: 'consumer.unknown', params: {} });
    for (const words of [['list'], ['credentials', 'photos']])
      expect(await command(words)).toEqual({
        stdout: '',
        stderr: `stowkey: ${unknown}\n`,
        exitCode: 1,
      });
    expect(agent.askedBy).toEqual([null, null]);
  });

  test('each consumer asks with its own token', async () => {
    const credentials = () => ({
      Version: 1 as const,
      AccessKeyId: 'a',
      SecretAccessKey: 'b',
      Expiration: '2030-01-01T00:00:00Z',
    });
    const agent = await startAgent({ credentials }, ['command-line', 'backup']);
    const done = await command(['credentials-of', 'backup']);
    expect(JSON.parse(done.stdout)).toEqual(credentials());
    expect(agent.askedBy).toEqual(['backup']);
    // One that has several says which.
    expect((await command(['credentials-of', 'backup', photos.id])).exitCode).toBe(0);
  });

  test.each([
    ['keys', [], 'commands', []],
    ['a loan', ['--endpoint'], 'loans', ['5f6f2a0e-7c1e-4c59-9a51-0d7d9b8f6a01']],
  ] as const)(
    'on Windows exec waits for the command, then ends what it had: %s',
    async (...row) => {
      const [, options, files, ended] = row;
      const takenBack: string[] = [];
      const place: [string, string][] = [['AWS_REGION', 'auto']];
      await startAgent({
        environment: () => ({ variables: [['AWS_ACCESS_KEY_ID', 'a key']], config: 'of ours' }),
        lend: () => ({
          loan: photos.id,
          url: 'http://127.0.0.1:1/',
          token: 't',
          place,
          config: null,
        }),
        takeBack: ({ loan }) => void takenBack.push(loan),
      });
      const filesBelow = (): Promise<string[]> =>
        readdir(join(agentPaths(folder, 'linux').folder, files), { recursive: true });
      const done = await command(['exec', 'photos', ...options, '--', 'tool', 'a b', '--json'], {
        platform: 'win32',
        runHere: async (words, variables) => {
          expect(words).toEqual(['tool', 'a b', '--json']);
          const given = new Map(variables);
          expect(given.get('AWS_SHARED_CREDENTIALS_FILE')).toBe('NUL');
          if (files === 'commands')
            expect(await readFile(given.get('AWS_CONFIG_FILE') ?? '', 'utf8')).toBe('of ours');
          else
            expect([given.get('AWS_CONFIG_FILE'), given.get('AWS_REGION')]).toEqual([
              'NUL',
              'auto',
            ]);
          expect(await filesBelow()).not.toEqual([]);
          return 7;
        },
      });
      expect(done).toEqual({ stdout: '', stderr: '', exitCode: 7 });
      expect(takenBack).toEqual(ended);
      expect(await filesBelow()).toEqual([]);
    },
  );

  test('A3 a token that others can read, or a link to one, is not used', async () => {
    const agent = await startAgent({ list: () => [photos] });
    const { commandLineHeader, folder: agentFolder } = agentPaths(folder, process.platform);
    await chmod(commandLineHeader, 0o644);
    const readable = await command(['list']);
    await rm(commandLineHeader);
    await writeFile(join(folder, 'elsewhere'), 'Authorization: Bearer x\n', { mode: 0o600 });
    await symlink(join(folder, 'elsewhere'), commandLineHeader);
    const linked = await command(['list']);
    await chmod(agentFolder, 0o755);
    const open = await command(['list']);
    for (const done of [readable, linked, open])
      expect(done).toMatchObject({ stdout: '', exitCode: 1 });
    expect(agent.askedBy).toEqual([]);
  });
});
