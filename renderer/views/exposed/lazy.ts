import { lazy } from 'react';

export const ExposedView = lazy(() =>
  import('./exposed-view.tsx').then((module) => ({ default: module.ExposedView })),
);
