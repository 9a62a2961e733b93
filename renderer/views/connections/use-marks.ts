import { useEffect, useMemo, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { severalWords } from '../../../shared/words/several.ts';
import { useApp } from '../../state/app-context.tsx';
import { type Marks, markAll, markRange, toggleMark } from './marks.ts';

/** Which accounts of the list are marked. What is not shown is not: nothing is done with what nobody sees. */
export const useMarks = (connections: readonly ConnectionView[], openId: string | null) => {
  const { announce } = useApp();
  const [marks, setMarks] = useState<Marks | null>(null);
  const marked = useMemo(
    () => (marks === null ? [] : connections.filter(({ id }) => marks.ids.has(id))),
    [connections, marks],
  );
  const count = marked.length;
  useEffect(() => {
    if (count > 0) announce(severalWords.marked(count));
  }, [count, announce]);
  const acts = useMemo(() => {
    const ids = connections.map(({ id }) => id);
    return {
      toggle: (id: string) => setMarks((before) => toggleMark(before, openId, id)),
      /** From where the last range began, else from the given account. */
      extendTo: (id: string, from: string) =>
        setMarks((before) => markRange(ids, before?.anchor ?? from, id)),
      all: () => setMarks(markAll(ids)),
      end: () => setMarks(null),
    };
  }, [connections, openId]);
  return { marked, has: (id: string) => count > 0 && marks?.ids.has(id) === true, acts };
};
