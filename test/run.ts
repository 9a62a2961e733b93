/**
 * Runs everything that `npm test` stands for and ends with one plain line.
 *
 * `npm test -- unit keychain` runs a part: vitest takes the words as parts of file paths. `e2e` asks
 * for the Playwright specs, and `e2e/clipboard` for those whose paths hold it.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronRuntime, resolveElectronRuntime } from './support/app/electron-runtime.ts';
import { packageApp, projectFolder } from './support/app/package-app.ts';
import { fetchDebianTools, fetchTestingTools } from './support/desktop/debian-tools.ts';
import { startDisplay } from './support/desktop/display.ts';
import { sandboxTrouble } from './support/desktop/sandbox.ts';
import { prepareSystem } from './support/desktop/system-packages.ts';
import { fetchDebianRoot } from './support/packages/debian-root.ts';
import { type Finished, run } from './support/processes/processes.ts';
import { sortWords } from './support/rules/parts.ts';
import {
  add,
  type Counts,
  lastLine,
  none,
  oneFailure,
  readPlaywright,
  readVitest,
} from './support/rules/tally.ts';

const words = process.argv.slice(2).filter((word) => word !== '--');
const { e2e: e2eWords, vitest: vitestWords } = sortWords(words);
const wantsE2e = words.length === 0 || e2eWords.length > 0;
const wantsVitest = words.length === 0 || vitestWords.length > 0;
const needsNoApp = (word: string): boolean => /^(test\/)?(unit|contract|support)/.test(word);
const wantsApp = wantsE2e || !vitestWords.every(needsNoApp);

const output = join(projectFolder, 'test-output');
const vitestReport = join(output, 'vitest.json');
const e2eReport = join(output, 'e2e.json');
const tool = (name: string): string => join(projectFolder, 'node_modules', name);

/** No test may reach the session of the person who runs it: not the keychain, not the screen. */
const testEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  DISPLAY: undefined,
  WAYLAND_DISPLAY: undefined,
};

const phases: { readonly name: string; readonly tookMs: number; readonly note: string }[] = [];

async function phase<T>(name: string, work: () => Promise<T>, note: (value: T) => string) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const value = await work();
  phases.push({ name, tookMs: performance.now() - start, note: note(value) });
  return value;
}

/** Runs a tool as a phase; a failure of it counts as one failed test. */
async function check(name: string, script: string, args: readonly string[]): Promise<Counts> {
  const verdict = (done: Finished): string => (done.code === 0 ? 'clean' : 'FAILED');
  const work = () =>
    run(process.execPath, [tool(script), ...args], { cwd: projectFolder, show: true });
  const done = await phase(name, work, verdict);
  return done.code === 0 ? none : oneFailure(name);
}

async function fetchTools(): Promise<Counts> {
  try {
    const fetched = async () => [
      await fetchDebianTools(),
      await fetchTestingTools(),
      await fetchDebianRoot(),
    ];
    await phase('tools of newer releases', fetched, (all) => `ready: ${!all.includes(null)}`);
    return none;
  } catch (error) {
    console.error(error);
    return oneFailure(`tools of newer releases: ${String(error)}`);
  }
}

async function packageBoth(runtime: ElectronRuntime): Promise<Counts> {
  try {
    const built = async () => {
      const test = await packageApp('test', runtime);
      const release = await packageApp('release', runtime);
      return [test, release].some((app) => app.built);
    };
    await phase('package', built, (anew) => (anew ? 'built' : 'unchanged'));
    return none;
  } catch (error) {
    console.error(error);
    return oneFailure(`package: ${String(error)}`);
  }
}

async function vitest(noRuntime: string | undefined): Promise<Counts> {
  await rm(vitestReport, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const work = async () => {
    const done = await run(
      process.execPath,
      [tool('vitest/vitest.mjs'), 'run', '--passWithNoTests', ...reporters, ...vitestWords],
      {
        cwd: projectFolder,
        env: { ...testEnvironment, STOWKEY_NO_RUNTIME: noRuntime },
        show: true,
      },
    );
    return readVitest(vitestReport, done.code);
  };
  return phase('unit, contract, integration, security, packaging', work, lastLine);
}

async function e2e(noRuntime: string | undefined): Promise<Counts> {
  await rm(e2eReport, { force: true });
  const projects = ['--project=program', '--project=window'];
  const arguments_ = [
    tool('playwright/cli.js'),
    'test',
    ...projects,
    ...e2eWords,
    '--pass-with-no-tests',
  ];
  const work = async () => {
    if (!existsSync(join(projectFolder, 'test/e2e'))) return none;
    if (noRuntime !== undefined) {
      // Nothing runs, but what does not run is counted.
      await run(process.execPath, [...arguments_, '--list'], { cwd: projectFolder });
      const { passed, failed, skipped } = await readPlaywright(e2eReport, 0);
      return { ...none, skipped: passed + failed + skipped };
    }
    const screen = await startDisplay();
    try {
      const done = await run(process.execPath, arguments_, {
        cwd: projectFolder,
        env: { ...testEnvironment, DISPLAY: screen.display },
        show: true,
      });
      return readPlaywright(e2eReport, done.code);
    } finally {
      await screen.close();
    }
  };
  return phase('e2e', work, lastLine);
}

async function main(): Promise<Counts> {
  await mkdir(output, { recursive: true });
  const system = await phase('system packages', prepareSystem, ({ ready }) => `ready: ${ready}`);
  if (!system.ready) {
    console.error(`\n${system.say}\n`);
    process.exit(1);
  }
  let counts = wantsVitest ? await fetchTools() : none;
  counts = add(counts, await check('typecheck', 'typescript/bin/tsc', ['-p', '.']));
  counts = add(counts, await check('lint', '@biomejs/biome/bin/biome', ['check', '.']));
  counts = add(counts, await check('unused code', 'knip/bin/knip.js', ['--no-progress']));

  let noRuntime: string | undefined;
  if (wantsApp) {
    const described = (it: { kind: string; version?: string }) => `${it.kind} ${it.version ?? ''}`;
    const runtime = await phase('Electron runtime', resolveElectronRuntime, described);
    const build = await check('build', 'electron-vite/bin/electron-vite.js', ['build']);
    counts = add(counts, build);
    const trouble = await sandboxTrouble();
    if (runtime.kind === 'none') noRuntime = runtime.reason;
    else if (trouble !== undefined) noRuntime = trouble;
    else if (build.failed > 0) noRuntime = 'the build failed';
    else {
      const packaged = await packageBoth(runtime);
      counts = add(counts, packaged);
      if (packaged.failed > 0) noRuntime = 'packaging failed';
    }
  }
  if (wantsVitest) counts = add(counts, await vitest(noRuntime));
  if (wantsE2e) counts = add(counts, await e2e(noRuntime));

  if (counts.failures.length > 0) console.log('\n── failed');
  for (const failure of counts.failures) console.log(`${failure}\n`);
  console.log('\n── summary');
  for (const { name, tookMs, note } of phases) {
    console.log(`${name.padEnd(50)}${(tookMs / 1000).toFixed(1).padStart(7)} s   ${note}`);
  }
  if (noRuntime !== undefined) {
    console.log(`\n!!! NO ELECTRON TO TEST WITH: ${noRuntime}`);
    console.log('!!! Every test of the packaged program and of its window was SKIPPED.');
  }
  return counts;
}

const counts = await main();
console.log(`\n${lastLine(counts)}`);
// Said outright: hooks of the packaging tools would otherwise have the last word on the exit code.
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
