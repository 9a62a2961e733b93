/**
 * Makes the packages of this system from `out/`: `npm run package`.
 *
 * Of those that electron-builder.yml names it makes the ones that this computer has the tools for, and
 * says which it leaves out and why. It fails where none is left, or one cannot be made after all.
 */
import { build } from 'electron-builder';
import { resolveElectronRuntime } from '../test/support/app/electron-runtime.ts';
import { packageApp } from '../test/support/app/package-app.ts';
import {
  isOnPath,
  type LinuxTarget,
  makeLinuxPackages,
} from '../test/support/packages/make-packages.ts';

// What is written here lies so in the package: others may read it, and nobody else write to it.
process.umask(0o022);

const reachTimeoutMs = 4_000;

/** Says what keeps a kind of package from being made here; null where nothing does. */
const missing: Readonly<Record<LinuxTarget, () => Promise<string | null>>> = {
  deb: async () => ((await isOnPath('dpkg-deb')) ? null : 'there is no dpkg-deb (package dpkg)'),
  rpm: async () => ((await isOnPath('rpmbuild')) ? null : 'there is no rpmbuild (package rpm)'),
  AppImage: async () => {
    const { APPIMAGE_TOOLS_PATH: tools = '' } = process.env;
    if (tools !== '') return null;
    const answer = await fetch('https://github.com/electron-userland/electron-builder-binaries', {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachTimeoutMs),
    }).catch(() => null);
    return answer?.ok === true
      ? null
      : 'its tools are downloaded from github.com, which cannot be reached (or set APPIMAGE_TOOLS_PATH)';
  },
};

const packageForLinux = async (): Promise<readonly string[]> => {
  const targets: LinuxTarget[] = [];
  const leftOut: string[] = [];
  for (const [target, whyNot] of Object.entries(missing)) {
    const reason = await whyNot();
    if (reason === null) targets.push(target as LinuxTarget);
    else leftOut.push(`${target}: ${reason}`);
  }
  const runtime = await resolveElectronRuntime();
  if (runtime.kind === 'none')
    throw new Error(`There is no Electron to package: ${runtime.reason}`);
  const isStandIn = runtime.kind === 'stand-in';
  if (isStandIn) leftOut.push('arm64: the stand-in runtime is for x64 alone');
  for (const line of leftOut) console.log(`LEFT OUT  ${line}`);
  if (targets.length === 0) throw new Error('No package can be made here.');
  if (!isStandIn) return makeLinuxPackages({ targets, archs: ['x64', 'arm64'], config: {} });
  // Said in each name, so that nobody takes it for one to give to people.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are electron-builder's
  const artifactName = '${name}-${version}-${arch}-FOR-EVALUATION-ONLY.${ext}';
  const { folder } = await packageApp('release', runtime);
  return makeLinuxPackages({
    targets,
    archs: ['x64'],
    packedFolder: folder,
    compression: 'gzip',
    config: { artifactName },
  });
};

const made =
  process.platform === 'linux' ? await packageForLinux() : await build({ publish: 'never' });
console.log(`\nMade:\n${made.join('\n')}`);
// Said outright: hooks of the packaging tools would otherwise have the last word on the exit code.
process.exit(0);
