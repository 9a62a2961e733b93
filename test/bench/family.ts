import { readdir, readFile } from 'node:fs/promises';

/** A process and everything it started, straight from the system's table. */
export const familyOf = async (root: number): Promise<readonly number[]> => {
  const entries = await readdir('/proc');
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    parents.set(pid, Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? Number.NaN));
  }
  const isOfFamily = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isOfFamily(parents.get(pid)));
  return pids.filter(isOfFamily);
};

/** Kibibytes of one process: its share (PSS) where the system tells, else all it has (RSS). */
const residentKib = async (pid: number): Promise<number> => {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const share = /^Pss:\s*(\d+) kB/m.exec(rollup)?.[1];
  if (share !== undefined) return Number(share);
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0);
};

/** Gives mebibytes of physical memory that a process and all it started take up. */
export const familyMemoryMib = async (root: number): Promise<number> => {
  const shares = await Promise.all((await familyOf(root)).map(residentKib));
  return shares.reduce((sum, share) => sum + share, 0) / 1024;
};

/** Milliseconds of processor time of each thread, by its number. */
type ProcessorTimes = ReadonlyMap<string, number>;

/**
 * Gives the processor time that every thread of a process and of all it started has used, whatever else
 * ran. By the scheduler's count: the one in `stat` goes by hundredths of a second.
 */
export const familyProcessorTimes = async (root: number): Promise<ProcessorTimes> => {
  const times = new Map<string, number>();
  for (const pid of await familyOf(root)) {
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const path = `/proc/${pid}/task/${thread}/schedstat`;
      const [nanoseconds = '0'] = (await readFile(path, 'utf8').catch(() => '0')).split(' ');
      times.set(thread, Number(nanoseconds) / 1e6);
    }
  }
  return times;
};

/** Gives the milliseconds used between two looks; what a thread that ended meanwhile used is not known. */
export const usedBetween = (before: ProcessorTimes, after: ProcessorTimes): number =>
  [...after].reduce((sum, [thread, ms]) => sum + Math.max(0, ms - (before.get(thread) ?? 0)), 0);
