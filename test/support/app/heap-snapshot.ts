import type { Page } from 'playwright';

/**
 * Collects garbage in the page's process and says which of the texts its heap still holds, in any
 * world of the page: its own, the preload's, the driver's.
 */
export async function foundInHeap(
  page: Page,
  texts: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const chunks: string[] = [];
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    return namesIn(chunks.join(''), texts);
  } finally {
    await session.detach();
  }
}

/** What a page holds after a collection: mebibytes of its heap, and nodes of its document. */
export async function liveHeap(
  page: Page,
): Promise<{ readonly usedMib: number; readonly nodes: number }> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Performance.enable');
    // What the first one finds out of use may hold what only the second one can free.
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
    return { usedMib: of('JSHeapUsedSize') / 1024 ** 2, nodes: of('Nodes') };
  } finally {
    await session.detach();
  }
}

/** Names the texts that are written in a heap snapshot, whose strings are JSON. */
export function namesIn(snapshot: string, texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts]
    .filter(([, text]) => snapshot.includes(JSON.stringify(text).slice(1, -1)))
    .map(([name]) => name);
}
