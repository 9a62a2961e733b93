import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { profilePaths } from '../../electron/platform/paths.ts';
import { currentVersion } from '../../electron/storage/metadata/limits.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { connectionRecord } from '../support/worlds/connection-records.ts';
import { drive, expect, test } from './fixtures.ts';

const built = join(import.meta.dirname, '../../out/renderer');
const hostile = [
  '<img src=x onerror="document.title=1">',
  '</script><script>document.title=1</script>',
  `"'><svg onload=document.title=1>`,
  '{{rows}} {{label}}',
];

/** Writes a list as the program would have left it. */
const keep = async (
  userData: string,
  connections: readonly ReturnType<typeof connectionRecord>[],
): Promise<void> => {
  await mkdir(userData, { recursive: true, mode: 0o700 });
  const file = { version: currentVersion, sentinel: null, connections };
  await writeFile(profilePaths(userData).metadataFile, JSON.stringify(file), { mode: 0o600 });
};

test('a start shows hostile names as the texts they are, before the program runs and after', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  await keep(
    desktop.userData,
    hostile.map((label) => connectionRecord({ label })),
  );
  const { window, ui } = await drive(desktop);
  for (const label of hostile) await expect(ui.row(label)).toBeVisible();
  expect(await window.title()).toBe('Stowkey');
  // The document itself brought the rows.
  const bytes = await window.evaluate(
    () =>
      (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming)
        .decodedBodySize,
  );
  expect(bytes).toBeGreaterThan((await readFile(join(built, 'index.html'))).length + 4_000);
});

test('ten thousand accounts open, scroll and show what is renamed', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const connections = Array.from({ length: 10_000 }, (_, index) =>
    connectionRecord({ label: `Account ${String(index + 1).padStart(5, '0')}` }),
  );
  await keep(desktop.userData, connections);
  const { window, ui } = await drive(desktop);
  await expect(window.getByRole('button', { name: 'All 10000' })).toBeVisible();
  await ui.row('Account 00001').focus();
  await window.keyboard.press('End');
  await expect(ui.row('Account 10000')).toBeFocused();
  await window.evaluate(async (connectionId) => {
    const { stowkey } = globalThis as unknown as Pick<Window, 'stowkey'>;
    await stowkey.connections.rename({ connectionId, label: 'The last one' });
  }, connections.at(-1)?.id as ConnectionId);
  await expect(ui.row('The last one')).toBeVisible();
});
