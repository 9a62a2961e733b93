import { lazy, Suspense } from 'react';
import type { ActionMenuProps } from './menu.tsx';

export const loadMenu = () => import('./menu.tsx');
const LazyActionMenu = lazy(() => loadMenu().then((module) => ({ default: module.ActionMenu })));

/** The menu, in a chunk of its own: the first list must not wait for it. */
export const ActionMenu = (props: ActionMenuProps) => (
  <Suspense>
    <LazyActionMenu {...props} />
  </Suspense>
);
