import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Has the kernel leave all memory out of a core dump of this process and of those below it, whoever
 * takes the dump: a file, systemd-coredump or apport. What they start later inherits it; what Chromium
 * made undumpable refuses it, and needs it not. The core limit cannot be set from JavaScript.
 *
 * Source: core(5), "Controlling which mappings are written to the core dump".
 */
export const leaveMemoryOutOfDumps = (platform: NodeJS.Platform, pid: number): void => {
  if (platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/coredump_filter`, '0');
    const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    for (const child of below.split(' ').map(Number)) {
      if (child > 0) leaveMemoryOutOfDumps(platform, child);
    }
  } catch {
    // Not ours, gone, or a kernel without either file.
  }
};
