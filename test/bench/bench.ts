/**
 * Measures what the product costs beside the bare thing, and prints a table; the figures with every
 * single run are in `test-output/bench.json`.
 *
 * `npm run bench -- start` measures a part: `start`, `idle`, `push`, `renewals`, `list`, `redirect`, `keychain`,
 * `command-line`, `commands` or `endpoint`. BENCH_ROUNDS says how many rounds of starts there are.
 *
 * A report, not a test: a missed target is shown as such and fails nothing.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { resolveElectronRuntime } from '../support/app/electron-runtime.ts';
import { packageApp, projectFolder } from '../support/app/package-app.ts';
import { startDisplay } from '../support/desktop/display.ts';
import { type Keyring, startKeyring } from '../support/desktop/keyring.ts';
import { prepareSystem } from '../support/desktop/system-packages.ts';
import { run } from '../support/processes/processes.ts';
import { startToolsWorld, type ToolsWorld } from '../support/worlds/tools-world.ts';
import { timeCommands } from './command-line.ts';
import { timeProgram } from './commands.ts';
import { timeEndpoint } from './endpoint.ts';
import { timeIdle } from './idle.ts';
import { timeKeychain } from './keychain.ts';
import { timeList } from './list.ts';
import { makePrograms } from './programs.ts';
import { timePushes } from './push.ts';
import { timeRedirects } from './redirect.ts';
import { timeRenewals } from './renewals.ts';
import {
  type Line,
  linesOfCommands,
  linesOfEndpoint,
  linesOfIdle,
  linesOfKeychain,
  linesOfList,
  linesOfProgram,
  linesOfPush,
  linesOfRedirect,
  linesOfRenewals,
  linesOfStarts,
  table,
} from './report.ts';
import { timeStarts } from './starts.ts';

const words = process.argv.slice(2).filter((word) => word !== '--');
const wants = (part: string): boolean => words.length === 0 || words.includes(part);
const startRounds = Number(process.env.BENCH_ROUNDS ?? 9);
const output = join(projectFolder, 'test-output');

const buildPrograms = async () => {
  const runtime = await resolveElectronRuntime();
  if (runtime.kind === 'none') {
    console.log(`\nNo Electron to measure with: ${runtime.reason}`);
    return null;
  }
  const builder = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const built = await run(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
  });
  if (built.code !== 0) throw new Error(`the build failed: ${built.stderr}`);
  const release = await packageApp('release', runtime);
  return { runtime, programs: await makePrograms(release.folder, join(output, 'bench')) };
};
type Built = NonNullable<Awaited<ReturnType<typeof buildPrograms>>>;

const measureStarts = async ({ programs, runtime }: Built, folder: string, keyring: Keyring) => {
  const screen = await startDisplay();
  try {
    const times = await timeStarts({
      programs,
      folder,
      keyring,
      env: { ...keyring.env, DISPLAY: screen.display },
      rounds: startRounds,
    });
    return { runtime: { kind: runtime.kind, version: runtime.version }, ...times };
  } finally {
    await screen.close();
  }
};

const inToolsWorld = async <Times>(
  measure: (world: ToolsWorld) => Promise<Times>,
): Promise<Times> => {
  // As packages log.
  const world = await startToolsWorld({ keysLiveSeconds: 900, minimumLevel: 'info' });
  try {
    return await measure(world);
  } finally {
    await world.close();
  }
};

const system = await prepareSystem();
if (!system.ready) {
  console.error(`\n${system.say}\n`);
  process.exit(1);
}
await mkdir(output, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'stowkey-bench-'));
const keyring = await startKeyring();
const leaveKeyring = keyring.applyTo(process.env);
try {
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    memoryMib: Math.round(totalmem() / 1024 ** 2),
    loadBefore: loadavg(),
  };
  const built = ['start', 'idle', 'commands'].some(wants) ? await buildPrograms() : null;
  const starts =
    built !== null && wants('start') ? await measureStarts(built, folder, keyring) : null;
  const idle =
    built !== null && wants('idle')
      ? await timeIdle({ programs: built.programs, folder, keyring })
      : null;
  const program =
    built !== null && wants('commands')
      ? await timeProgram({
          bareExecutable: built.programs.bareCommand,
          folder,
          keyring,
          rounds: startRounds,
        })
      : null;
  const push = wants('push') ? await timePushes(folder, keyring, 25) : null;
  const renewals = wants('renewals') ? await timeRenewals(folder, keyring, 100) : null;
  const list = wants('list') ? timeList(24) : null;
  const redirect = wants('redirect') ? await timeRedirects(folder, 25) : null;
  const keychain = wants('keychain') ? await timeKeychain(25) : null;
  const commands = wants('command-line')
    ? await inToolsWorld((world) => timeCommands(world, 25))
    : null;
  const endpoint = wants('endpoint') ? await inToolsWorld(timeEndpoint) : null;
  const lines: readonly Line[] = [
    ...(starts === null ? [] : linesOfStarts(starts)),
    ...(idle === null ? [] : linesOfIdle(idle)),
    ...(push === null ? [] : linesOfPush(push)),
    ...(renewals === null ? [] : linesOfRenewals(renewals)),
    ...(list === null ? [] : linesOfList(list)),
    ...(redirect === null ? [] : linesOfRedirect(redirect)),
    ...(keychain === null ? [] : linesOfKeychain(keychain)),
    ...(commands === null ? [] : linesOfCommands(commands)),
    ...(program === null ? [] : linesOfProgram(program)),
    ...(endpoint === null ? [] : linesOfEndpoint(endpoint)),
  ];
  const report = {
    machine: { ...machine, loadAfter: loadavg() },
    lines,
    starts,
    idle,
    push,
    renewals,
    list,
    redirect,
    keychain,
    commands,
    program,
    endpoint,
  };
  const json = JSON.stringify(report, null, 2);
  await writeFile(join(output, 'bench.json'), `${json}\n`);
  console.log(json);
  console.log(`\n${table(lines)}`);
  const load = [machine.loadBefore, report.machine.loadAfter].map(([minute]) => minute?.toFixed(1));
  console.log(
    `\n${machine.processors} x ${machine.processor}, load ${load.join(' to ')}; ` +
      `median (quartiles)${built === null ? '' : `; Electron ${built.runtime.version}, ${built.runtime.kind}`}`,
  );
} finally {
  leaveKeyring();
  await keyring.close();
  await rm(folder, { recursive: true, force: true });
}
