import { join } from 'node:path';
import { toItems } from '../../electron/keychain/chunks.ts';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import { makeLauncher } from '../support/app/launcher.ts';
import { programsOf } from '../support/app/release.ts';
import type { Keyring } from '../support/desktop/keyring.ts';
import { record } from '../support/fakes/secret-records.ts';
import { run, until } from '../support/processes/processes.ts';
import { makeProfile } from './profiles.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

type Beside = { readonly ours: Spread; readonly bare: Spread; readonly ratio: Spread };
export type ProgramTimes = {
  /** With an agent, beside a bare program that asks over the socket, prints and ends. */
  readonly list: Beside;
  readonly status: Beside;
  /** From nothing running to a document, beside a bare program that is ready and ends. */
  readonly first: Beside;
};

const beside = (ours: readonly number[], bare: readonly number[]): Beside => ({
  ours: spreadOf(ours),
  bare: spreadOf(bare),
  ratio: ratiosOf(ours, bare),
});

/** Runs commands of the packaged program and the bare one in turn, on a profile with ten accounts. */
export const timeProgram = async (options: {
  /** The same runtime with `bare/command.cjs`. */
  readonly bareExecutable: string;
  readonly folder: string;
  readonly keyring: Keyring;
  readonly rounds: number;
}): Promise<ProgramTimes> => {
  const { bareExecutable, folder, keyring, rounds } = options;
  const userData = join(folder, 'commands');
  const { keychainService, ids } = await makeProfile(userData, 10, keyring);
  const [id] = ids;
  if (id === undefined) throw new Error('no account');
  const keys = record(1, { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
  await keyring.setItem(keychainService, id, toItems(id, keys).main.text);
  const launcher = await makeLauncher({
    flavour: 'release',
    folder: join(folder, 'launcher'),
    userData,
  });
  const env = { ...keyring.env, ...launcher.env };

  const time = async (program: string, args: readonly string[]): Promise<number> => {
    const startedMs = performance.now();
    const done = await run(program, args, { env });
    const ms = performance.now() - startedMs;
    if (done.code !== 0 || done.stdout === '')
      throw new Error(`${args.join(' ')}: ${done.code} ${done.stderr}`);
    return ms;
  };
  const stowkey = (...args: readonly string[]) => time(launcher.path, args);
  const switches = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${join(folder, 'bare-command')}`,
    '--ozone-platform=headless',
    '--disable-gpu',
    '--log-level=3',
  ];
  const bare = (word: string) => time(bareExecutable, [...switches, '--', word]);
  const endAgent = async (): Promise<void> => {
    for (const pid of programsOf(userData)) process.kill(pid, 'SIGTERM');
    await until('the end of the agent', () => programsOf(userData).length === 0 || undefined);
  };

  const { socket } = agentPaths(userData, process.platform);
  const times = {
    list: [] as number[],
    status: [] as number[],
    asked: [] as number[],
    first: [] as number[],
    ready: [] as number[],
  };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const one = {
        ready: await bare('ready'),
        first: await stowkey('credentials', id),
        list: await stowkey('list'),
        asked: await bare(socket),
        status: await stowkey('status', id),
      };
      await endAgent();
      // The first round only warms up.
      if (round < 0) continue;
      for (const name of Object.keys(times) as (keyof typeof times)[]) times[name].push(one[name]);
    }
    return {
      list: beside(times.list, times.asked),
      status: beside(times.status, times.asked),
      first: beside(times.first, times.ready),
    };
  } finally {
    await endAgent();
  }
};
