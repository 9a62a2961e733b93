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

/** Names the texts that are written in a heap snapshot, whose strings are JSON. */
export function namesIn(snapshot: string, texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts]
    .filter(([, text]) => snapshot.includes(JSON.stringify(text).slice(1, -1)))
    .map(([name]) => name);
}
