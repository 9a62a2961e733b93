import { lazy } from 'react';

export const loadSeveralBar = () => import('./several-bar.tsx');
export const SeveralBar = lazy(() =>
  loadSeveralBar().then((module) => ({ default: module.SeveralBar })),
);
export const OutcomeDialog = lazy(() =>
  import('./several-dialogs.tsx').then((module) => ({ default: module.OutcomeDialog })),
);
