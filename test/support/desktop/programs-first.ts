import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/** Puts programs, as lines of a shell, before the system's own; `folder` is theirs alone. */
export async function machineWith(programs: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-programs-'));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return {
    folder,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
