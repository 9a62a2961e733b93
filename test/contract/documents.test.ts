import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../electron/cli/arguments.ts';
import type { CommandContext } from '../../electron/cli/command.ts';
import { commands } from '../../electron/cli/commands.ts';
import { verifyBundle } from '../../electron/organisation/bundle/signature.ts';
import { parseManagedSettings } from '../../electron/organisation/managed-settings.ts';
import { managedPlaceOf } from '../../electron/organisation/place.ts';
import { heldLocks, lockNames } from '../../shared/organisation.ts';
import { suggestedSettingsSchema } from '../../shared/settings-schemas.ts';
import { run } from '../support/processes/processes.ts';

const docs = join(import.meta.dirname, '../../docs');
const read = (name: string): string => readFileSync(join(docs, name), 'utf8');
const exampleIn = (text: string): string => /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';

describe('what the documents show administrators', () => {
  it('O2 managed-settings.md has an example of everything that can be locked, and it is read', () => {
    const text = read('managed-settings.md');
    const { organisation, locks } = parseManagedSettings(exampleIn(text));
    expect(organisation).toBe('Example GmbH');
    expect(heldLocks(locks)).toEqual(lockNames);
    for (const name of Object.keys(suggestedSettingsSchema.shape)) expect(text).toContain(name);
    for (const platform of ['linux', 'darwin'] as const)
      expect(text).toContain(managedPlaceOf(platform).name);
    expect(text).toContain('HKLM\\Software\\Policies\\Stowkey');
  });

  it('O5 bundles.md has an example that is signed as it says, and is what was meant', async () => {
    const text = read('bundles.md');
    const bundle = exampleIn(text);
    const folder = await mkdtemp(join(tmpdir(), 'stowkey-doc-'));
    try {
      const [make = '', sign] = /```sh\n([\s\S]*?)```/.exec(text)?.[1]?.trim().split('\n') ?? [];
      expect(sign).toBe('stowkey sign-bundle example.json --key key.pem > example.jws');
      expect((await run('/bin/sh', ['-c', make], { cwd: folder })).code).toBe(0);
      await writeFile(join(folder, 'example.json'), bundle);
      const said: string[] = [];
      const line = readCommandLine(
        ['sign-bundle', join(folder, 'example.json'), '--key', join(folder, 'key.pem')],
        'linux',
      );
      if (line.kind !== 'run') throw new Error('not a command');
      const { document } = await commands['sign-bundle'](line.invocation, {
        tell: async (told: string) => void said.push(told),
      } as unknown as CommandContext);
      const signed = await verifyBundle(document);
      expect(signed.text).toBe(bundle);
      expect(said).toEqual([`Signed by the key ${signed.key}\n`]);
      const offered = /```json\n(\{[^`]*?"bundle"[^`]*?)```/.exec(text)?.[1] ?? '';
      expect(parseManagedSettings(offered).bundle?.url).toMatch(/^https:/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
