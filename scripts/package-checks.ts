import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { extractFile, getRawHeader, listPackage, statFile, uncache } from '@electron/asar';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { run } from '../test/support/processes/processes.ts';

/** Decided in electron-builder.yml, written down here a second time on purpose. */
const releaseFuses: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  // electron-builder 26 has no word for it, so it stays as Electron ships it.
  WasmTrapHandlers: true,
};
/** Runtimes before it came have no place for it. */
const newest: keyof typeof FuseV1Options = 'WasmTrapHandlers';

/** One program that electron-builder made. */
type PackagedProgram = {
  readonly executable: string;
  readonly archive: string;
  /** The file that names the archive's digest, for Electron to compare; null on Linux, where nothing does. */
  readonly seal: string | null;
};

/** Finds the program in a folder that holds it unpacked, for whichever system it is. */
async function programIn(folder: string): Promise<readonly PackagedProgram[]> {
  const contents = join(folder, 'Stowkey.app/Contents');
  if (existsSync(contents)) {
    const executable = join(contents, 'MacOS/Stowkey');
    const archive = join(contents, 'Resources/app.asar');
    return [{ executable, archive, seal: join(contents, 'Info.plist') }];
  }
  const archive = join(folder, 'resources/app.asar');
  if (!existsSync(archive)) return [];
  const files = (await readdir(folder)).filter((name) => /^stowkey(\.exe)?$/i.test(name));
  return files.map((name) => {
    const executable = join(folder, name);
    return { executable, archive, seal: name.endsWith('.exe') ? executable : null };
  });
}

/** Where packages for Linux put the program. */
const installed = 'opt/Stowkey';

/**
 * Finds the programs in electron-builder's output folder: those that lie there unpacked, and those inside of
 * deb and rpm packages, which it unpacks below `work`. Throws where a package cannot be unpacked.
 */
export async function packagedPrograms(
  folder: string,
  work: string,
): Promise<readonly PackagedProgram[]> {
  const found: PackagedProgram[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await programIn(path)));
    const unpack = /\.deb$/.test(path)
      ? 'dpkg-deb --extract "$1" .'
      : 'rpm2archive --nocompression - < "$1" | tar --extract';
    if (!/\.(?:deb|rpm)$/.test(path)) continue;
    const into = join(work, entry.name);
    await mkdir(into);
    const done = await run('sh', ['-c', unpack, 'sh', path], { cwd: into });
    const programs = await programIn(join(into, installed));
    if (programs.length === 0) throw new Error(`${path} holds no program: ${done.stderr}`);
    found.push(...programs);
  }
  return found;
}

/**
 * Names every fuse of a program that does not stand as decided, by name or number, with how it stands;
 * one that nobody decided on is named too. `changes` are decisions that another build differs in.
 */
export async function wrongFuses(
  executable: string,
  changes: Partial<typeof releaseFuses> = {},
): Promise<readonly string[]> {
  const { version, ...wire } = await getCurrentFuseWire(executable);
  if (version !== FuseVersion.V1) return [`a fuse wire of version ${version}`];
  const states = new Map(
    Object.entries(wire).map(([index, state]) => [FuseV1Options[Number(index)] ?? index, state]),
  );
  const decided = new Map(Object.entries({ ...releaseFuses, ...changes }));
  return [...new Set([...states.keys(), ...decided.keys()])].flatMap((name) => {
    const state = states.get(name);
    if (state === undefined) return name === newest ? [] : [`${name} is not there`];
    const on = decided.get(name);
    if (on === undefined) return [`${name} is a fuse that nobody decided on`];
    const isRight = state === (on ? FuseState.ENABLE : FuseState.DISABLE);
    return isRight ? [] : [`${name} is ${FuseState[Number(state)] ?? state}`];
  });
}

/** The digest by which Electron knows an archive: that of its header, which holds those of all files. */
export function archiveDigest(archive: string): string {
  uncache(archive);
  return sha256(getRawHeader(archive).headerString);
}

/** Names what of an archive is not as its header says, and a seal that names another archive. */
export async function archiveFaults(
  archive: string,
  seal: string | null,
): Promise<readonly string[]> {
  uncache(archive);
  const changed = listPackage(archive, { isPack: false }).flatMap((listed) => {
    const path = listed.slice(1);
    const entry = statFile(archive, path);
    if (!('size' in entry) || ('unpacked' in entry && entry.unpacked)) return [];
    const digest = sha256(extractFile(archive, path));
    return entry.integrity?.hash === digest
      ? []
      : [`${path} is not what the archive’s header says`];
  });
  if (seal === null || (await readFile(seal)).includes(archiveDigest(archive))) return changed;
  return [...changed, `${seal} does not name this archive`];
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
