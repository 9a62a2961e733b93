import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackageWithOptions, extractAll } from '@electron/asar';
import { run } from '../support/processes/processes.ts';

export type Program = {
  readonly executablePath: string;
  /** Its own main file, for the milestones to load. */
  readonly main: string;
  /** What is in the page when it shows what it is there for. */
  readonly selector: string;
};

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Makes the programs to compare from one release build: the product, an empty window and a command line
 * that does next to nothing. They
 * differ in `app.asar` alone; the runtime, its fuses and its files on the disk are the same.
 */
export const makePrograms = async (
  releaseFolder: string,
  workFolder: string,
): Promise<{
  readonly product: Program;
  readonly bare: Program;
  /** What a command line is measured beside. */
  readonly bareCommand: string;
}> => {
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true });

  const make = async (
    name: string,
    main: string,
    fill: (contents: string) => Promise<void>,
    first = 'milestones.cjs',
  ) => {
    const contents = join(workFolder, `${name}-contents`);
    await fill(contents);
    await cp(join(here, 'milestones.cjs'), join(contents, 'milestones.cjs'));
    const manifest = JSON.stringify({ name: 'stowkey', main: first });
    await writeFile(join(contents, 'package.json'), manifest);
    const folder = join(workFolder, name);
    // Hard links, so that both programs are the same pages in memory.
    await run('cp', ['--archive', '--link', releaseFolder, folder]);
    const archive = join(folder, 'resources/app.asar');
    await rm(`${archive}.unpacked`, { recursive: true, force: true });
    await createPackageWithOptions(contents, `${archive}.new`, { unpack: '**/*.node' });
    await rename(`${archive}.new`, archive);
    await rename(`${archive}.new.unpacked`, `${archive}.unpacked`).catch(() => {});
    return { executablePath: join(folder, 'stowkey'), main };
  };

  const product = await make('product', './out/main/main.cjs', async (contents) =>
    extractAll(join(releaseFolder, 'resources/app.asar'), contents),
  );
  const fillBare = (contents: string) => cp(join(here, 'bare'), contents, { recursive: true });
  const bare = await make('bare', './main.cjs', fillBare);
  const command = await make('bare-command', './command.cjs', fillBare, 'command.cjs');
  return {
    product: { ...product, selector: '[role=row]' },
    bare: { ...bare, selector: 'body' },
    bareCommand: command.executablePath,
  };
};
