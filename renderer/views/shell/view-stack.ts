import { useMemo, useState } from 'react';
import type { Draft } from '../connect/connect-form.tsx';
import type { Place } from '../palette/commands.ts';

/** What fills the window in place of the accounts. */
export type View =
  | {
      readonly kind: 'connect';
      /** The operation to watch; null begins with the gallery. */
      readonly operationId: string | null;
      /** The form to begin at, when a key was found for it. */
      readonly start: Draft | null;
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

export const connectView = (operationId: string | null = null): View => ({
  kind: 'connect',
  operationId,
  start: null,
});

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
 * The views over the accounts: the last one is shown, and closing it leads back to the one it was
 * opened from. Local to the window: main knows nothing of views.
 */
export const useViewStack = () => {
  const [stack, setStack] = useState<readonly View[]>([]);
  const moves = useMemo(
    () => ({
      open: (view: View) => setStack((below) => [...below, view]),
      close: () => setStack((before) => before.slice(0, -1)),
      /** Opens a view in place of the one that is shown. */
      replace: (view: View) => setStack((before) => [...before.slice(0, -1), view]),
      /** Leaves all views, for one or for the accounts. */
      goTo: (view: View | null) => setStack(view === null ? [] : [view]),
    }),
    [],
  );
  return { shown: stack.at(-1) ?? null, ...moves };
};
