import { announcedEndOf, byUrgency, urgencyOf } from '../../../shared/connection-rules.ts';
import type { ConnectionView, KeychainView } from '../../../shared/schemas.ts';

/** The list beside it has all of them on top. */
const shownAtMost = 1;
const nextAtMost = 3;

/** What there is to say of all accounts at a moment. */
export const summarize = (
  connections: readonly ConnectionView[],
  { keychain, nowMs }: { readonly keychain: KeychainView; readonly nowMs: number },
): {
  readonly needCount: number;
  /** The first of those that need the person, the most pressing first. */
  readonly needing: readonly ConnectionView[];
  /** What ends next of all that is well, with its end in epoch seconds. */
  readonly next: readonly { readonly connection: ConnectionView; readonly end: number }[];
} => {
  const needing: {
    readonly connection: ConnectionView;
    readonly urgency: NonNullable<ReturnType<typeof urgencyOf>>;
  }[] = [];
  const next: { readonly connection: ConnectionView; readonly end: number }[] = [];
  for (const connection of connections) {
    const urgency = urgencyOf({ connection, operation: null, keychain, nowMs });
    const end = announcedEndOf(connection);
    if (urgency !== null) needing.push({ connection, urgency });
    else if (connection.state === 'active' && end !== null && end * 1000 > nowMs)
      next.push({ connection, end });
  }
  return {
    needCount: needing.length,
    needing: needing
      .sort((a, b) => byUrgency(a.urgency, b.urgency))
      .slice(0, shownAtMost)
      .map(({ connection }) => connection),
    next: next.sort((a, b) => a.end - b.end).slice(0, nextAtMost),
  };
};
