import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSnapshotPush } from '../../../electron/api/window/push-snapshot.ts';
import { createSnapshots } from '../../../electron/connections/snapshots.ts';
import type { Snapshot, SnapshotChanges } from '../../../shared/schemas.ts';
import { applyChanges, changesSince } from '../../../shared/snapshot-changes.ts';
import { connection, many, snapshot } from '../../e2e/harness/fixtures.ts';

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom('add', 'rename', 'remove'),
    at: fc.nat(8),
  }),
  { maxLength: 12 },
);

/** Every state that a list goes through. */
const historyOf = (list: readonly { readonly kind: string; readonly at: number }[]) => {
  const history: Snapshot[] = [snapshot({ revision: 0, connections: many(3) })];
  for (const [index, { kind, at }] of list.entries()) {
    const { connections } = history.at(-1) ?? snapshot();
    const place = connections.length === 0 ? 0 : at % connections.length;
    const next =
      kind === 'add'
        ? [...connections, connection({ number: 100 + index })]
        : connections.flatMap((each, other) => {
            if (other !== place) return [each];
            return kind === 'remove' ? [] : [{ ...each, label: `Renamed ${index}` }];
          });
    history.push(snapshot({ revision: index + 1, connections: next }));
  }
  return history;
};

describe('changes of a snapshot', () => {
  it('lead from where they begin to where they end', () => {
    fc.assert(
      fc.property(edits, fc.nat(12), (list, from) => {
        const history = historyOf(list);
        const last = history.at(-1) as Snapshot;
        const base = history[Math.min(from, history.length - 1)] as Snapshot;
        const changes = changesSince(base, last);
        expect(changes).not.toBeNull();
        if (changes !== null) expect(applyChanges(base, changes)).toEqual(last);
      }),
    );
  });

  it('never lead from a snapshot that somebody asked for before a change landed', async () => {
    const pushed: Snapshot[] = [];
    const { revision: _, ...built } = snapshot();
    const snapshots = createSnapshots({ build: () => built, push: (now) => pushed.push(now) });
    snapshots.changed();
    const asked = snapshots.current();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pushed.map(({ revision }) => revision > asked.revision)).toEqual([true]);
  });

  it('hold what changed and nothing else', () => {
    const connections = many(1_000);
    const before = snapshot({ revision: 1, connections });
    const renamed = { ...connections[500], label: 'Renamed' } as (typeof connections)[number];
    const now = { ...before, revision: 2, connections: connections.with(500, renamed) };
    expect(changesSince(before, now)).toMatchObject({ since: 1, changed: [renamed], removed: [] });
  });

  it('that cannot be told have the window ask for the whole', () => {
    const connections = many(2);
    const sent: SnapshotChanges[] = [];
    const push = createSnapshotPush(snapshot({ revision: 1, connections }), (changes) =>
      sent.push(changes),
    );
    push(snapshot({ revision: 2, connections: connections.toReversed() }));
    push(snapshot({ revision: 3, connections: connections.toReversed() }));
    expect(sent.map(({ since, revision }) => [since, revision])).toEqual([
      [2, 2],
      [2, 3],
    ]);
  });
});
