import { writeFile } from 'node:fs/promises';

/**
 * Writes the licences of everything that the package carries beside Stowkey's own. Electron's and
 * Chromium's stand in files of their own, which electron-builder keeps.
 */
export async function writeNotices(file, carried) {
  const texts = carried.map(
    ({ name, version, identifier, text }) =>
      `${'='.repeat(80)}\n${name} ${version} (${identifier})\n${'='.repeat(80)}\n\n${text}\n`,
  );
  await writeFile(
    file,
    `Stowkey carries the software below, under these licences.\n\n${texts.join('\n')}`,
  );
}
