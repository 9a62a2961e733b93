import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { completions } from '../electron/cli/completion.ts';
import manifest from '../package.json' with { type: 'json' };
import { manPage } from './man-page.ts';

/** What lies beside the program, by package format; electron-builder.yml names the folders. */
const formats = ['all', 'deb', 'rpm'] as const;

/** A version's entry in Debian's form (deb-changelog(5)); what changed stands on the project's page. */
const debianChangelog = (version: string, now: Date): string =>
  `stowkey (${version}) unstable; urgency=medium

  * See ${manifest.homepage}

 -- ${manifest.author}  ${now.toUTCString().replace('GMT', '+0000')}
`;

/**
 * Writes the files that the packages for Linux lay beside the program, as trees to be copied to `/`.
 *
 * The same sources give the same bytes, but for the changelog's date: `SOURCE_DATE_EPOCH`, or now.
 */
export const writeLinuxFiles = async (
  projectFolder: string,
  version = manifest.version,
): Promise<void> => {
  const target = join(projectFolder, 'dist/linux-files');
  const resources = join(projectFolder, 'resources/linux');
  await rm(target, { recursive: true, force: true });
  const folderOf = async (format: (typeof formats)[number], path: string): Promise<string> => {
    const file = join(target, format, path);
    await mkdir(dirname(file), { recursive: true });
    return file;
  };
  const write = async (
    format: (typeof formats)[number],
    path: string,
    content: string | Buffer,
  ): Promise<void> => writeFile(await folderOf(format, path), content);
  const copy = async (
    format: (typeof formats)[number],
    name: string,
    path: string,
  ): Promise<void> => {
    const file = await folderOf(format, path);
    await copyFile(join(resources, name), file);
    await chmod(file, 0o644);
  };

  // Absolute, as links between folders of the root have to be (Debian Policy 10.5).
  await symlink('/opt/Stowkey/resources/bin/stowkey', await folderOf('all', 'usr/bin/stowkey'));
  await write('all', 'usr/share/man/man1/stowkey.1.gz', gzipSync(manPage(version), { level: 9 }));
  await write('all', 'usr/share/bash-completion/completions/stowkey', completions.bash());
  await write('all', 'usr/share/fish/vendor_completions.d/stowkey.fish', completions.fish());
  const metainfo = 'dev.stowkey.app.metainfo.xml';
  await copy('all', metainfo, `usr/share/metainfo/${metainfo}`);
  await write('deb', 'usr/share/zsh/vendor-completions/_stowkey', completions.zsh());
  await write('rpm', 'usr/share/zsh/site-functions/_stowkey', completions.zsh());
  await copy('deb', 'copyright', 'usr/share/doc/stowkey/copyright');
  await copy('deb', 'lintian-overrides', 'usr/share/lintian/overrides/stowkey');

  const { SOURCE_DATE_EPOCH: epoch } = process.env;
  const now = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
  await writeFile(join(target, 'changelog'), debianChangelog(version, now));
};
