/**
 * Starts Stowkey from the sources, and builds and starts it anew at each change: `npm run dev`.
 * What follows goes to Electron: `npm run dev -- --inspect`.
 *
 * The bundles are those of `npm run build` but for their source maps: same `app://bundle`, same
 * content security policy, no development server. So what runs here runs in a package.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unwantedVariables } from '../electron/app/environment.ts';
import {
  type ElectronRuntime,
  resolveElectronRuntime,
} from '../test/support/app/electron-runtime.ts';
import { projectFolder } from '../test/support/app/package-app.ts';
import { type Keyring, startKeyring } from '../test/support/desktop/keyring.ts';
import { prepareSystem } from '../test/support/desktop/system-packages.ts';
import { endProcess } from '../test/support/processes/processes.ts';
import { watchBundles } from './watch-bundles.ts';

let program: ChildProcess | undefined;
let keyring: Keyring | undefined;
let isEnding = false;

const end = async (exitCode: number): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  if (program !== undefined) await endProcess(program);
  await keyring?.close();
  process.exit(exitCode);
};
process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));

type Launch = {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

const launchOf = (runtime: ElectronRuntime): Launch | Promise<Launch> =>
  runtime.kind === 'stand-in'
    ? launchOfStandIn(runtime)
    : { executablePath: runtime.executablePath, args: [projectFolder], env: process.env };

/**
 * The stand-in gets a keychain and a profile that are thrown away: it is not for real accounts. It
 * takes no folder as an argument, so the project is linked to where a runtime looks first.
 */
const launchOfStandIn = async (runtime: ElectronRuntime): Promise<Launch> => {
  const system = await prepareSystem();
  if (!system.ready) throw new Error(system.say);
  const folder = join(projectFolder, 'test-output/dev-runtime');
  await rm(folder, { recursive: true, force: true });
  await cp(runtime.distPath, folder, { recursive: true });
  await symlink(projectFolder, join(folder, 'resources/app'));
  keyring = await startKeyring();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    executablePath: join(folder, 'electron'),
    args: [...sandbox, `--user-data-dir=${join(keyring.home, 'profile')}`],
    env: { ...keyring.env, DISPLAY: process.env.DISPLAY, XAUTHORITY: process.env.XAUTHORITY },
  };
};

/** With these the program would leave and start over by itself, out of our sight. */
const withoutUnwanted = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const unwanted = unwantedVariables(env, process.platform);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !unwanted.includes(name)));
};

const createStarter = async (runtime: ElectronRuntime): Promise<() => Promise<void>> => {
  const { executablePath, args, env } = await launchOf(runtime);
  const environment = withoutUnwanted(env);
  return async () => {
    const previous = program;
    previous?.removeAllListeners('exit');
    if (previous !== undefined) await endProcess(previous);
    if (isEnding) return;
    program = spawn(executablePath, [...process.argv.slice(2), ...args], {
      env: environment,
      stdio: 'inherit',
    });
    program.once('exit', (code) => void end(code ?? 1));
  };
};

const runtime = await resolveElectronRuntime();
if (runtime.kind === 'none') throw new Error(`There is no Electron to run: ${runtime.reason}`);
const start = await createStarter(runtime);
let starting = Promise.resolve();
await watchBundles(['main', 'preload', 'renderer'], () => {
  console.log(`${new Date().toLocaleTimeString()} built, starting`);
  starting = starting.then(start);
});
