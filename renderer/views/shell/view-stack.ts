import { useMemo, useState } from 'react';
import type { Draft } from '../connect/draft.ts';
import type { Place } from '../palette/commands.ts';

/** What fills the window in place of the accounts, or lies over it. */
export type View =
  | {
      readonly kind: 'connect';
      /** The operation to watch; null begins with the gallery. */
      readonly operationId: string | null;
      /** The form to begin at, when a key was found for it. */
      readonly start: Draft | null;
      /** Begins where keys that were made elsewhere are given. */
      readonly withKeys: boolean;
    }
  /** `text` is what it is narrowed down to. */
  | { readonly kind: 'activity'; readonly text: string }
  | { readonly kind: 'tools' }
  | { readonly kind: 'exposed' }
  | { readonly kind: 'buckets'; readonly connectionId: string }
  | { readonly kind: 'backup' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'help' };

/** All but the sheet, which lies over them. */
export type Filling = Exclude<View, { readonly kind: 'connect' }>;

export const connectView = (operationId: string | null = null): View => ({
  kind: 'connect',
  operationId,
  start: null,
  withKeys: false,
});

/** The form to go on with, filled in. */
export const formView = (start: Draft): View => ({
  kind: 'connect',
  operationId: null,
  start,
  withKeys: false,
});

export const keysView: View = { kind: 'connect', operationId: null, start: null, withKeys: true };

/** Where the palette leads. */
export const viewAt: Readonly<Record<Place, View>> = {
  connect: connectView(),
  tools: { kind: 'tools' },
  activity: { kind: 'activity', text: '' },
  backup: { kind: 'backup' },
  settings: { kind: 'settings' },
  doctor: { kind: 'doctor' },
  help: { kind: 'help' },
};

/**
 * The views over the accounts: the last one is shown, connecting as a sheet over the one before, and
 * closing it leads back to where it was opened from. Local to the window: main knows nothing of views.
 */
export const useViewStack = () => {
  const [stack, setStack] = useState<readonly View[]>([]);
  const moves = useMemo(
    () => ({
      open: (view: View) => setStack((below) => [...below, view]),
      close: () => setStack((before) => before.slice(0, -1)),
      /** Leaves all views, for one or for the accounts. */
      goTo: (view: View | null) => setStack(view === null ? [] : [view]),
    }),
    [],
  );
  const shown = stack.at(-1) ?? null;
  const sheet = shown?.kind === 'connect' ? shown : null;
  const under = stack.findLast((view): view is Filling => view.kind !== 'connect') ?? null;
  return { sheet, under, ...moves };
};
